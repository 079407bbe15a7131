package lanewise.layers;

import java.util.List;
import lanewise.layers.format.JsonObject;
import lanewise.tensor.Shape;

/** A {@link BatchNorm} at inference as {@code y = scale x + shift}, row by row. */
final class FoldedBatchNorm implements Layer {
  private final BatchNorm origin;
  private final int run;
  private final double[] scale;
  private final double[] shift;

  FoldedBatchNorm(BatchNorm origin, int run, double[] scale, double[] shift) {
    this.origin = origin;
    this.run = run;
    this.scale = scale;
    this.shift = shift;
  }

  int channels() {
    return scale.length;
  }

  /** Values after which the channels begin again. */
  int period() {
    return run * scale.length;
  }

  double scale(int index) {
    return scale[index / run % scale.length];
  }

  double shift(int index) {
    return shift[index / run % scale.length];
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
    if (run > 1) {
      for (int start = 0; start < n; start += run) {
        int c = start / run % scale.length;
        for (int i = start; i < start + run; i++) {
          y[i] = (float) (x[i] * scale[c] + shift[c]);
        }
      }
      return;
    }
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
      y[i] = x[i] * scale(i) + shift(i);
    }
  }
}
