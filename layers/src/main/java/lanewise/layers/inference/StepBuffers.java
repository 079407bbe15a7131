package lanewise.layers.inference;

import java.util.ArrayList;
import java.util.List;
import lanewise.tensor.Shape;
import lanewise.tensor.Workers;

/**
 * The arrays that one step of a workspace reads and writes. They are row-major, one example per
 * row.
 *
 * <p>The output is the same array in every run. So is an input, unless the step reads in place:
 * then an input of the program may be the caller's rows, in a different array in each run.
 */
public final class StepBuffers {
  private final int maxRows;
  private final Workers workers;
  private final List<Shape> inputShapes;
  private final List<float[]> inputs;
  private final int[] offsets;
  private final Shape outputShape;
  private final float[] output;

  StepBuffers(
      int maxRows,
      Workers workers,
      List<Shape> inputShapes,
      List<float[]> inputs,
      Shape outputShape,
      float[] output) {
    this.maxRows = maxRows;
    this.workers = workers;
    this.inputShapes = inputShapes;
    this.inputs = new ArrayList<>(inputs);
    this.offsets = new int[inputs.size()];
    this.outputShape = outputShape;
    this.output = output;
  }

  /** Reads all inputs from the caller's rows until {@link #readFrom} is called again. */
  void readFrom(float[] values, int offset) {
    for (int i = 0; i < offsets.length; i++) {
      inputs.set(i, values);
      offsets[i] = offset;
    }
  }

  /**
   * The largest batch.
   *
   * @return at least 1
   */
  public int maxRows() {
    return maxRows;
  }

  /**
   * The threads that a batch may use.
   *
   * @return the caller's thread alone, or a pool
   */
  public Workers workers() {
    return workers;
  }

  /**
   * The number of inputs of the step.
   *
   * @return at least 1
   */
  public int inputCount() {
    return inputs.size();
  }

  /**
   * The shape of one example of an input.
   *
   * @param index 0 for the first
   * @return the shape without the batch dimension
   */
  public Shape inputShape(int index) {
    return inputShapes.get(index);
  }

  /**
   * An input, which must not be written.
   *
   * @param index 0 for the first
   * @return rows from {@link #inputOffset} on
   */
  public float[] input(int index) {
    return inputs.get(index);
  }

  /**
   * The index at which the first row of an input begins.
   *
   * @param index 0 for the first
   * @return the index, 0 unless the step reads in place
   */
  public int inputOffset(int index) {
    return offsets[index];
  }

  /**
   * The shape of one example of the output.
   *
   * @return the shape without the batch dimension
   */
  public Shape outputShape() {
    return outputShape;
  }

  /**
   * The array to which the step writes.
   *
   * @return maxRows rows from index 0 on
   */
  public float[] output() {
    return output;
  }
}
