package lanewise.layers;

import java.util.List;
import lanewise.layers.format.JsonCursor;
import lanewise.layers.format.JsonObject;
import lanewise.tensor.Shape;

/**
 * The sum of two inputs or more of equal shape: {@code y = x0 + x1 + …}, from the first to the
 * last. Its gradient goes to every input unchanged.
 *
 * <p>With it, a graph has residual connections: {@code graph.add(Add.of(), x, branch)}. Shapes are
 * not broadcast.
 *
 * <p>Source of residual connections: He et al., "Deep residual learning for image recognition",
 * 2015.
 */
public final class Add implements Layer {
  static final String KIND = "add";

  private Add() {}

  /**
   * A new layer.
   *
   * @return the layer
   */
  public static Add of() {
    return new Add();
  }

  static Add read(JsonCursor config) {
    config.requireKeys();
    return new Add();
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
    return InputShapes.alike(KIND, inputs);
  }

  @Override
  public long flops(List<Shape> inputs) {
    return (inputs.size() - 1L) * inputs.getFirst().size();
  }

  @Override
  public void forward(LayerPass pass) {
    float[] y = pass.output();
    int n = pass.rows() * pass.outputSize();
    System.arraycopy(pass.input(0), 0, y, 0, n);
    for (int k = 1; k < pass.inputCount(); k++) {
      float[] x = pass.input(k);
      for (int i = 0; i < n; i++) {
        y[i] += x[i];
      }
    }
  }

  @Override
  public void backward(LayerPass pass) {
    int n = pass.rows() * pass.outputSize();
    for (int k = 0; k < pass.inputCount(); k++) {
      float[] gradX = pass.gradInput(k);
      if (gradX != null) {
        System.arraycopy(pass.gradOutput(), 0, gradX, 0, n);
      }
    }
  }

  @Override
  public void reference(ReferencePass pass) {
    double[] y = pass.output();
    for (int i = 0; i < y.length; i++) {
      double sum = 0;
      for (int k = 0; k < pass.inputCount(); k++) {
        sum += pass.input(k)[i];
      }
      y[i] = sum;
    }
  }
}
