package lanewise.layers.inference;

import java.util.List;
import lanewise.tensor.Shape;
import lanewise.tensor.WeightPrecision;

/**
 * One operation of a {@link Program}: forward only. The compiler makes steps of a model's layers; a
 * step of your own, such as an operator of an imported file that no layer covers, is put into a
 * program by {@link Program.Builder}.
 *
 * <p>A step is immutable and shared by all threads; what a run needs beside it belongs to the
 * {@link Bound} form, one for each workspace.
 */
public interface Step {
  /**
   * What the step does, in words.
   *
   * @return the kinds of the layers that became one, such as {@code dense + relu}
   */
  String work();

  /**
   * The shape of one example's output.
   *
   * @param inputs the shapes of one example's inputs
   * @return its shape
   * @throws lanewise.tensor.ShapeException if the step cannot take such inputs
   */
  Shape outputShape(List<Shape> inputs);

  /**
   * Prepares the step for the buffers of one workspace. What a run needs is allocated here.
   *
   * @param buffers where inputs and output lie
   * @return the step over these buffers
   */
  Bound bind(StepBuffers buffers);

  /**
   * Whether the step reads its inputs where {@link StepBuffers#inputOffset} says, so that rows of
   * the caller's need not be copied.
   *
   * @return false for a step that reads from index 0 on
   */
  default boolean readsInPlace() {
    return false;
  }

  /**
   * How the weights are stored.
   *
   * @return 32 bits where there are none
   */
  default WeightPrecision precision() {
    return WeightPrecision.FLOAT32;
  }

  /**
   * The memory of the weights and biases, padding of packed weights included.
   *
   * @return bytes; 0 where there are none
   */
  default long weightBytes() {
    return 0;
  }

  /** A step over the buffers of one workspace. */
  interface Bound {
    /**
     * Computes the output of the first rows. Allocates nothing.
     *
     * @param rows how many, at least 1
     */
    void run(int rows);
  }
}
