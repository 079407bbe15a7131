package lanewise.training.preflight;

/** One thing to look at before a training. */
@FunctionalInterface
public interface PreflightCheck {
  /**
   * Looks at a training that has not begun.
   *
   * @param subject the training; nothing of it is changed
   * @return what was found
   */
  PreflightFinding run(Subject subject);
}
