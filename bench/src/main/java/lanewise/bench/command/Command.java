package lanewise.bench.command;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * A command of {@code lanewise-bench.jar}, which a script of its name in {@code bench} starts, too.
 * Its help is the text file of its name among the resources, which that script prints where there
 * is no jar yet.
 *
 * @param name its first word
 * @param action what it does
 */
public record Command(String name, Action action) {
  private static final int FAILED = 2;

  /** What a command does. */
  @FunctionalInterface
  public interface Action {
    /**
     * Does it.
     *
     * @return the exit code
     * @throws IllegalArgumentException if the words are wrong
     * @throws IOException if a file cannot be read or written, or a process not be started
     */
    int run(Words words) throws IOException;
  }

  /**
   * Runs it.
   *
   * @param words behind its name
   * @return the exit code; 2, and one sentence on the error stream, if the words are wrong or a
   *     file is. {@code LANEWISE_STACKTRACE=1} prints the stack trace, too.
   */
  public int run(List<String> words) {
    if (words.contains("--help") || words.contains("-h")) {
      System.out.print(help());
      return 0;
    }
    try {
      return action.run(new Words(words));
    } catch (IllegalArgumentException | IOException e) {
      System.err.println(name + ": " + sentence(e));
      if ("1".equals(System.getenv("LANEWISE_STACKTRACE"))) {
        e.printStackTrace();
      }
      return FAILED;
    }
  }

  /** What {@code --help} prints. */
  public String help() {
    try (InputStream in = Command.class.getResourceAsStream(name + ".txt")) {
      return new String(
          Objects.requireNonNull(in, "the help of " + name).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The JDK's exceptions about files have nothing but the name. */
  private static String sentence(Exception failure) {
    return switch (failure) {
      case NoSuchFileException missing -> "there is no " + missing.getFile();
      case AccessDeniedException denied -> "no permission for " + denied.getFile();
      default -> String.valueOf(failure.getMessage());
    };
  }

  /**
   * The clone, for commands that need one.
   *
   * @throws IllegalArgumentException if the jar was not started by a script of a clone
   */
  public static Path root() {
    String root = System.getProperty("bench.root");
    if (root == null) {
      throw new IllegalArgumentException("needs a clone: start it by the script in bench");
    }
    return Path.of(root);
  }
}
