package lanewise.layers;

import java.util.List;
import lanewise.layers.format.JsonObject;
import lanewise.tensor.Shape;

/** A {@link BatchNorm} at inference as {@code y = scale x + shift}, row by row. */
final class FoldedBatchNorm implements Layer {
  private final BatchNorm origin;
  private final double[] scale;
  private final double[] shift;

  FoldedBatchNorm(BatchNorm origin, double[] scale, double[] shift) {
    this.origin = origin;
    this.scale = scale;
    this.shift = shift;
  }

  int features() {
    return scale.length;
  }

  double scale(int feature) {
    return scale[feature];
  }

  double shift(int feature) {
    return shift[feature];
  }

  @Override
  public String kind() {
    return origin.kind();
  }

  @Override
  public JsonObject config() {
    return origin.config();
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    return origin.outputShape(inputs);
  }

  @Override
  public void forward(LayerPass pass) {
    float[] x = pass.input(0);
    float[] y = pass.output();
    int n = pass.rows() * pass.outputSize();
    for (int row = 0; row < n; row += scale.length) {
      for (int j = 0; j < scale.length; j++) {
        y[row + j] = (float) (x[row + j] * scale[j] + shift[j]);
      }
    }
  }

  @Override
  public void backward(LayerPass pass) {
    throw new IllegalStateException(kind() + ": folded for inference, it cannot be trained");
  }

  @Override
  public void reference(ReferencePass pass) {
    double[] x = pass.input(0);
    double[] y = pass.output();
    for (int i = 0; i < y.length; i++) {
      y[i] = x[i] * scale[i % scale.length] + shift[i % scale.length];
    }
  }
}
