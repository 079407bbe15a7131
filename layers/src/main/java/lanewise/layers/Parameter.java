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
 * @param value the contiguous tensor itself, not a copy; only one thread at a time may train it,
 *     and no other may read it meanwhile
 * @param fanIn the number of inputs that each output sums up, by which random initialization
 *     scales; 0 for a parameter that keeps the value its layer gave it
 * @param fanOut the number of outputs that each input reaches; 0 as above
 * @param trained false if its layer tracks the tensor itself
 */
public record Parameter(String name, Tensor value, int fanIn, int fanOut, boolean trained) {
  /** Checks the tensor: layers and optimizers read its storage from the first element on. */
  public Parameter {
    if (!value.isContiguous() || value.storageOffset() != 0) {
      throw new IllegalArgumentException("parameter " + name + ": needs a contiguous tensor");
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
    return new Parameter(name, value, fanIn, fanOut, true);
  }

  /**
   * A parameter that random initialization does not change, such as a bias.
   *
   * @param name unique in its layer
   * @param value the tensor with its initial values
   * @return the parameter
   */
  public static Parameter fixedStart(String name, Tensor value) {
    return new Parameter(name, value, 0, 0, true);
  }

  /**
   * A tensor that its layer keeps up to date itself, such as a running mean.
   *
   * @param name unique in its layer
   * @param value the tensor with its initial values
   * @return the parameter
   */
  public static Parameter tracked(String name, Tensor value) {
    return new Parameter(name, value, 0, 0, false);
  }

  /**
   * Copies this parameter, with its current values in storage of its own.
   *
   * @return a new parameter
   */
  public Parameter copy() {
    Tensor own = Tensor.wrap(Arrays.copyOf(values(), value.size()), value.shape());
    return new Parameter(name, own, fanIn, fanOut, trained);
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
   * The values, row-major from index 0 on.
   *
   * @return the storage itself, not a copy
   */
  public float[] values() {
    return value.storage();
  }
}
