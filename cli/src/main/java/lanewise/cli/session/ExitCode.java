package lanewise.cli.session;

/** The exit codes of the command. */
public final class ExitCode {
  public static final int OK = 0;

  /** A fault of the program itself, or too little memory. */
  public static final int INTERNAL = 1;

  /** Bad input: the message says what to change. */
  public static final int BAD_INPUT = 2;

  /** A training whose loss is no longer a number; the model of its best epoch is there, if any. */
  public static final int DIVERGED = 3;

  /** Another training uses the folder of the run; the same command may go well later. */
  public static final int IN_USE = 4;

  /**
   * The system cannot read or write: the disk is full or fails, or results cannot be printed. Once
   * that is mended, the same command goes on.
   */
  public static final int SYSTEM = 5;

  /** Stopped by Ctrl-C. A JVM that is ended by another signal has that signal's code instead. */
  public static final int INTERRUPTED = 130;

  private ExitCode() {}
}
