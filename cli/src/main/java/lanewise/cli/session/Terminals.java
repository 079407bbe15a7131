package lanewise.cli.session;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which of the two output streams are terminals that can redraw a line, and what they show.
 *
 * @param out whether stdout is one
 * @param err whether stderr is one
 * @param columns how many characters a line of the terminal has
 * @param colors whether text on stdout may have colors
 */
public record Terminals(boolean out, boolean err, int columns, boolean colors) {
  /** Where nobody tells. */
  private static final int USUAL_COLUMNS = 80;

  private static final Pattern SIZE = Pattern.compile("\\d+ (\\d{1,4})");

  public static final Terminals NONE = new Terminals(false, false, USUAL_COLUMNS, false);

  /**
   * Asks a shell: {@link System#console()} answers for stdin and stdout together, and not for
   * stderr. Where there is no shell, neither counts as one.
   */
  public static Terminals ofProcess() {
    Map<String, String> environment = System.getenv();
    String type = environment.getOrDefault("TERM", "dumb");
    if (type.equals("dumb")) {
      return new Terminals(false, false, USUAL_COLUMNS, colors(environment, false));
    }
    boolean out = isTerminal(1);
    boolean err = isTerminal(2);
    int columns = out || err ? askColumns() : USUAL_COLUMNS;
    return new Terminals(out, err, columns, colors(environment, out));
  }

  /**
   * Whether to use colors. {@code NO_COLOR} (no-color.org) forbids them, {@code CLICOLOR_FORCE}
   * asks for them everywhere, and {@code CLICOLOR=0} turns them off on terminals, too
   * (bixense.com/clicolors).
   */
  static boolean colors(Map<String, String> environment, boolean terminal) {
    if (!environment.getOrDefault("NO_COLOR", "").isEmpty()) {
      return false;
    }
    String forced = environment.getOrDefault("CLICOLOR_FORCE", "");
    if (!forced.isEmpty() && !forced.equals("0")) {
      return true;
    }
    return terminal && !environment.getOrDefault("CLICOLOR", "1").equals("0");
  }

  private static boolean isTerminal(int descriptor) {
    try {
      Process test =
          new ProcessBuilder("sh", "-c", "[ -t " + descriptor + " ]").inheritIO().start();
      return test.waitFor() == 0;
    } catch (IOException noShell) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static int askColumns() {
    try {
      Process size =
          new ProcessBuilder("sh", "-c", "stty size 2>/dev/null </dev/tty")
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      try (InputStream answer = size.getInputStream()) {
        return columns(new String(answer.readAllBytes(), StandardCharsets.US_ASCII));
      }
    } catch (IOException noShell) {
      return USUAL_COLUMNS;
    }
  }

  /** Reads the answer of {@code stty size}; a terminal that does not know its size says 0. */
  static int columns(String answer) {
    Matcher size = SIZE.matcher(answer.strip());
    int columns = size.matches() ? Integer.parseInt(size.group(1)) : 0;
    return columns == 0 ? USUAL_COLUMNS : columns;
  }
}
