package lanewise.layers;

import lanewise.tensor.Shape;
import lanewise.tensor.WeightPrecision;

/** One step of a model made by {@link Model#forInference}: a layer, or several made one. */
public final class InferenceStep {
  private final Model.Node node;

  InferenceStep(Model.Node node) {
    this.node = node;
  }

  /**
   * The node's name.
   *
   * @return that of the last layer which became part of it
   */
  public String name() {
    return node.name();
  }

  /**
   * The kinds of the layers that became one.
   *
   * @return such as {@code dense + relu}
   */
  public String work() {
    return node.layer().kind();
  }

  /**
   * The last of the kinds in {@link #work}.
   *
   * @return such as {@code relu}
   */
  public String lastKind() {
    return work().substring(work().lastIndexOf(' ') + 1);
  }

  /**
   * What one example gives to the step.
   *
   * @return the shape of its first input
   */
  public Shape input() {
    return node.inputShapes().getFirst();
  }

  /**
   * What the step makes of one example.
   *
   * @return the shape
   */
  public Shape output() {
    return node.shape();
  }

  /**
   * How the weights are stored.
   *
   * @return 32 bits where there are none
   */
  public WeightPrecision precision() {
    return node.layer() instanceof PackedDense dense ? dense.precision() : WeightPrecision.FLOAT32;
  }

  /**
   * The memory of the weights and biases, padding of packed weights included.
   *
   * @return bytes; 0 where there are none
   */
  public long weightBytes() {
    long bytes = 0;
    if (node.layer() instanceof PackedDense dense) {
      bytes = dense.byteSize();
    } else if (node.layer() instanceof FoldedBatchNorm norm) {
      bytes = 2L * Double.BYTES * norm.channels();
    }
    for (Parameter parameter : node.layer().parameters()) {
      bytes += (long) Float.BYTES * parameter.value().size();
    }
    return bytes;
  }
}
