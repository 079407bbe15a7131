package lanewise.training.preflight;

/**
 * What a check found.
 *
 * @param level how serious it is
 * @param sentence what was found, with its figures, and what to do about it
 */
public record PreflightFinding(Level level, String sentence) {
  /** How serious a finding is. */
  public enum Level {
    /** All is well. */
    GOOD,
    /** Training can go on, but somebody should look at it. */
    NOTE,
    /** Training makes no sense before this is mended. */
    FAULT
  }

  /**
   * Returns that all is well.
   *
   * @param sentence what was looked at, with its figures
   * @return the finding
   */
  public static PreflightFinding good(String sentence) {
    return new PreflightFinding(Level.GOOD, sentence);
  }

  /**
   * Returns something to look at.
   *
   * @param sentence what was found and what to do
   * @return the finding
   */
  public static PreflightFinding note(String sentence) {
    return new PreflightFinding(Level.NOTE, sentence);
  }

  /**
   * Returns something that must be mended.
   *
   * @param sentence what was found and what to do
   * @return the finding
   */
  public static PreflightFinding fault(String sentence) {
    return new PreflightFinding(Level.FAULT, sentence);
  }
}
