package lanewise.layers.loss;

/**
 * The rule by which the losses of single examples or values become the number that training
 * minimizes.
 *
 * <p>With sample weights w, each loss is first multiplied by its example's weight, and each count
 * below is a sum of weights. A weighted mean is {@code sum w l / sum w}: it does not change when
 * all weights are doubled. If all weights are 0, it is 0, with a gradient of 0: such a batch
 * teaches nothing. PyTorch gives NaN.
 */
public enum Reduction {
  /**
   * The sum divided by the number of losses, which is the number of examples if the loss has one
   * for each example, and rows x outputs if it has one for each value. Matches PyTorch's {@code
   * mean}.
   */
  MEAN,
  /**
   * The sum divided by the number of examples: the losses of one example's values are added up.
   * Matches PyTorch's {@code batchmean}, and the cost of most introductory books.
   */
  BATCH_MEAN,
  /** The sum. */
  SUM
}
