package lanewise.training.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import lanewise.layers.Parameter;
import lanewise.training.EpochReport;
import lanewise.training.TrainingListener;
import lanewise.training.Vitals;

/**
 * Looks at every epoch of a run for signs of trouble.
 *
 * <table>
 *   <caption>What counts as a sign</caption>
 *   <tr><th>sign</th><th>seen when</th></tr>
 *   <tr><td>dead units</td><td>40% or more of the units of a ReLU layer are 0 for all rows of the
 *     probe</td></tr>
 *   <tr><td>saturation</td><td>60% or more of the activations of a hidden sigmoid or tanh layer are
 *     at an end of its range</td></tr>
 *   <tr><td>large updates</td><td>a step changes a weight by more than 0.1 of its norm, from the
 *     second epoch on; about 0.001 is usual</td></tr>
 *   <tr><td>small updates</td><td>a step changes every weight by less than 0.00001 of its norm, in
 *     the first three epochs</td></tr>
 *   <tr><td>vanishing gradient</td><td>the gradient of the first weight is, by the root of its
 *     size, below 0.0001 of that of the last</td></tr>
 *   <tr><td>exploding gradient</td><td>the norm of all gradients is above 10, and 100 times the
 *     smallest so far</td></tr>
 *   <tr><td>zig-zag</td><td>of the last 7 changes of the training loss at least 5 turn round, and
 *     their mean is at least a tenth of the loss</td></tr>
 *   <tr><td>no progress</td><td>after 5 epochs the training loss is not 1% below that of the
 *     first</td></tr>
 *   <tr><td>overfitting</td><td>the validation loss is 10% above its minimum of at least 3 epochs
 *     ago, while the training loss has fallen by 10% since then</td></tr>
 * </table>
 *
 * <p>These are rules of thumb, and a finding is advice: it changes nothing in the run. The findings
 * depend only on the reports. Not safe for concurrent use.
 */
public final class TrainingDoctor implements TrainingListener {
  private static final double DEAD = 0.4;
  private static final double SATURATED = 0.6;
  private static final double LARGE_UPDATE = 0.1;
  private static final double SMALL_UPDATE = 1e-5;
  private static final double VANISHING = 1e-4;
  private static final double EXPLODING = 100;
  private static final int WINDOW = 8;

  private final List<Double> trainLosses = new ArrayList<>();
  private final List<Double> validationLosses = new ArrayList<>();
  private double smallestGradient = Double.POSITIVE_INFINITY;
  private List<Finding> findings = List.of();

  private TrainingDoctor() {}

  /**
   * Returns a doctor that has not seen an epoch yet.
   *
   * @return a new object
   */
  public static TrainingDoctor of() {
    return new TrainingDoctor();
  }

  /**
   * Takes the figures of an earlier epoch, before a run is resumed.
   *
   * @param trainLoss the training loss
   * @param validationLoss the validation loss
   * @param gradientNorm the norm of all gradients
   */
  public void remember(double trainLoss, double validationLoss, double gradientNorm) {
    trainLosses.add(trainLoss);
    validationLosses.add(validationLoss);
    smallestGradient = Math.min(smallestGradient, gradientNorm);
  }

  @Override
  public void onEpoch(EpochReport report) {
    Vitals vitals = report.vitals();
    double gradientBefore = smallestGradient;
    remember(report.trainLoss(), report.validation().loss(), vitals.gradientNorm());
    List<Finding> found = new ArrayList<>();
    units(vitals, found);
    updates(report, found);
    gradients(vitals, gradientBefore, found);
    losses(found);
    findings = List.copyOf(found);
  }

  /**
   * Returns the findings of the last epoch.
   *
   * @return an immutable list, empty if nothing is wrong
   */
  public List<Finding> findings() {
    return findings;
  }

  private static void add(List<Finding> found, Finding.Sign sign, String subject, String sentence) {
    found.add(new Finding(sign, subject, sentence));
  }

  private static void units(Vitals vitals, List<Finding> found) {
    vitals
        .dead()
        .forEach(
            (layer, share) -> {
              if (share.fraction() >= DEAD) {
                add(
                    found,
                    Finding.Sign.DEAD_UNITS,
                    layer,
                    String.format(
                        Locale.ROOT,
                        "%s: %s units are 0 for every row, so they cannot learn; try a smaller"
                            + " learning rate, He initialization, or leaky ReLU",
                        layer,
                        share));
              }
            });
    vitals
        .saturated()
        .forEach(
            (layer, share) -> {
              if (share.fraction() >= SATURATED) {
                add(
                    found,
                    Finding.Sign.SATURATION,
                    layer,
                    String.format(
                        Locale.ROOT,
                        "%s: %s activations are at an end of their range, where the gradient is"
                            + " near 0; try scaled features, smaller first weights, or ReLU",
                        layer,
                        share));
              }
            });
  }

