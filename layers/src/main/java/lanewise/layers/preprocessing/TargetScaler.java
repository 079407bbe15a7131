package lanewise.layers.preprocessing;

import java.util.Arrays;
import java.util.Objects;

/**
 * Scales the numbers that a model predicts, and takes its outputs back to the data's own units:
 *
 * <pre>
 *   scaled_t = (y_t - mean_t) / deviation_t        y_t = scaled_t * deviation_t + mean_t
 * </pre>
 *
 * <p>in float32, each operation rounded. A model learns scaled targets, so that one learning rate
 * suits prices and lengths alike; a {@link lanewise.layers.predictor.Regressor} carries the scaler.
 * The mean and the deviation are those of the training rows.
 *
 * <p>The result has the same bits in a batch as alone, on every machine. Immutable and safe to
 * share.
 */
public final class TargetScaler {
  private final float[] mean;
  private final float[] deviation;

  private TargetScaler(float[] mean, float[] deviation) {
    this.mean = mean;
    this.deviation = deviation;
  }

  /**
   * Makes a scaler from these numbers.
   *
   * @param mean a finite number for each of the T targets; copied
   * @param deviation a finite number above 0 for each target; copied
   * @return the scaler
   * @throws IllegalArgumentException if there are no targets, the lengths differ, or a number is
   *     not as described
   */
  public static TargetScaler of(float[] mean, float[] deviation) {
    if (mean.length == 0 || mean.length != deviation.length) {
      throw new IllegalArgumentException(
          "target scaler: %s means and %s deviations; there must be one of each for every target"
              .formatted(mean.length, deviation.length));
    }
    TargetScaler scaler = new TargetScaler(mean.clone(), deviation.clone());
    for (int t = 0; t < mean.length; t++) {
      if (!Float.isFinite(scaler.mean[t])) {
        throw new IllegalArgumentException(
            "target scaler: mean %s of target %s is not finite".formatted(scaler.mean[t], t));
      }
      if (!(Float.isFinite(scaler.deviation[t]) && scaler.deviation[t] > 0)) {
        throw new IllegalArgumentException(
            "target scaler: deviation %s of target %s is not finite and above 0"
                .formatted(scaler.deviation[t], t));
      }
    }
    return scaler;
  }

  /**
   * Makes a scaler that does not change targets, with mean 0 and deviation 1.
   *
   * @param targets T, at least 1
   * @return the scaler
   * @throws IllegalArgumentException if there are no targets
   */
  public static TargetScaler identity(int targets) {
    float[] ones = new float[Math.max(0, targets)];
    Arrays.fill(ones, 1);
    return of(new float[ones.length], ones);
  }

  /**
   * The number of targets of a row, T.
   *
   * @return at least 1
   */
  public int size() {
    return mean.length;
  }

  /**
   * The mean of each target.
   *
   * @return a new array [targets T]
   */
  public float[] mean() {
    return mean.clone();
  }

  /**
   * The deviation of each target.
   *
   * @return a new array [targets T]
   */
  public float[] deviation() {
    return deviation.clone();
  }

  /**
   * Scales the targets of consecutive rows. Allocates nothing.
   *
   * @param rows the number of rows, at least 0
   * @param in [rows, targets T] from {@code inOffset} on, in the data's own units
   * @param inOffset the index at which the first row starts
   * @param out written from {@code outOffset} on; may be {@code in} if the offsets are the same
   * @param outOffset the index at which the first scaled row starts
   * @throws IndexOutOfBoundsException if the rows do not fit after an offset
   */
  public void scale(int rows, float[] in, int inOffset, float[] out, int outOffset) {
    requireRoom(rows, in, inOffset, out, outOffset);
    for (int i = 0; i < rows * mean.length; i++) {
      int t = i % mean.length;
      out[outOffset + i] = (in[inOffset + i] - mean[t]) / deviation[t];
    }
  }

  /**
   * Takes the outputs of a model for consecutive rows back to the data's own units. Allocates
   * nothing.
   *
   * @param rows the number of rows, at least 0
   * @param in [rows, targets T] from {@code inOffset} on, scaled
   * @param inOffset the index at which the first row starts
   * @param out written from {@code outOffset} on; may be {@code in} if the offsets are the same
   * @param outOffset the index at which the first restored row starts
   * @throws IndexOutOfBoundsException if the rows do not fit after an offset
   */
  public void restore(int rows, float[] in, int inOffset, float[] out, int outOffset) {
    requireRoom(rows, in, inOffset, out, outOffset);
    for (int i = 0; i < rows * mean.length; i++) {
      int t = i % mean.length;
      out[outOffset + i] = in[inOffset + i] * deviation[t] + mean[t];
    }
  }

  private void requireRoom(int rows, float[] in, int inOffset, float[] out, int outOffset) {
    long size = (long) rows * mean.length;
    Objects.checkFromIndexSize(inOffset, size, in.length);
    Objects.checkFromIndexSize(outOffset, size, out.length);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TargetScaler scaler
        && Arrays.equals(mean, scaler.mean)
        && Arrays.equals(deviation, scaler.deviation);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(mean) + Arrays.hashCode(deviation);
  }

  /** Names the number of targets. */
  @Override
  public String toString() {
    return "TargetScaler[" + mean.length + "]";
  }
}
