package lanewise.layers.merge;

import java.util.List;
import lanewise.layers.Layer;
import lanewise.layers.LayerPass;
import lanewise.layers.ReferencePass;
import lanewise.layers.format.JsonCursor;
import lanewise.layers.format.JsonObject;
import lanewise.layers.internal.InputShapes;
import lanewise.tensor.Shape;

/**
 * The sum of two or more inputs of equal shape: {@code y = x0 + x1 + …}, from the first to the
 * last. Its gradient goes to every input unchanged.
 *
 * <p>It makes residual connections: {@code graph.add(Add.of(), x, branch)}. Shapes are not
 * broadcast.
 *
 * <p>Source of residual connections: He et al., "Deep residual learning for image recognition",
 * 2015.
 */
public final class Add implements Layer {
  /** The kind in model files. */
  public static final String KIND = "add";

  private Add() {}

  /**
   * A new layer.
   *
   * @return the layer
   */
  public static Add of() {
    return new Add();
  }

  /**
   * Makes a layer from its settings in a file.
   *
   * @param config as {@link #config()} gives it
   * @return a new layer
   * @throws lanewise.layers.format.JsonException if a setting is missing or of the wrong type
   * @throws IllegalArgumentException if a setting is out of range
   */
  public static Add read(JsonCursor config) {
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
