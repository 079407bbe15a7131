package lanewise.layers;

import java.util.List;
import lanewise.tensor.Shape;

/**
 * One layer's place in a run in double precision, which {@link Layer#reference} reads and writes.
 *
 * <p>Arrays are row-major and exactly {@link #rows()} examples long.
 */
public final class ReferencePass {
  private final LayerPass pass;
  private final Model.Node node;
  private final int rows;
  private final List<double[]> inputs;
  private final List<double[]> parameters;
  private final double[] output;

  ReferencePass(
      LayerPass pass,
      Model.Node node,
      int rows,
      List<double[]> inputs,
      List<double[]> parameters,
      double[] output) {
    this.pass = pass;
    this.node = node;
    this.rows = rows;
    this.inputs = inputs;
    this.parameters = parameters;
    this.output = output;
  }

  /**
   * The number of examples in this batch.
   *
   * @return the number of rows
   */
  public int rows() {
    return rows;
  }

  /**
   * Tests whether layers behave as in training.
   *
   * @return true if the pass in single precision is a training pass
   */
  public boolean training() {
    return pass.training();
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
   * An input of the layer, which must not be written.
   *
   * @param index 0 for the first
   * @return rows x {@link #inputSize(int)} values
   */
  public double[] input(int index) {
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
   * The shape of one example of an input.
   *
   * @param index 0 for the first
   * @return the shape without the batch dimension
   */
  public Shape inputShape(int index) {
    return node.inputShapes().get(index);
  }

  /**
   * A parameter of the layer, which must not be written.
   *
   * @param index its place in {@link Layer#parameters()}
   * @return its values
   */
  public double[] parameter(int index) {
    return parameters.get(index);
  }

  /**
   * A buffer of the pass in single precision, for random values that must be the same here, such as
   * a mask.
   *
   * @param index its place in {@link Layer#scratch}
   * @return the buffer as the layer's forward left it
   */
  public float[] scratch(int index) {
    return pass.scratch(index);
  }

  /**
   * The array to which the layer writes its output.
   *
   * @return rows x {@link #outputSize()} values
   */
  public double[] output() {
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
}
