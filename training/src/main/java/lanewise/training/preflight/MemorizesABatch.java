package lanewise.training.preflight;

import java.util.List;
import java.util.Locale;
import lanewise.layers.Model;
import lanewise.layers.Pass;
import lanewise.layers.PassOptions;
import lanewise.training.gradient.ClipByGlobalNorm;
import lanewise.training.optimizer.Sgd;
import lanewise.training.optimizer.WeightUpdates;
import lanewise.training.preflight.Subject.Chosen;

/**
 * Trains a copy of the model on {@value #ROWS} rows alone. A network that cannot learn even these
 * by heart has units that are dead, weights that are frozen, a loss that does not fit, or is too
 * small.
 */
public final class MemorizesABatch implements PreflightCheck {
  /** The number of rows to learn by heart. */
  public static final int ROWS = 8;

  private static final int STEPS = 400;
  private static final double LEARNT = 0.5;
  private static final double NOTHING = 0.98;

  /** Makes the check. */
  public MemorizesABatch() {}

  @Override
  public PreflightFinding run(Subject subject) {
    Chosen rows = subject.choose(ROWS);
    Model model = subject.model().copy();
    double before = loss(subject, model, rows);
    Pass pass = model.pass(PassOptions.training(rows.count()).withSeed(subject.seed()));
    WeightUpdates updates =
        WeightUpdates.of(new Sgd(0.05f, 0.9f), List.of(new ClipByGlobalNorm(1)), model);
    for (int step = 0; step < STEPS; step++) {
      System.arraycopy(rows.features(), 0, pass.input(), 0, rows.features().length);
      pass.forward(rows.count());
      subject
          .loss()
          .evaluate(
              rows.count(), subject.outputs(), pass.output(), rows.targets(), pass.gradOutput());
      pass.backward();
      updates.step(pass);
    }
    double after = loss(subject, model, rows);
    String figures =
        String.format(
            Locale.ROOT,
            "%d rows were learnt by heart in %d steps: the loss went from %.4g to %.4g",
            rows.count(),
            STEPS,
            before,
            after);
    if (after <= LEARNT * before) {
      return PreflightFinding.good(figures + ".");
    }
    return after < NOTHING * before
        ? PreflightFinding.note("Hardly " + figures + "; a larger network would learn more.")
        : PreflightFinding.fault(
            "Not even %s: look for dead units, frozen weights and features that are not scaled."
                .formatted(figures));
  }

  private static double loss(Subject subject, Model model, Chosen rows) {
    Pass pass = model.pass(PassOptions.inference(rows.count()));
    System.arraycopy(rows.features(), 0, pass.input(), 0, rows.features().length);
    pass.forward(rows.count());
    return subject
        .loss()
        .evaluate(rows.count(), subject.outputs(), pass.output(), rows.targets(), null);
  }
}
