package lanewise.training.preflight;

import java.util.List;
import java.util.Locale;
import lanewise.layers.GradientCheck;
import lanewise.layers.PassOptions;
import lanewise.training.preflight.Subject.Chosen;

/**
 * Compares some gradients of each parameter with differences in double precision, on a few rows: a
 * layer or a loss whose backward pass is wrong learns the wrong thing, or nothing.
 */
public final class GradientsAgree implements PreflightCheck {
  private static final int ROWS = 4;
  private static final int VALUES = 8;
  private static final double TOLERANCE = 1e-3;

  /** Makes the check. */
  public GradientsAgree() {}

  @Override
  public PreflightFinding run(Subject subject) {
    Chosen rows = subject.choose(ROWS);
    GradientCheck.Report report =
        GradientCheck.sample(
            subject.model().copy(),
            subject.loss(),
            rows.count(),
            List.of(rows.features()),
            rows.targets(),
            PassOptions.training(rows.count()).withSeed(subject.seed()),
            VALUES);
    return report.passes(TOLERANCE)
        ? PreflightFinding.good(
            String.format(
                Locale.ROOT,
                "%d gradients agree with differences, to %.1g.",
                report.checked(),
                report.error()))
        : PreflightFinding.fault(
            String.format(
                Locale.ROOT,
                "The gradient of %s is wrong: backward gives %.6g, a difference %.6g.",
                report.name(),
                report.analytic(),
                report.numeric()));
  }
}
