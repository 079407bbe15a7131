package lanewise.cli;

import java.util.Locale;
import lanewise.cli.session.Interruption;
import lanewise.cli.session.Session;

/** The program. */
public final class Main {
  private Main() {}

  /**
   * Runs a command and ends the JVM with its exit code.
   *
   * @param args the command and its options
   */
  public static void main(String[] args) {
    System.exit(run(args));
  }

  /** Runs a command with the streams of the process, and returns its exit code. */
  static int run(String... args) {
    Locale.setDefault(Locale.ROOT); // the digits of a message are those of a program's output
    int exitCode;
    Session session = Session.ofProcess();
    try (Interruption interruption = session.interruption()) {
      interruption.listen();
      exitCode = Lanewise.run(session, args);
      session.flush();
    }
    return exitCode;
  }
}
