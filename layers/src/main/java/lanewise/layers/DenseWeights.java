package lanewise.layers;

/** A copy of the weights of a {@link Dense}, into which a {@link BatchNorm} can be folded. */
final class DenseWeights {
  private final int in;
  private final int out;
  private final Dense origin;
  private double[] folded = new double[0];
  private final double[] bias;

  DenseWeights(Dense dense) {
    this.in = dense.in();
    this.out = dense.out();
    this.origin = dense;
    this.bias = new double[out];
    for (int j = 0; dense.hasBias() && j < out; j++) {
      bias[j] = dense.bias().values()[j];
    }
  }

  /**
   * {@code scale (W x + b) + shift} of the outputs.
   *
   * @return false, and nothing is changed, where the channels are not those of the outputs or a
   *     number would not be finite
   */
  boolean scaleOutputs(FoldedBatchNorm norm) {
    if (out % norm.period() != 0) {
      return false;
    }
    double[] weights = new double[in * out];
    double[] shifted = new double[out];
    for (int j = 0; j < out; j++) {
      double scale = norm.scale(j);
      for (int p = j * in; p < (j + 1) * in; p++) {
        weights[p] = weight(p) * scale;
      }
      shifted[j] = bias[j] * scale + norm.shift(j);
    }
    return take(weights, shifted);
  }

  /**
   * {@code W (scale x + shift) + b} of the inputs.
   *
   * @return false, and nothing is changed, where the channels are not those of the inputs or a
   *     number would not be finite
   */
  boolean scaleInputs(FoldedBatchNorm norm) {
    if (in % norm.period() != 0) {
      return false;
    }
    double[] weights = new double[in * out];
    double[] shifted = bias.clone();
    for (int j = 0; j < out; j++) {
      for (int p = 0; p < in; p++) {
        double weight = weight(j * in + p);
        weights[j * in + p] = weight * norm.scale(p);
        shifted[j] += weight * norm.shift(p);
      }
    }
    return take(weights, shifted);
  }

  private double weight(int index) {
    return folded.length == 0 ? origin.weight().values()[index] : folded[index];
  }

  private boolean take(double[] weights, double[] shifted) {
    if (!allFinite(weights) || !allFinite(shifted)) {
      return false;
    }
    folded = weights;
    System.arraycopy(shifted, 0, bias, 0, out);
    return true;
  }

  private static boolean allFinite(double[] values) {
    for (double value : values) {
      if (!Float.isFinite((float) value)) {
        return false;
      }
    }
    return true;
  }

  Dense origin() {
    return origin;
  }

  /** W [out, in], rounded; not to be written. */
  float[] weights() {
    return folded.length == 0 ? origin.weight().values() : rounded(folded);
  }

  /** b [out], rounded; zeros where there is none. */
  float[] bias() {
    return rounded(bias);
  }

  private static float[] rounded(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }
}
