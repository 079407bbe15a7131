package lanewise.layers;

import java.util.List;
import lanewise.layers.format.JsonCursor;
import lanewise.layers.format.JsonObject;
import lanewise.tensor.Shape;

/**
 * The rectified linear unit: {@code y = max(x, 0)}, any shape.
 *
 * <p>Its gradient is that of the output where y > 0, else 0 (at x = 0 as in PyTorch). NaN stays
 * NaN.
 */
public final class Relu implements Layer {
  static final String KIND = "relu";

  private Relu() {}

  /**
   * A new layer.
   *
   * @return the layer
   */
  public static Relu of() {
    return new Relu();
  }

  static Relu read(JsonCursor config) {
    config.requireKeys();
    return new Relu();
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public JsonObject config() {
    return JsonObject.builder().build();
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    return inputs.getFirst();
  }

  @Override
  public void forward(LayerPass pass) {
    float[] x = pass.input(0);
    float[] y = pass.output();
    int n = pass.rows() * pass.outputSize();
    for (int i = 0; i < n; i++) {
      y[i] = Math.max(x[i], 0f);
    }
  }

  @Override
  public void backward(LayerPass pass) {
    float[] gradX = pass.gradInput(0);
    if (gradX == null) {
      return;
    }
    float[] y = pass.output();
    float[] gradY = pass.gradOutput();
    int n = pass.rows() * pass.outputSize();
    for (int i = 0; i < n; i++) {
      gradX[i] = y[i] > 0 ? gradY[i] : 0;
    }
  }

  @Override
  public void reference(ReferencePass pass) {
    double[] x = pass.input(0);
    double[] y = pass.output();
    for (int i = 0; i < y.length; i++) {
      y[i] = Math.max(x[i], 0);
    }
  }
}
