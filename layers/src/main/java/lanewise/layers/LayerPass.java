package lanewise.layers;

import java.util.List;
import lanewise.tensor.Workers;
import org.jspecify.annotations.Nullable;

/**
 * One layer's place in a {@link Pass}: its inputs, its output and their gradients for one batch.
 *
 * <p>Every array is row-major from index 0 on, {@link #rows()} rows of one example each, and may be
 * longer than that. They stay the same objects from call to call.
 */
public final class LayerPass {
  private final boolean training;
  private final Workers workers;
  private final List<float[]> inputs;
  private final int[] inputSizes;
  private final float[] output;
  private final int outputSize;
  private final float[] gradOutput;
  private final List<float @Nullable []> gradInputs;
  private final List<float[]> gradParameters;
  private int rows;

  LayerPass(
      boolean training,
      Workers workers,
      List<float[]> inputs,
      int[] inputSizes,
      float[] output,
      int outputSize,
      float[] gradOutput,
      List<float @Nullable []> gradInputs,
      List<float[]> gradParameters) {
    this.training = training;
    this.workers = workers;
    this.inputs = inputs;
    this.inputSizes = inputSizes;
    this.output = output;
    this.outputSize = outputSize;
    this.gradOutput = gradOutput;
    this.gradInputs = gradInputs;
    this.gradParameters = gradParameters;
  }

  void rows(int count) {
    rows = count;
  }

  /**
   * The examples of this batch.
   *
   * @return how many rows of each array are valid
   */
  public int rows() {
    return rows;
  }

  /**
   * Whether this is a step of training, where dropout drops and batch statistics are gathered.
   *
   * @return false at inference and evaluation
   */
  public boolean training() {
    return training;
  }

  /**
   * The threads that the layer may use.
   *
   * @return the caller's alone, or a pool
   */
  public Workers workers() {
    return workers;
  }

  /**
   * An input of the layer; not to be written.
   *
   * @param index 0 for the first
   * @return rows x {@link #inputSize(int)} values
   */
  public float[] input(int index) {
    return inputs.get(index);
  }

  /**
   * The number of values of one example of an input.
   *
   * @param index 0 for the first
   * @return the product of the input shape's dimensions
   */
  public int inputSize(int index) {
    return inputSizes[index];
  }

  /**
   * The output of the layer: written by forward, may be read by backward.
   *
   * @return rows x {@link #outputSize()} values
   */
  public float[] output() {
    return output;
  }

  /**
   * The number of values of one example of the output.
   *
   * @return the product of the output shape's dimensions
   */
  public int outputSize() {
    return outputSize;
  }

  /**
   * The gradient of the loss with respect to the output; not to be written.
   *
   * @return rows x {@link #outputSize()} values
   */
  public float[] gradOutput() {
    return gradOutput;
  }

  /**
   * Where backward writes the gradient with respect to an input.
   *
   * @param index 0 for the first
   * @return rows x {@link #inputSize(int)} values, or null where nobody needs them
   */
  public float @Nullable [] gradInput(int index) {
    return gradInputs.get(index);
  }

  /**
   * Where backward writes the gradient with respect to a parameter.
   *
   * @param index its place in {@link Layer#parameters()}
   * @return as many values as the parameter has
   */
  public float[] gradParameter(int index) {
    return gradParameters.get(index);
  }
}
