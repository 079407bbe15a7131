package lanewise.layers;

import lanewise.tensor.Shape;
import lanewise.tensor.blas.WeightPrecision;

/**
 * One step of a model made by {@link Model#forInference}: a layer, or several made one.
 *
 * @param name of the last of the layers in the model
 * @param work their kinds, such as {@code dense + batch-norm + relu}
 * @param input the shape of one example's first input
 * @param output the shape of one example's output
 * @param precision how the weights are stored
 * @param weightBytes the memory of weights and biases, padding included
 */
public record InferenceStep(
    String name,
    String work,
    Shape input,
    Shape output,
    WeightPrecision precision,
    long weightBytes) {
  static InferenceStep of(Model.Node node) {
    WeightPrecision precision = WeightPrecision.FLOAT32;
    long bytes = 0;
    if (node.layer() instanceof PackedDense dense) {
      precision = dense.precision();
      bytes = dense.byteSize();
    } else if (node.layer() instanceof FoldedBatchNorm norm) {
      bytes = 2L * Double.BYTES * norm.features();
    }
    for (Parameter parameter : node.layer().parameters()) {
      bytes += (long) Float.BYTES * parameter.value().size();
    }
    Shape input = node.inputShapes().getFirst();
    return new InferenceStep(
        node.name(), node.layer().kind(), input, node.shape(), precision, bytes);
  }

  /**
   * The last of the kinds in {@link #work}.
   *
   * @return such as {@code relu}
   */
  public String lastKind() {
    return work.substring(work.lastIndexOf(' ') + 1);
  }
}
