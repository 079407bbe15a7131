package lanewise.training.metric;

import lanewise.layers.loss.Loss;
import lanewise.layers.loss.Reduction;
import lanewise.layers.loss.SeparableLoss;
import lanewise.layers.loss.Targets;
import lanewise.training.state.Memory;
import org.jspecify.annotations.Nullable;

/**
 * The mean of a loss over the rows, whatever the reduction of the loss. If the rows have weights,
 * it is the weighted mean. In this way any loss is a metric: {@code MeanLoss.of("mae",
 * MeanAbsoluteError.of())}. Two means of the same name and the same loss are equal.
 */
public final class MeanLoss implements Metric {
  private final String name;
  private final Loss loss;
  private final boolean summed;

  private MeanLoss(String name, Loss loss) {
    this.name = name;
    this.loss = loss;
    this.summed = loss instanceof SeparableLoss each && each.reduction() == Reduction.SUM;
  }

  /**
   * Returns the mean of a loss under the name {@code loss}.
   *
   * @param loss the loss
   * @return the metric
   */
  public static MeanLoss of(Loss loss) {
    return of("loss", loss);
  }

  /**
   * Returns the mean of a loss under another name.
   *
   * @param name the name of the metric in reports
   * @param loss the loss
   * @return the metric
   */
  public static MeanLoss of(String name, Loss loss) {
    return new MeanLoss(name, loss);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof MeanLoss mean && mean.name.equals(name) && mean.loss.equals(loss);
  }

  @Override
  public int hashCode() {
    return 31 * name.hashCode() + loss.hashCode();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public boolean higherIsBetter() {
    return false;
  }

  @Override
  public Tally begin(int outputs) {
    Running running = running();
    return new Tally() {
      @Override
      public void add(int rows, float[] output, Targets targets) {
        running.add(loss.evaluate(rows, outputs, output, targets, null), rows, targets);
      }

      @Override
      public double value() {
        return running.value();
      }
    };
  }

  /**
   * Tests whether the loss of a batch is a mean over its rows already.
   *
   * @return false if it is their sum
   */
  public boolean isMean() {
    return !summed;
  }

  /**
   * Returns a mean of losses that the caller computes, such as those of training batches.
   *
   * @return the mean, with no rows yet
   */
  public Running running() {
    return new Running(summed);
  }

  /** The mean of the losses of batches, which may have different sizes. Allocates nothing. */
  public static final class Running {
    private final boolean summed;
    private final double[] sums =
        new double[2]; // the sum of the losses and the sum of the rows' weights

    private Running(boolean summed) {
      this.summed = summed;
    }

    /**
     * Adds the loss of a batch. If the loss is a mean, it is weighted by the number of rows of the
     * batch, or by their total weight; one that weighs nothing adds nothing.
     *
     * @param value the value of the loss
     * @param rows the number of rows of the batch
     * @param targets the targets of the batch
     * @return the weight of the batch in a mean: the number of its rows, or their total weight
     */
    public double add(double value, int rows, Targets targets) {
      double weight = weight(rows, targets);
      sums[0] += weight == 0 ? 0 : summed ? value : value * weight;
      sums[1] += weight;
      return weight;
    }

    private static double weight(int rows, Targets targets) {
      if (!targets.areWeighted()) {
        return rows;
      }
      double weight = 0;
      for (int r = 0; r < rows; r++) {
        weight += targets.weight(r);
      }
      return weight;
    }

    /**
     * Returns the mean over all rows so far.
     *
     * @return the mean; NaN if there are no rows
     */
    public double value() {
      return sums[0] / sums[1];
    }

    /** Removes all rows. */
    public void clear() {
      sums[0] = 0;
      sums[1] = 0;
    }

    /**
     * Returns the memory of this mean from batch to batch; the array is shared, not copied.
     *
     * @return the array {@code sums}
     */
    public Memory memory() {
      return Memory.none().withDoubles("sums", sums);
    }
  }
}
