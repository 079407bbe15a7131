package lanewise.training.preflight;

import java.util.Arrays;
import java.util.Locale;
import lanewise.layers.Pass;
import lanewise.layers.PassOptions;
import lanewise.layers.loss.Targets;
import lanewise.training.preflight.Subject.Chosen;

/**
 * Compares the loss of the first weights with that of a model that always says the same: the
 * logarithm of the number of classes, or the variance of the targets. Far above it, features or
 * targets are not scaled, or the first weights are too large; below it before any step, the model
 * is not new or the loss is not the right one.
 */
public final class FirstLoss implements PreflightCheck {
  private static final int ROWS = 256;

  /** Makes the check. */
  public FirstLoss() {}

  @Override
  public PreflightFinding run(Subject subject) {
    Chosen rows = subject.choose(ROWS);
    double first = lossOf(subject, rows);
    double constant = lossOfConstant(subject, rows);
    String figures =
        String.format(
            Locale.ROOT,
            "The first loss is %.4g; a model that always says the same has %.4g",
            first,
            constant);
    if (!Double.isFinite(first)) {
      return PreflightFinding.fault(
          "The first loss is %s: look for features that are huge or not finite.".formatted(first));
    }
    if (first > 3 * constant + 1) {
      return PreflightFinding.note(
          figures + ": scale the features and targets, or begin with less weight.");
    }
    if (first < constant / 2) {
      return PreflightFinding.note(
          figures + ": this model has learnt already, or the loss is another's.");
    }
    return PreflightFinding.good(figures + ".");
  }

  private static double lossOf(Subject subject, Chosen rows) {
    Pass pass = subject.model().copy().pass(PassOptions.inference(rows.count()));
    System.arraycopy(rows.features(), 0, pass.input(), 0, rows.features().length);
    pass.forward(rows.count());
    return evaluate(subject, rows, pass.output());
  }

  private static double evaluate(Subject subject, Chosen rows, float[] outputs) {
    int size = subject.outputs();
    return subject.loss().evaluate(rows.count(), size, outputs, rows.targets(), null);
  }

  /** Returns the loss of zeros for classes, and of the targets' means for values. */
  private static double lossOfConstant(Subject subject, Chosen rows) {
    int size = subject.outputs();
    float[] outputs = new float[rows.count() * size];
    Targets targets = rows.targets();
    if (!targets.areClasses()) {
      double[] means = new double[size];
      for (int i = 0; i < outputs.length; i++) {
        means[i % size] += targets.values()[i];
      }
      Arrays.setAll(means, i -> means[i] / rows.count());
      for (int i = 0; i < outputs.length; i++) {
        outputs[i] = (float) means[i % size];
      }
    }
    return evaluate(subject, rows, outputs);
  }
}
