package lanewise.layers;

import lanewise.tensor.Tensor;
import lanewise.tensor.blas.Fused;
import org.jspecify.annotations.Nullable;

/**
 * A layer's description of itself at inference, for the compiler of {@link
 * lanewise.layers.inference.InferencePlan plans}. A custom layer is folded, fused and packed if it
 * returns one of these values from {@link Layer#lowering}; the compiler knows no layer by its
 * class.
 *
 * <pre>
 *   Affine        y = W x + b               packed; takes scales and a function into itself
 *   ScaleShift    y = s x + t by channel    folded into a product beside it, or run as it is
 *   Elementwise   y = f(x)                  fused into the product before it, or run by the layer
 *   PassThrough   y = x                     left out
 *   Opaque        anything else             run by the layer
 * </pre>
 *
 * <p>All but {@link Opaque} describe layers of one input; the compiler refuses a description that
 * does not fit the shapes. It reads the arrays and tensors immediately, so the compiled program is
 * a snapshot.
 */
public sealed interface Lowering {
  /** A layer that none of the other values describes; it runs itself. */
  record Opaque() implements Lowering {}

  /** A layer that passes its values through; at inference it changes at most the shape. */
  record PassThrough() implements Lowering {}

  /**
   * A function of each value alone.
   *
   * @param function the function; the layer's forward must give the same bits
   */
  record Elementwise(Fused function) implements Lowering {}

  /**
   * A matrix product with a bias: each output is one chain of fused multiply-adds that starts from
   * the bias, or from 0.
   *
   * @param geometry the values of the input that a product reads
   * @param weight W [out, in], contiguous
   * @param bias b [out], contiguous; null if there is no bias
   */
  record Affine(Geometry geometry, Tensor weight, @Nullable Tensor bias) implements Lowering {
    /**
     * Checks the shapes.
     *
     * @throws IllegalArgumentException if the weight is not a contiguous matrix, or the bias does
     *     not fit it
     */
    public Affine {
      if (weight.shape().rank() != 2 || !weight.isContiguous()) {
        throw new IllegalArgumentException(
            "affine: the weight must be a contiguous [out, in], not " + weight.shape());
      }
      if (bias != null && (bias.size() != weight.shape().dim(0) || !bias.isContiguous())) {
        throw new IllegalArgumentException(
            "affine: the bias must be a contiguous [%s], not %s"
                .formatted(weight.shape().dim(0), bias.shape()));
      }
    }
  }

  /** The values of an input that one row of a product reads. */
  sealed interface Geometry {
    /** One product for each run of {@code in} values along the last dimension. */
    record Rows() implements Geometry {}
  }

  /** {@code y = scale x + shift} by channel, computed in double precision and rounded once. */
  final class ScaleShift implements Lowering {
    private final double[] scale;
    private final double[] shift;
    private final int run;

    private ScaleShift(double[] scale, double[] shift, int run) {
      this.scale = scale;
      this.shift = shift;
      this.run = run;
    }

    /**
     * Describes a scale and a shift for each channel.
     *
     * @param scale one number per channel; copied
     * @param shift one number per channel; copied
     * @param run the number of consecutive values of a channel: the product of the dimensions after
     *     the channels
     * @return the description
     * @throws IllegalArgumentException if there are no channels, the lengths differ, or run is
     *     below 1
     */
    public static ScaleShift of(double[] scale, double[] shift, int run) {
      if (scale.length == 0 || scale.length != shift.length || run < 1) {
        throw new IllegalArgumentException(
            "scale and shift: %s scales, %s shifts and runs of %s: there must be one of each per channel"
                .formatted(scale.length, shift.length, run));
      }
      return new ScaleShift(scale.clone(), shift.clone(), run);
    }

    /**
     * The number of consecutive values of a channel.
     *
     * @return at least 1; 1 if channels are the last dimension
     */
    public int run() {
      return run;
    }

    /**
     * The number of channels.
     *
     * @return at least 1
     */
    public int channels() {
      return scale.length;
    }

    /**
     * The scale of a channel.
     *
     * @param channel from 0
     * @return s
     */
    public double scale(int channel) {
      return scale[channel];
    }

    /**
     * The shift of a channel.
     *
     * @param channel from 0
     * @return t
     */
    public double shift(int channel) {
      return shift[channel];
    }
  }
}
