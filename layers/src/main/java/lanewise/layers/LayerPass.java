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
   * The number of examples in this batch.
   *
   * @return the number of valid rows of each array
   */
  public int rows() {
    return rows;
  }

  /**
   * Tests whether this is a training step, where dropout drops and batch statistics are gathered.
   *
   * @return false at inference and evaluation
   */
  public boolean training() {
    return options.training();
  }

  /**
   * The threads that the layer may use.
   *
   * @return the caller's thread alone, or a pool
   */
  public Workers workers() {
    return options.workers();
  }

  /**
   * The name of the layer in its model, for messages.
   *
   * @return a name such as {@code dense-1}; where an inference plan runs the layer, its kind
   */
  public String name() {
    return node.name();
  }

  /**
   * An input of the layer, which must not be written.
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
   * The number of inputs of the layer.
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
    return node.inputShapes().get(index);
  }

  /**
   * The random stream from which the layer draws in training, for example a dropout mask. Each pass
   * has its own.
   *
   * @return the stream, which goes on from batch to batch
   */
  public RandomStream random() {
    return random;
  }

  /**
   * A buffer that the layer requested, kept from forward to backward.
   *
   * @param index its place in {@link Layer#scratch}
   * @return the buffer; its initial content is undefined
   */
  public float[] scratch(int index) {
    return scratch.get(index);
  }

  /**
   * The output of the layer. Forward writes it, backward may read it.
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
   * The gradient of the loss with respect to the output, which must not be written.
   *
   * @return rows x {@link #outputSize()} values
   */
  public float[] gradOutput() {
    return gradOutput;
  }

  /**
   * The array to which backward writes the gradient with respect to an input.
   *
   * @param index 0 for the first
   * @return rows x {@link #inputSize(int)} values, or null if the gradient is not needed
   */
  public float @Nullable [] gradInput(int index) {
    return gradInputs.get(index);
  }

  /**
   * The array to which backward writes the gradient with respect to a parameter, frozen or not.
   *
   * @param index its place in {@link Layer#parameters()}
   * @return one value for each of the parameter's; empty for a tracked parameter
   */
  public float[] gradParameter(int index) {
    return gradParameters.get(index);
  }
}
