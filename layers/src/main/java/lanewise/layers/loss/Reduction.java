package lanewise.layers.loss;

/**
 * How the losses of single examples or values become the one number that training makes small.
 *
 * <p>With sample weights w, each loss is first multiplied by its example's weight, and each count
 * below is a sum of weights. A weighted mean is that of numbers, {@code sum w l / sum w}: it does
 * not change when all weights are doubled. Where all weights are 0 it is NaN, with a gradient of 0.
 */
public enum Reduction {
  /**
   * The sum over the number of losses: over the examples where the loss gives one an example, over
   * rows x outputs where it gives one a value. PyTorch's {@code mean}.
   */
  MEAN,
  /**
   * The sum over the number of examples: the losses of one example's values are added up. PyTorch's
   * {@code batchmean}, and the cost of most introductory books.
   */
  BATCH_MEAN,
  /** The sum. */
  SUM
}
