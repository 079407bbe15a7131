package lanewise.training.metric;

import lanewise.layers.loss.Loss;
import lanewise.layers.loss.Reduction;
import lanewise.layers.loss.SeparableLoss;
import lanewise.layers.loss.Targets;
import lanewise.training.state.Memory;

/**
 * The mean of a loss over the rows, whatever the loss's reduction; with weights by row, the
 * weighted mean. Any loss is a metric this way: {@code MeanLoss.of("mae", MeanAbsoluteError.of())}.
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
   * The mean of a loss, called {@code loss}.
   *
   * @param loss any
   * @return the metric
   */
  public static MeanLoss of(Loss loss) {
    return of("loss", loss);
  }

  /**
   * The mean of a loss under a name of its own.
   *
   * @param name what reports call it
   * @param loss any
   * @return the metric
   */
  public static MeanLoss of(String name, Loss loss) {
    return new MeanLoss(name, loss);
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
   * A mean of losses that somebody else computes, such as those of training batches.
   *
   * @return of no rows yet
   */
  public Running running() {
    return new Running(summed);
  }

  /** The mean of losses of batches, of which the last may be smaller. Allocates nothing. */
  public static final class Running {
    private final boolean summed;
    private final double[] sums = new double[2]; // of the losses, of the rows' weights

    private Running(boolean summed) {
      this.summed = summed;
    }

    /**
     * Takes the loss of a batch: a mean counts as often as the batch has rows, or their weight.
     *
     * @param value what the loss gave
     * @param rows of the batch
     * @param targets of the batch
     */
    public void add(double value, int rows, Targets targets) {
      double weight = weight(rows, targets);
      sums[0] += summed ? value : value * weight;
      sums[1] += weight;
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
     * The mean over all rows so far.
     *
     * @return NaN where there are none
     */
    public double value() {
      return sums[0] / sums[1];
    }

    /** Begins anew. */
    public void clear() {
      sums[0] = 0;
      sums[1] = 0;
    }

    /**
     * What is remembered from batch to batch: the array itself.
     *
     * @return {@code sums}
     */
    public Memory memory() {
      return Memory.none().withDoubles("sums", sums);
    }
  }
}