  private static void updates(EpochReport report, List<Finding> found) {
    double largest = 0;
    boolean any = false;
    for (Vitals.OfParameter parameter : weights(report.vitals())) {
      double ratio = parameter.updateRatio();
      if (Double.isNaN(ratio)) {
        continue;
      }
      any = true;
      largest = Math.max(largest, ratio);
      if (ratio > LARGE_UPDATE && report.epoch() > 1) {
        add(
            found,
            Finding.Sign.LARGE_UPDATES,
            parameter.name(),
            String.format(
                Locale.ROOT,
                "%s: a step changes it by %.2f of its norm, where about 0.001 is usual; try a"
                    + " smaller learning rate",
                parameter.name(),
                ratio));
      }
    }
    if (any && largest < SMALL_UPDATE && report.epoch() <= 3) {
      add(
          found,
          Finding.Sign.SMALL_UPDATES,
          "weights",
          String.format(
              Locale.ROOT,
              "a step changes no weight by more than %.1e of its norm, where about 0.001 is usual;"
                  + " try a larger learning rate",
              largest));
    }
  }

  private static List<Vitals.OfParameter> weights(Vitals vitals) {
    return vitals.parameters().stream()
        .filter(parameter -> parameter.kind() == Parameter.Kind.WEIGHT)
        .toList();
  }

  private static void gradients(Vitals vitals, double smallestBefore, List<Finding> found) {
    List<Vitals.OfParameter> weights = weights(vitals);
    if (weights.size() > 1) {
      Vitals.OfParameter first = weights.getFirst();
      Vitals.OfParameter last = weights.getLast();
      double ratio = density(first) / density(last);
      if (ratio < VANISHING) {
        add(
            found,
            Finding.Sign.VANISHING_GRADIENT,
            first.name(),
            String.format(
                Locale.ROOT,
                "%s: its gradient is %.1e of that of %s, value by value, so it hardly learns; try"
                    + " ReLU, normalization layers, or fewer layers",
                first.name(),
                ratio,
                last.name()));
      }
    }
    double norm = vitals.gradientNorm();
    if (norm > 10 && norm > EXPLODING * smallestBefore) {
      add(
          found,
          Finding.Sign.EXPLODING_GRADIENT,
          "gradients",
          String.format(
              Locale.ROOT,
              "the norm of the gradients is %.0f, and was %.2g; try a smaller learning rate, or"
                  + " clip the gradients",
              norm,
              smallestBefore));
    }
  }

  private static double density(Vitals.OfParameter parameter) {
    return parameter.gradientNorm() / Math.sqrt(parameter.size());
  }

  private void losses(List<Finding> found) {
    int epochs = trainLosses.size();
    if (epochs == 5 && trainLosses.getLast() > 0.99 * trainLosses.getFirst()) {
      add(
          found,
          Finding.Sign.NO_PROGRESS,
          "loss",
          String.format(
              Locale.ROOT,
              "after 5 epochs the training loss is %.4g, and was %.4g at first; try a learning rate"
                  + " ten times larger or smaller, scale the features, and check the labels",
              trainLosses.getLast(),
              trainLosses.getFirst()));
    }
    if (isZigZag()) {
      add(
          found,
          Finding.Sign.ZIG_ZAG,
          "loss",
          "the training loss goes up and down; try a smaller learning rate, or a larger batch");
    }
    int best = indexOfSmallest(validationLosses);
    boolean isWorse = validationLosses.getLast() > 1.1 * validationLosses.get(best);
    boolean stillLearns = trainLosses.getLast() < 0.9 * trainLosses.get(best);
    if (epochs - 1 - best >= 3 && isWorse && stillLearns) {
      add(
          found,
          Finding.Sign.OVERFITTING,
          "loss",
          String.format(
              Locale.ROOT,
              "since epoch %d the validation loss has risen from %.4g to %.4g while the training"
                  + " loss still falls; try dropout, weight decay, a smaller network, or more rows",
              best + 1,
              validationLosses.get(best),
              validationLosses.getLast()));
    }
  }

  private boolean isZigZag() {
    if (trainLosses.size() < WINDOW) {
      return false;
    }
    List<Double> last = trainLosses.subList(trainLosses.size() - WINDOW, trainLosses.size());
    int turns = 0;
    double way = 0;
    double sum = last.getFirst();
    for (int i = 1; i < WINDOW; i++) {
      double change = last.get(i) - last.get(i - 1);
      way += Math.abs(change);
      sum += last.get(i);
      boolean turned = i > 1 && change * (last.get(i - 1) - last.get(i - 2)) < 0;
      turns += turned ? 1 : 0;
    }
    return turns >= 5 && way / (WINDOW - 1) >= 0.1 * Math.abs(sum / WINDOW);
  }

  private static int indexOfSmallest(List<Double> values) {
    int best = 0;
    for (int i = 1; i < values.size(); i++) {
      best = values.get(i) < values.get(best) ? i : best;
    }
    return best;
  }
}
