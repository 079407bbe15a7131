package lanewise.training;

import lanewise.layers.loss.Loss;
import lanewise.layers.loss.Reduction;
import lanewise.layers.loss.SeparableLoss;

/** The mean loss over rows that come in batches, of which the last may be smaller. */
final class MeanLoss {
  private final boolean summed;
  private double total;
  private long rows;

  MeanLoss(Loss loss) {
    this.summed = loss instanceof SeparableLoss each && each.reduction() == Reduction.SUM;
  }

  /** Takes the loss of a batch: a mean counts as often as the batch has rows. */
  void add(double value, int count) {
    total += summed ? value : value * count;
    rows += count;
  }

  double value() {
    return total / rows;
  }
}
