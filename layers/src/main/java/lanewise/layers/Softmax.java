package lanewise.layers;

/** The softmax of rows of logits: exp(x_j - max) / sum of exp(x - max). */
final class Softmax {
  private Softmax() {}

  /** Turns each row of {@code size} logits into probabilities, in place. */
  static void rowsInPlace(int rows, int size, float[] values, int offset) {
    for (int r = 0; r < rows; r++) {
      int row = offset + r * size;
      float max = Float.NEGATIVE_INFINITY;
      for (int j = 0; j < size; j++) {
        max = Math.max(max, values[row + j]);
      }
      double sum = 0;
      for (int j = 0; j < size; j++) {
        sum += StrictMath.exp(values[row + j] - max);
      }
      for (int j = 0; j < size; j++) {
        values[row + j] = (float) (StrictMath.exp(values[row + j] - max) / sum);
      }
    }
  }
}
