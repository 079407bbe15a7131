package lanewise.layers.preprocessing;

import java.util.Arrays;
import java.util.Objects;
import lanewise.tensor.kernel.elementwise.BinaryOp;
import lanewise.tensor.kernel.elementwise.ElementwiseKernel;
import lanewise.tensor.kernel.elementwise.ElementwiseVariants;

/**
 * Scales the features of a row before a model sees them: {@code out_f = (x_f - mean_f) * scale_f},
 * one subtraction and one multiplication in float32, each rounded.
 *
 * <p>A model carries the scaler that it was trained with, so prediction needs nothing else. The
 * caller decides what {@code mean} and {@code scale} hold; for standardization they are the mean
 * and 1 / standard deviation of every feature. Scikit-learn divides by the deviation, whereas this
 * multiplies by its rounded reciprocal, so results may differ in the last two bits.
 *
 * <p>The result of a feature depends only on its own value and has the same bits in a batch as
 * alone, on every machine; NaN stays NaN. A scaler is immutable and may be shared by many threads.
 */
public final class FeatureScaler implements FeatureTransform {
  private static final ElementwiseKernel KERNEL = ElementwiseVariants.KERNEL;

  private final float[] mean;
  private final float[] scale;

  private FeatureScaler(float[] mean, float[] scale) {
    this.mean = mean;
    this.scale = scale;
  }

  /**
   * Makes a scaler from these numbers.
   *
   * @param mean the number to subtract, finite, for each of the F features; copied
   * @param scale the factor of the difference, finite and above 0, for each feature; copied
   * @return a scaler for rows of F features
   * @throws IllegalArgumentException if there are no features, the lengths differ, or a number is
   *     not as described
   */
  public static FeatureScaler of(float[] mean, float[] scale) {
    if (mean.length == 0 || mean.length != scale.length) {
      throw new IllegalArgumentException(
          "scaler: %s means and %s scales; there must be one of each for every feature"
              .formatted(mean.length, scale.length));
    }
    FeatureScaler scaler = new FeatureScaler(mean.clone(), scale.clone());
    for (int f = 0; f < mean.length; f++) {
      if (!Float.isFinite(scaler.mean[f])) {
        throw new IllegalArgumentException(
            "scaler: mean " + scaler.mean[f] + " of feature " + f + " is not finite");
      }
      if (!(Float.isFinite(scaler.scale[f]) && scaler.scale[f] > 0)) {
        throw new IllegalArgumentException(
            "scaler: scale " + scaler.scale[f] + " of feature " + f + " is not finite and above 0");
      }
    }
    return scaler;
  }

  /**
   * Makes a scaler that does not change features, with mean 0 and scale 1.
   *
   * @param featureCount F, at least 1
   * @return a scaler for rows of F features
   * @throws IllegalArgumentException if there are no features
   */
  public static FeatureScaler identity(int featureCount) {
    if (featureCount <= 0) {
      throw new IllegalArgumentException(
          "scaler: feature count " + featureCount + " must be above 0");
    }
    float[] ones = new float[featureCount];
    Arrays.fill(ones, 1);
    return new FeatureScaler(new float[featureCount], ones);
  }

  /**
   * The number of features of a row, F.
   *
   * @return at least 1
   */
  public int featureCount() {
    return mean.length;
  }

  /**
   * The number of features of a row, F.
   *
   * @return {@link #featureCount()}
   */
  @Override
  public int inputSize() {
    return mean.length;
  }

  /**
   * The number of features of a scaled row, F.
   *
   * @return {@link #featureCount()}
   */
  @Override
  public int outputSize() {
    return mean.length;
  }

  /**
   * The number that is subtracted from each feature.
   *
   * @return a new array [features F]
   */
  public float[] mean() {
    return mean.clone();
  }

  /**
   * The factor by which each difference is multiplied.
   *
   * @return a new array [features F]
   */
  public float[] scale() {
    return scale.clone();
  }

  /**
   * Scales one row. Allocates nothing.
   *
   * @param in the array that holds the row from {@code inOffset} on
   * @param inOffset the index at which the row starts
   * @param out written from {@code outOffset} on; may be {@code in} if the offsets are the same
   * @param outOffset the index at which the scaled row starts
   * @throws IndexOutOfBoundsException if F values do not fit after an offset
   */
  public void transform(float[] in, int inOffset, float[] out, int outOffset) {
    transform(1, in, inOffset, out, outOffset);
  }

  /**
   * Scales consecutive rows, [rows, features F]. Allocates nothing.
   *
   * @param rows the number of rows, at least 0
   * @param in the array that holds the rows from {@code inOffset} on
   * @param inOffset the index at which the first row starts
   * @param out written from {@code outOffset} on; may be {@code in} if the offsets are the same
   * @param outOffset the index at which the first scaled row starts
   * @throws IllegalArgumentException if {@code rows} is negative
   * @throws IndexOutOfBoundsException if the rows do not fit after an offset
   */
  @Override
  public void transform(int rows, float[] in, int inOffset, float[] out, int outOffset) {
    if (rows < 0) {
      throw new IllegalArgumentException("scaler: " + rows + " rows");
    }
    long size = (long) rows * mean.length;
    Objects.checkFromIndexSize(inOffset, size, in.length);
    Objects.checkFromIndexSize(outOffset, size, out.length);
    for (int row = 0; row < rows; row++) {
      int from = inOffset + row * mean.length;
      int to = outOffset + row * mean.length;
      KERNEL.binary(BinaryOp.SUB, mean.length, in, from, mean, 0, out, to);
      KERNEL.binary(BinaryOp.MUL, mean.length, out, to, scale, 0, out, to);
    }
  }

  /** Refuses NaN and infinities: a scaler knows no missing values. */
  @Override
  public void requireValid(String operation, int rows, float[] in, int inOffset) {
    for (int i = 0; i < rows * mean.length; i++) {
      float value = in[inOffset + i];
      if (!(Math.abs(value) <= Float.MAX_VALUE)) {
        throw new IllegalArgumentException(
            "%s: row %s, column %s is %s, not a finite number"
                .formatted(operation, i / mean.length, i % mean.length, value));
      }
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FeatureScaler scaler
        && Arrays.equals(mean, scaler.mean)
        && Arrays.equals(scale, scaler.scale);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(mean) + Arrays.hashCode(scale);
  }

  /**
   * Names the number of features; {@link #mean()} and {@link #scale()} give the numbers themselves.
   */
  @Override
  public String toString() {
    return "FeatureScaler[" + mean.length + "]";
  }
}
