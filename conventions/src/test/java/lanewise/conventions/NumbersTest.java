package lanewise.conventions;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Numbers read alike in every country. {@code %d} and {@code %.2f} take the digits and marks of the
 * machine's country, unless the call names {@code Locale.ROOT}; {@code %s} writes a whole number as
 * {@code Integer.toString} does.
 */
final class NumbersTest {
  /** A number in a format, also where a computed width follows in another literal. */
  private static final Pattern NUMBER =
      Pattern.compile("%(?:\\d+\\$)?[-#+ 0,(]*\\d*(?:\\.\\d*)?(?:[deEfgGa]|$)");

  @TempDir Path folder;

  @Test
  void mainSourcesNameALocaleOrNoNumber() throws IOException {
    List<Path> sources =
        Repository.files(".java").stream()
            .filter(file -> Repository.name(file).contains("/src/main/"))
            .toList();
    assertThat(sources).as("main sources").isNotEmpty();
    assertThat(places(sources))
        .as("Lines that should use %s, or String.format(Locale.ROOT, ...)")
        .isEmpty();
  }

  @Test
  void seesNumbersHoweverAFormatIsWritten() throws IOException {
    Path file = folder.resolve("Example.java");
    Files.writeString(
        file,
        """
        class Example {
          void of(boolean one, int i, double x, java.util.Locale here) {
            "%d rows".formatted(i);
            ("rows" + " %,d").formatted(i);
            (one ? "a row" : "%s of %d").formatted(i, i);
            String.format("%5d", i);
            String.format(here, "%.2f", x);
            System.out.printf("epoch %" + i + "d", i);
            System.out.printf(Locale.ROOT, "%d %s", i, "%d".formatted(i));
            String.format(Locale.ROOT, "%d %.2f", i, x);
            "%s rows, %d%%".formatted(i);
            "%s rows are 5%%d".formatted(i);
          }
        }
        """);

    assertThat(places(List.of(file)))
        .extracting(place -> place.replaceAll(".*:", ""))
        .containsExactly("3", "4", "5", "6", "7", "8", "9", "11");
  }

  /** The lines of calls whose formats have numbers and no locale. */
  private static List<String> places(List<Path> files) throws IOException {
    List<String> places = new ArrayList<>();
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager manager =
        compiler.getStandardFileManager(null, Locale.ROOT, StandardCharsets.UTF_8)) {
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null,
                  manager,
                  null,
                  List.of("-proc:none"),
                  null,
                  manager.getJavaFileObjectsFromPaths(files));
      SourcePositions positions = Trees.instance(task).getSourcePositions();
      for (CompilationUnitTree unit : task.parse()) {
        new Calls(
                call -> {
                  long start = positions.getStartPosition(unit, call);
                  Path file = Path.of(unit.getSourceFile().toUri());
                  places.add(Repository.name(file) + ":" + unit.getLineMap().getLineNumber(start));
                })
            .scan(unit, null);
      }
    }
    return places;
  }

  private interface Found {
    void at(MethodInvocationTree call);
  }

  private static final class Calls extends TreeScanner<Void, Void> {
    private final Found found;

    Calls(Found found) {
      this.found = found;
    }

    @Override
    public Void visitMethodInvocation(MethodInvocationTree call, Void nothing) {
      boolean local =
          switch (call.getMethodSelect()) {
            case MemberSelectTree member when member.getIdentifier().contentEquals("formatted") ->
                hasNumber(member.getExpression());
            case MemberSelectTree member when isFormat(member.getIdentifier()) -> isLocal(call);
            case IdentifierTree method when isFormat(method.getName()) -> isLocal(call);
            default -> false;
          };
      if (local) {
        found.at(call);
      }
      return super.visitMethodInvocation(call, null);
    }

    private static boolean isFormat(CharSequence method) {
      return "format".contentEquals(method) || "printf".contentEquals(method);
    }

    private static boolean isLocal(MethodInvocationTree call) {
      return !call.getArguments().isEmpty()
          && !call.getArguments().getFirst().toString().equals("Locale.ROOT")
          && call.getArguments().stream().anyMatch(Calls::hasNumber);
    }

    /** Whether a text in an expression, other than those of calls in it, has one. */
    private static boolean hasNumber(Tree expression) {
      boolean[] has = {false};
      new TreeScanner<Void, Void>() {
        @Override
        public Void visitLiteral(LiteralTree literal, Void nothing) {
          if (literal.getValue() instanceof String text) {
            has[0] |= NUMBER.matcher(text.replace("%%", "")).find();
          }
          return null;
        }

        @Override
        public Void visitMethodInvocation(MethodInvocationTree call, Void nothing) {
          return null;
        }
      }.scan(expression, null);
      return has[0];
    }
  }
}
