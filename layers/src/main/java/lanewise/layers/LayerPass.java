package lanewise.layers;

import java.util.List;
import lanewise.tensor.RandomStream;
import lanewise.tensor.Shape;
import lanewise.tensor.Workers;
import org.jspecify.annotations.Nullable;

/**
 * One layer's place in a {@link Pass}: its inputs, its output and their gradients for one batch.
 *
 * <p>Every array is row-major from index 0 on, {@link #rows()} rows of one example each, and may be
 * longer than that. They stay the same objects from call to call.
 */
public final class LayerPass {
  private final PassOptions options;
  private RandomStream random;
  private final Model.Node node;
  private final List<float[]> inputs;
  private final float[] output;
  private final List<float[]> scratch;
  private final float[] gradOutput;
  private final List<float @Nullable []> gradInputs;
  private final List<float[]> gradParameters;
  private int rows;

  /** Assembled by {@link Pass}, which owns the buffers. */
  LayerPass(
      PassOptions options,
      RandomStream random,
      Model.Node node,
      List<float[]> inputs,
      float[] output,
      List<float[]> scratch,
      float[] gradOutput,
      List<float @Nullable []> gradInputs,
      List<float[]> gradParameters) {
    this.options = options;
    this.random = random;
    this.node = node;
    this.inputs = inputs;
    this.output = output;
    this.scratch = scratch;
    this.gradOutput = gradOutput;
    this.gradInputs = gradInputs;
    this.gradParameters = gradParameters;
  }

  void rows(int count) {
    rows = count;
  }

  void moveRandom(long position) {
    random = RandomStream.resume(random.key(), position);
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
    return options.training();
  }

  /**
   * The threads that the layer may use.
   *
   * @return the caller's alone, or a pool
   */
  public Workers workers() {
    return options.workers();
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
    return node.inputShapes().get(index).size();
  }

  /**
   * How many inputs the layer has.
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
   * @return without the batch dimension
   */
  public Shape inputShape(int index) {
    return node.inputShapes().get(index);
  }

  /**
   * What a layer draws from in training, such as a dropout mask: a stream of its own in each pass.
   *
   * @return the stream, which goes on from batch to batch
   */
  public RandomStream random() {
    return random;
  }

  /**
   * A buffer that the layer asked for, kept from forward to backward.
   *
   * @param index its place in {@link Layer#scratch}
   * @return the buffer, its first content undefined
   */
  public float[] scratch(int index) {
    return scratch.get(index);
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
    return node.shape().size();
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
   * Where backward writes the gradient with respect to a parameter, frozen ones included.
   *
   * @param index its place in {@link Layer#parameters()}
   * @return as many values as the parameter has; none for a tracked one
   */
  public float[] gradParameter(int index) {
    return gradParameters.get(index);
  }
}
