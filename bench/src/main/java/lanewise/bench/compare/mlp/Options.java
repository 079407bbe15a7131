package lanewise.bench.compare.mlp;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * The command line of {@code bench/compare mlp} and {@code startup}.
 *
 * @param root of the clone
 * @param json where result lines are appended
 * @param quick for a first look
 * @param only text that a case's or a competitor's name must contain
 */
record Options(Path root, @Nullable Path json, boolean quick, String only) {
  /**
   * Reads the words after the kind of work.
   *
   * @throws IllegalArgumentException if a word is unknown or the last one lacks its value
   */
  static Options of(Path root, String... words) {
    Path json = null;
    boolean quick = false;
    String only = "";
    for (int i = 0; i < words.length; i++) {
      switch (words[i]) {
        case "--quick" -> quick = true;
        case "--json" -> json = Path.of(value(words, ++i));
        case "--only" -> only = value(words, ++i);
        default ->
            throw new IllegalArgumentException(
                "compare: " + words[i] + "? known are --json FILE, --quick and --only TEXT");
      }
    }
    return new Options(root, json, quick, only);
  }

  private static String value(String[] words, int i) {
    if (i == words.length) {
      throw new IllegalArgumentException("compare: " + words[i - 1] + " lacks its value");
    }
    return words[i];
  }

  void append(String line) throws IOException {
    if (json != null) {
      Files.writeString(json, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
  }
}
