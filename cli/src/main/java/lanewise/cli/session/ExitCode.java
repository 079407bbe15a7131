package lanewise.cli.session;

/** The exit codes of the command. */
public final class ExitCode {
  public static final int OK = 0;

  /** A fault of the program itself, or results that could not be printed. */
  public static final int INTERNAL = 1;

  /** Bad input: the message says what to change. */
  public static final int BAD_INPUT = 2;

  /** A training whose loss is no longer a number; the model of its best epoch is there, if any. */
  public static final int DIVERGED = 3;

  /** Stopped by Ctrl-C. A JVM that is ended by another signal has that signal's code instead. */
  public static final int INTERRUPTED = 130;

  private ExitCode() {}
}
