package lanewise.layers;

import java.util.List;
import lanewise.layers.format.JsonObject;
import lanewise.tensor.Shape;

/**
 * A differentiable function of one or several inputs, with parameters that training changes.
 *
 * <p>A layer holds its configuration and its parameters, and nothing of a single run: activations,
 * gradients and masks live in the {@link LayerPass} that it is handed. So one layer serves any
 * number of threads, each with a pass.
 *
 * <p>Shapes here are those of one example; a pass runs a batch of {@link LayerPass#rows()} of them,
 * row after row. {@link #forward} of row r must not depend on other rows unless the layer's
 * documentation says so. Neither forward nor backward allocates.
 */
public interface Layer {
  /**
   * What kind of layer this is, in the model file, in summaries and in messages.
   *
   * @return a word in lower case, such as {@code dense}
   */
  String kind();

  /**
   * The shape of one example's output.
   *
   * @param inputs the shapes of one example's inputs
   * @return its shape
   * @throws lanewise.tensor.ShapeException if the layer cannot take such inputs
   */
  Shape outputShape(List<Shape> inputs);

  /**
   * What training changes, in the order in which a pass numbers them.
   *
   * @return none, one or several
   */
  default List<Parameter> parameters() {
    return List.of();
  }

  /**
   * What {@link lanewise.layers.file.LayerKinds} needs to build this layer again, parameters'
   * values aside.
   *
   * @return the layer's settings
   */
  JsonObject config();

  /**
   * Computes the output of every row from the inputs.
   *
   * @param pass holds inputs and output
   */
  void forward(LayerPass pass);

  /**
   * Computes, from the gradient of the loss with respect to the output, those with respect to the
   * parameters (summed over the rows) and to the inputs that want one. Both are overwritten. Runs
   * after {@link #forward} on the same pass.
   *
   * @param pass holds inputs, output and gradients
   */
  void backward(LayerPass pass);

  /**
   * Computes the same as {@link #forward}, in double precision and by the plain formula: what the
   * gradient check differentiates, and what tests compare with. May be slow.
   *
   * @param pass holds inputs, parameters and output as doubles
   */
  void reference(ReferencePass pass);

  /**
   * Buffers that this layer keeps from forward to backward, such as a mask: they live in the pass.
   *
   * @param inputs the shapes of one example's inputs
   * @param maxRows the largest batch of the pass
   * @return the length of each buffer in floats; {@link LayerPass#scratch(int)} numbers them so
   */
  default List<Integer> scratch(List<Shape> inputs, int maxRows) {
    return List.of();
  }

  /**
   * A layer of the same settings that holds other parameters: how models are copied and loaded, and
   * how layers share. A layer that has parameters must override this.
   *
   * @param parameters as many as {@link #parameters()}, in that order and of those shapes
   * @return this layer where it has no parameters, else a new one
   * @throws UnsupportedOperationException if the layer has parameters and does not override this
   * @throws lanewise.tensor.ShapeException if a parameter has another shape
   */
  default Layer withParameters(List<Parameter> parameters) {
    if (!parameters().isEmpty()) {
      throw new UnsupportedOperationException(
          "%s: a layer with parameters must override withParameters: %s"
              .formatted(kind(), getClass().getName()));
    }
    return this;
  }

  /**
   * About how many floating-point operations {@link #forward} does for one example at inference, a
   * multiply-add counted as two: what summaries show.
   *
   * @param inputs the shapes of one example's inputs
   * @return one for each value of the output, unless the layer knows better
   */
  default long flops(List<Shape> inputs) {
    return outputShape(inputs).size();
  }

  /**
   * What the layer is at inference, for the compiler of plans: {@link Lowering} lists what there is
   * and what each becomes. What the description says, {@link #forward} must compute outside of
   * training, with the same bits but for {@link Lowering.ScaleShift} and its folding.
   *
   * @param inputs the shapes of one example's inputs
   * @return {@link Lowering.Opaque} unless the layer knows better
   */
  default Lowering lowering(List<Shape> inputs) {
    return new Lowering.Opaque();
  }
}
