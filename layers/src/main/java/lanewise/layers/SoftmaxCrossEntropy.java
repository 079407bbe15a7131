package lanewise.layers;

import org.jspecify.annotations.Nullable;

/**
 * Cross-entropy of the softmax of logits against class indices.
 *
 * <pre>
 *   loss = mean over rows of  log(sum_j exp(x_j)) - x_target
 *   gradX = (softmax(x) - onehot(target)) / rows
 * </pre>
 *
 * <p>The row's maximum is subtracted before exp, so large logits do not overflow. As PyTorch's
 * {@code CrossEntropyLoss} with reduction mean.
 */
public final class SoftmaxCrossEntropy implements Loss {
  private SoftmaxCrossEntropy() {}

  /**
   * The loss.
   *
   * @return a new object
   */
  public static SoftmaxCrossEntropy of() {
    return new SoftmaxCrossEntropy();
  }

  @Override
  public double evaluate(
      int rows, int size, float[] output, Targets targets, float @Nullable [] gradOutput) {
    int[] classes = targets.classes();
    double total = 0;
    for (int r = 0; r < rows; r++) {
      int target = classes[r];
      if (target < 0 || target >= size) {
        throw new IllegalArgumentException(
            "cross-entropy: row " + r + " has class " + target + ", outside 0 to " + (size - 1));
      }
      int row = r * size;
      float max = Float.NEGATIVE_INFINITY;
      for (int j = 0; j < size; j++) {
        max = Math.max(max, output[row + j]);
      }
      double sum = 0;
      for (int j = 0; j < size; j++) {
        sum += StrictMath.exp(output[row + j] - max);
      }
      total += StrictMath.log(sum) + max - output[row + target];
      if (gradOutput != null) {
        for (int j = 0; j < size; j++) {
          double probability = StrictMath.exp(output[row + j] - max) / sum;
          gradOutput[row + j] = (float) ((probability - (j == target ? 1 : 0)) / rows);
        }
      }
    }
    return total / rows;
  }

  @Override
  public double reference(int rows, int size, double[] output, Targets targets) {
    double total = 0;
    for (int r = 0; r < rows; r++) {
      double max = Double.NEGATIVE_INFINITY;
      for (int j = 0; j < size; j++) {
        max = Math.max(max, output[r * size + j]);
      }
      double sum = 0;
      for (int j = 0; j < size; j++) {
        sum += Math.exp(output[r * size + j] - max);
      }
      total += Math.log(sum) + max - output[r * size + targets.classes()[r]];
    }
    return total / rows;
  }
}
