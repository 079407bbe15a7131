package lanewise.cli.session;

import java.io.IOException;

/**
 * Which of the two output streams are terminals that can redraw a line.
 *
 * @param out whether stdout is one
 * @param err whether stderr is one
 */
public record Terminals(boolean out, boolean err) {
  public static final Terminals NONE = new Terminals(false, false);

  /**
   * Asks a shell: {@link System#console()} answers for stdin and stdout together, and not for
   * stderr. Where there is no shell, neither counts as one.
   */
  public static Terminals ofProcess() {
    String type = System.getenv("TERM");
    if (type == null || type.equals("dumb")) {
      return NONE;
    }
    return new Terminals(isTerminal(1), isTerminal(2));
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
}
