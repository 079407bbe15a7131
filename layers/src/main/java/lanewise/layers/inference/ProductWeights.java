package lanewise.layers.inference;

import lanewise.layers.Lowering.Affine;
import lanewise.layers.Lowering.ScaleShift;
import org.jspecify.annotations.Nullable;

/** The weights of a product, into which a scale and a shift on either side can be folded. */
final class ProductWeights {
  private final int in;
  private final int out;
  private final float[] original;
  private final int originalOffset;
  private final double[] bias;

  /** Whether a scale and a shift may be folded in, which takes a copy of the weights. */
  private final boolean folds;

  /** W [out, in] once a scale or shift is folded into it. */
  private double @Nullable [] folded;

  /**
   * The weights of a product.
   *
   * @param folds whether a scale and a shift may be folded into them
   */
  ProductWeights(Affine affine, boolean folds) {
    this.folds = folds;
    this.out = affine.weight().shape().dim(0);
    this.in = affine.weight().shape().dim(1);
    this.original = affine.weight().storage();
    this.originalOffset = affine.weight().storageOffset();
    this.bias = new double[out];
    if (affine.bias() != null) {
      float[] values = affine.bias().storage();
      for (int j = 0; j < out; j++) {
        bias[j] = values[affine.bias().storageOffset() + j];
      }
    }
  }

  int in() {
    return in;
  }

  boolean isFolded() {
    return folded != null;
  }

  int out() {
    return out;
  }

  /**
   * Folds a scale and shift of the outputs: {@code scale (W x + b) + shift}.
   *
   * @return false, without any change, if nothing may be folded in, the channels are not those of
   *     the outputs, or a number would not be finite
   */
  boolean scaleOutputs(ScaleShift by) {
    if (!folds || out % (by.run() * (long) by.channels()) != 0) {
      return false;
    }
    double[] weights = new double[in * out];
    double[] shifted = new double[out];
    for (int j = 0; j < out; j++) {
      int channel = j / by.run() % by.channels();
      for (int p = j * in; p < (j + 1) * in; p++) {
        weights[p] = weight(p) * by.scale(channel);
      }
      shifted[j] = bias[j] * by.scale(channel) + by.shift(channel);
    }
    return take(weights, shifted);
  }

  /**
   * Folds a scale and shift of the inputs: {@code W (scale x + shift) + b}.
   *
   * @return false, without any change, if nothing may be folded in, the channels are not those of
   *     the inputs, or a number would not be finite
   */
  boolean scaleInputs(ScaleShift by) {
    if (!folds || in % (by.run() * (long) by.channels()) != 0) {
      return false;
    }
    double[] weights = new double[in * out];
    double[] shifted = bias.clone();
    for (int j = 0; j < out; j++) {
      for (int p = 0; p < in; p++) {
        int channel = p / by.run() % by.channels();
        double weight = weight(j * in + p);
        weights[j * in + p] = weight * by.scale(channel);
        shifted[j] += weight * by.shift(channel);
      }
    }
    return take(weights, shifted);
  }

  private double weight(int index) {
    return folded == null ? original[originalOffset + index] : folded[index];
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

  /** Returns W [out, in], rounded, in a new array. */
  float[] weights() {
    float[] weights = new float[in * out];
    if (folded == null) {
      System.arraycopy(original, originalOffset, weights, 0, weights.length);
    } else {
      for (int i = 0; i < weights.length; i++) {
        weights[i] = (float) folded[i];
      }
    }
    return weights;
  }

  /** Returns b [out], rounded, in a new array of {@code length}, padded with zeros. */
  float[] bias(int length) {
    float[] rounded = new float[length];
    for (int j = 0; j < out; j++) {
      rounded[j] = (float) bias[j];
    }
    return rounded;
  }
}
