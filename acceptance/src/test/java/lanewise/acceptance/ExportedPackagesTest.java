package lanewise.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import lanewise.conventions.Repository;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a stranger meets in the packages of the three libraries: where to start, and which names.
 */
@Tag("once")
final class ExportedPackagesTest {
  private static final List<String> MODULES = List.of("tensor", "layers", "training");
  private static final Pattern EXPORT = Pattern.compile("(?m)^ +exports ([\\w.]+);");
  private static final Pattern EXAMPLE =
      Pattern.compile("(?s)<pre>\\{@code\n(.*?)\n \\* \\}</pre>");
  private static final Pattern TYPE =
      Pattern.compile("(?m)^public [\\w ]*?(?:class|interface|record|enum) (\\w+)");

  @TempDir Path folder;

  /** The packages that anyone may use, and the folders of their sources. */
  private static Map<String, Path> packages() {
    Map<String, Path> packages = new TreeMap<>();
    for (String module : MODULES) {
      Path sources = Repository.ROOT.resolve(module).resolve("src/main/java");
      EXPORT
          .matcher(Repository.text(sources.resolve("module-info.java")))
          .results()
          .map(export -> export.group(1))
          .forEach(name -> packages.put(name, sources.resolve(name.replace('.', '/'))));
    }
    assertThat(packages).hasSizeGreaterThan(30);
    return packages;
  }

  private static String overview(Path sources) {
    String text = Repository.text(sources.resolve("package-info.java"));
    return text.substring(text.indexOf("/**"), text.indexOf("*/"));
  }

  @Test
  void everyOverviewSaysWhereToStartAndShowsIt() {
    packages()
        .forEach(
            (name, sources) ->
                assertThat(overview(sources).replaceAll("\\s+\\*?\\s*", " "))
                    .as("the package-info.java of %s", name)
                    .containsPattern("[Ss]tart (with|there)")
                    .contains("{@link ")
                    .contains("<pre>{@code"));
    for (String module : MODULES) {
      Path file = Repository.ROOT.resolve(module).resolve("src/main/java/module-info.java");
      assertThat(Repository.text(file))
          .as("the module-info.java of %s", module)
          .contains("Start with {@link ");
    }
  }

  @Test
  void theExamplesCompileWithAllPackagesImported() {
    List<JavaFileObject> programs = new ArrayList<>();
    packages()
        .forEach(
            (name, sources) -> {
              List<String> examples =
                  EXAMPLE.matcher(overview(sources)).results().map(each -> each.group(1)).toList();
              for (int i = 0; i < examples.size(); i++) {
                programs.add(program(name.replace('.', '_') + "_" + i, examples.get(i)));
              }
            });
    assertThat(programs).hasSizeGreaterThanOrEqualTo(packages().size());

    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
    StringWriter other = new StringWriter();
    boolean compiled =
        compiler
            .getTask(
                other,
                null,
                found,
                List.of(
                    "-proc:none",
                    "-cp",
                    System.getProperty("java.class.path"),
                    "-d",
                    folder.toString()),
                null,
                programs)
            .call();
    assertThat(found.getDiagnostics())
        .filteredOn(each -> each.getKind() == Diagnostic.Kind.ERROR)
        .as(other.toString())
        .isEmpty();
    assertThat(compiled).isTrue();
  }

  /** A class around an example, which may use what all packages offer. */
  private static JavaFileObject program(String name, String example) {
    String imports =
        Stream.concat(
                Stream.of("java.nio.file", "java.time", "java.util", "java.util.concurrent"),
                packages().keySet().stream())
            .map(each -> "import " + each + ".*;\n")
            .collect(Collectors.joining());
    String text =
        "%sclass %s {\n  void example() throws Exception {\n%s\n  }\n}\n"
            .formatted(imports, name, example.replaceAll("(?m)^ \\* ?", ""));
    return new SimpleJavaFileObject(
        URI.create("string:///" + name + ".java"), JavaFileObject.Kind.SOURCE) {
      @Override
      public CharSequence getCharContent(boolean ignoreEncodingErrors) {
        return text;
      }
    };
  }

  @Test
  void packagesThatAreImportedTogetherHaveNoNameTwice() {
    Map<String, List<String>> homes = new TreeMap<>();
    packages()
        .forEach(
            (name, sources) -> {
              for (File file : Objects.requireNonNull(sources.toFile().listFiles(File::isFile))) {
                TYPE.matcher(Repository.text(file.toPath()))
                    .results()
                    .map(type -> type.group(1))
                    .forEach(
                        type -> homes.computeIfAbsent(type, key -> new ArrayList<>()).add(name));
              }
            });
    assertThat(homes).hasSizeGreaterThan(250);
    assertThat(homes).allSatisfy((type, names) -> assertThat(names).as(type).hasSize(1));
    assertThat(homes.keySet())
        .as("names that java.lang has")
        .noneMatch(type -> isType("java.lang." + type));
  }

  private static boolean isType(String name) {
    try {
      Class.forName(name, false, ExportedPackagesTest.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }
}
