package lanewise.conventions;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import com.google.googlejavaformat.java.ImportOrderer;
import com.google.googlejavaformat.java.JavaFormatterOptions.Style;
import com.google.googlejavaformat.java.RemoveUnusedImports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every Java file is as google-java-format writes it. */
final class FormatTest {
  @Test
  void everyFileIsFormatted() {
    List<Path> files = Repository.files(".java");
    assertThat(files).as("Java files").isNotEmpty();
    List<String> unformatted =
        files.parallelStream().filter(file -> !isFormatted(file)).map(Repository::name).toList();
    assertThat(unformatted).as("Not formatted; repair them with: bin/format").isEmpty();
  }

  private static boolean isFormatted(Path file) {
    try {
      String source = Files.readString(file);
      return formatted(source).equals(source);
    } catch (IOException e) {
      throw new AssertionError(Repository.name(file), e);
    }
  }

  /** The source as {@code bin/format} leaves it. */
  private static String formatted(String source) {
    try {
      String ordered = ImportOrderer.reorderImports(source, Style.GOOGLE);
      String trimmed = RemoveUnusedImports.removeUnusedImports(ordered);
      return new Formatter().formatSource(trimmed);
    } catch (FormatterException e) {
      throw new AssertionError(source, e);
    }
  }
}
