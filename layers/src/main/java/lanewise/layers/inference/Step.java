package lanewise.layers.inference;

import java.util.List;
import lanewise.tensor.Shape;
import lanewise.tensor.WeightPrecision;

/**
 * One forward-only operation of a {@link Program}. The compiler makes steps from a model's layers;
 * {@link Program.Builder} adds custom steps, such as an operator of an imported file that no layer
 * covers.
 *
 * <p>A step is immutable and shared by all threads; anything else that a run needs belongs to the
 * {@link Bound} form, one for each workspace.
 */
public interface Step {
  /**
   * The kinds of the layers that the step computes, in order; the last one tells what its values
   * mean.
   *
   * @return at least one kind, such as {@code dense} and {@code relu}
   */
  List<String> kinds();

  /**
   * The shape of one example's output.
   *
   * @param inputs the shapes of one example's inputs
   * @return the shape of the output
   * @throws lanewise.tensor.ShapeException if the step cannot take such inputs
   */
  Shape outputShape(List<Shape> inputs);

  /**
   * Prepares the step for the buffers of one workspace, and allocates all that a run needs.
   *
   * @param buffers the buffers of the inputs and the output
   * @return the step over these buffers
   */
  Bound bind(StepBuffers buffers);

  /**
   * Tests whether the step reads its inputs from {@link StepBuffers#inputOffset} on, so that the
   * caller's rows need not be copied.
   *
   * @return false for a step that reads from index 0 on
   */
  default boolean readsInPlace() {
    return false;
  }

  /**
   * The precision of the weights.
   *
   * @return 32 bits if there are no weights
   */
  default WeightPrecision precision() {
    return WeightPrecision.FLOAT32;
  }

  /**
   * The memory of the weights and biases, including the padding of packed weights.
   *
   * @return the number of bytes; 0 if there are no weights
   */
  default long weightBytes() {
    return 0;
  }

  /** A step on the buffers of one workspace. */
  interface Bound {
    /**
     * Computes the output of the first rows. Allocates nothing.
     *
     * @param rows the number of rows, at least 1
     */
    void run(int rows);
  }
}
