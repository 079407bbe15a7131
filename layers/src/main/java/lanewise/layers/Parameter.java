package lanewise.layers;

import java.util.Arrays;
import lanewise.tensor.Shape;
import lanewise.tensor.ShapeException;
import lanewise.tensor.Tensor;

/**
 * A tensor that training changes, held by a layer or shared by several.
 *
 * <p>Most are trained: they have a gradient, and an optimizer changes them. A tracked parameter,
 * such as a running mean, is changed by its layer in training passes and has no gradient, but is
 * saved with the model too.
 *
 * @param name unique in its layer: {@code weight}, {@code bias}
 * @param kind the role of the tensor, which optimizers may take into account
 * @param value the contiguous tensor itself, not a copy; only one thread at a time may train it,
 *     and no other may read it meanwhile
 * @param fanIn the number of inputs that each output sums up, by which random initialization
 *     scales; 0 for a parameter that keeps the value its layer gave it
 * @param fanOut the number of outputs that each input reaches; 0 as above
 */
public record Parameter(String name, Kind kind, Tensor value, int fanIn, int fanOut) {
  /** The role of a parameter in its layer. */
  public enum Kind {
    /** A matrix or a table that connects inputs with outputs. Weight decay is meant for these. */
    WEIGHT,
    /** A summand. */
    BIAS,
    /** A factor of each value of a channel, as in a normalization, or a slope. */
    SCALE,
    /** A tensor that its layer updates itself without a gradient, such as a running mean. */
    TRACKED
  }

  /** Checks the tensor: layers and optimizers read and write all of its storage. */
  public Parameter {
    if (!value.isContiguous()
        || value.storageOffset() != 0
        || value.storage().length != value.size()) {
      throw new IllegalArgumentException(
          "parameter %s: needs a contiguous tensor with storage of its own: copy the view"
              .formatted(name));
    }
  }

  /**
   * A weight that random initialization draws.
   *
   * @param name unique in its layer
   * @param value overwritten by the initialization
   * @param fanIn the number of inputs that each output sums up
   * @param fanOut the number of outputs that each input reaches
   * @return the parameter
   */
  public static Parameter weight(String name, Tensor value, int fanIn, int fanOut) {
    return new Parameter(name, Kind.WEIGHT, value, fanIn, fanOut);
  }

  /**
   * A parameter that is added; random initialization does not change it.
   *
   * @param name unique in its layer
   * @param value the tensor with its initial values
   * @return the parameter
   */
  public static Parameter bias(String name, Tensor value) {
    return new Parameter(name, Kind.BIAS, value, 0, 0);
  }

  /**
   * A parameter that multiplies each value of a channel; random initialization does not change it.
   *
   * @param name unique in its layer
   * @param value the tensor with its initial values
   * @return the parameter
   */
  public static Parameter scale(String name, Tensor value) {
    return new Parameter(name, Kind.SCALE, value, 0, 0);
  }

  /**
   * A tensor that its layer keeps up to date itself, such as a running mean.
   *
   * @param name unique in its layer
   * @param value the tensor with its initial values
   * @return the parameter
   */
  public static Parameter tracked(String name, Tensor value) {
    return new Parameter(name, Kind.TRACKED, value, 0, 0);
  }

  /**
   * Copies this parameter, with its current values in storage of its own.
   *
   * @return a new parameter
   */
  public Parameter copy() {
    Tensor own = Tensor.wrap(Arrays.copyOf(values(), value.size()), value.shape());
    return new Parameter(name, kind, own, fanIn, fanOut);
  }

  /**
   * Checks the shape of a parameter that a layer is given.
   *
   * @param layer the layer's name, for the message
   * @param shape the shape that the layer needs
   * @return this parameter
   * @throws ShapeException if the parameter has another shape
   */
  public Parameter requireShape(String layer, Shape shape) {
    if (!value.shape().equals(shape)) {
      throw new ShapeException(
          "%s: the parameter %s is %s, not %s".formatted(layer, name, value.shape(), shape));
    }
    return this;
  }

  /**
   * Tests whether the parameter has a gradient and an optimizer changes it.
   *
   * @return false if its layer tracks it itself
   */
  public boolean trained() {
    return kind != Kind.TRACKED;
  }

  /**
   * The values, row-major from index 0 on.
   *
   * @return the storage itself, not a copy
   */
  public float[] values() {
    return value.storage();
  }
}
