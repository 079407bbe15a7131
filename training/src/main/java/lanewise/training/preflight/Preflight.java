package lanewise.training.preflight;

import java.util.List;

/**
 * The checks that suit every training:
 *
 * <pre>{@code
 * List<PreflightFinding> findings =
 *     Preflight.run(new Subject(model, loss, train.scaled(scaler), train.featureNames(), 42));
 * }</pre>
 *
 * <p>They look at no more than some thousand rows, and take seconds.
 */
public final class Preflight {
  private static final List<PreflightCheck> CHECKS =
      List.of(
          new DeadInputs(),
          new LabelLeak(),
          new FirstLoss(),
          new GradientsAgree(),
          new MemorizesABatch());

  private Preflight() {}

  /**
   * Returns the checks, the quickest first.
   *
   * @return an immutable list
   */
  public static List<PreflightCheck> checks() {
    return CHECKS;
  }

  /**
   * Runs all checks.
   *
   * @param subject the training; nothing of it is changed
   * @return what each found, in the order of {@link #checks}
   */
  public static List<PreflightFinding> run(Subject subject) {
    return CHECKS.stream().map(check -> check.run(subject)).toList();
  }
}
