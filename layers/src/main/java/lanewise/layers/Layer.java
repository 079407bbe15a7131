package lanewise.layers;

import java.util.List;
import lanewise.layers.format.JsonObject;
import lanewise.tensor.Shape;

/**
 * A differentiable function of one or several inputs, with parameters that training changes.
 *
 * <p>A layer holds its configuration and its parameters, and nothing of a single run: activations,
 * gradients and masks live in the {@link LayerPass} that it is given. So one layer serves any
 * number of threads, each with a pass.
 *
 * <p>Shapes here are those of one example; a pass runs a batch of {@link LayerPass#rows()} of them,
 * row after row. {@link #forward} of row r must not depend on other rows unless the layer's
 * documentation says so. Neither forward nor backward allocates.
 */
public interface Layer {
  /**
   * The kind of the layer, used in model files, summaries and messages.
   *
   * @return a word in lower case, such as {@code dense}
   */
  String kind();

  /**
   * The shape of one example's output.
   *
   * @param inputs the shapes of one example's inputs
   * @return the shape of the output
   * @throws lanewise.tensor.ShapeException if the layer cannot take such inputs
   */
  Shape outputShape(List<Shape> inputs);

  /**
   * The parameters that training changes, in the order in which a pass numbers them.
   *
   * @return the parameters; empty if the layer has none
   */
  default List<Parameter> parameters() {
    return List.of();
  }

  /**
   * The settings from which {@link lanewise.layers.file.LayerKinds} rebuilds this layer, without
   * the parameters' values.
   *
   * @return the settings
   */
  JsonObject config();

  /**
   * Computes the output of every row from the inputs.
   *
   * @param pass the inputs and the output
   */
  void forward(LayerPass pass);

  /**
   * Computes, from the gradient of the loss with respect to the output, the gradients with respect
   * to the parameters (summed over the rows) and to the inputs that need one. Both are overwritten.
   * Runs after {@link #forward} on the same pass.
   *
   * @param pass the inputs, the output and the gradients
   */
  void backward(LayerPass pass);

  /**
   * Computes the same as {@link #forward}, in double precision and by the plain formula. The
   * gradient check differentiates it, and tests compare with it; it may be slow.
   *
   * @param pass the inputs, the parameters and the output as doubles
   */
  void reference(ReferencePass pass);

  /**
   * The lengths of buffers that the pass keeps for this layer from forward to backward, such as a
   * mask.
   *
   * @param inputs the shapes of one example's inputs
   * @param maxRows the largest batch of the pass
   * @return the length of each buffer in floats; {@link LayerPass#scratch(int)} uses the same
   *     numbering
   */
  default List<Integer> scratch(List<Shape> inputs, int maxRows) {
    return List.of();
  }

  /**
   * Returns a layer with the same settings and other parameters. Models are copied and loaded by
   * it, and layers share parameters by it. A layer that has parameters must override this.
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
   * The approximate number of floating-point operations of {@link #forward} for one example at
   * inference, a multiply-add counted as two. Summaries show it.
   *
   * @param inputs the shapes of one example's inputs
   * @return one for each value of the output, unless the layer knows better
   */
  default long flops(List<Shape> inputs) {
    return outputShape(inputs).size();
  }

  /**
   * Describes the layer at inference to the compiler of plans; {@link Lowering} lists the
   * descriptions and what each becomes. Outside of training {@link #forward} must compute what the
   * description says, with the same bits except where a {@link Lowering.ScaleShift} is folded.
   *
   * @param inputs the shapes of one example's inputs
   * @return {@link Lowering.Opaque} unless the layer knows better
   */
  default Lowering lowering(List<Shape> inputs) {
    return new Lowering.Opaque();
  }
}
