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
 * The elementwise product of two or more inputs of equal shape.
 *
 * <pre>
 *   xk [B, …]   y [B, …]
 *   y = x0 x1 …     gradXk = gradY x the product of all other inputs
 * </pre>
 *
 * <p>The product runs from the first input to the last. The gradient is never computed as a
 * quotient, so it is correct where an input is 0. An input may appear twice: its gradients add up.
 * Shapes are not broadcast.
 */
public final class Multiply implements Layer {
  /** The kind in model files. */
  public static final String KIND = "multiply";

  private Multiply() {}

  /**
   * A new layer.
   *
   * @return the layer
   */
  public static Multiply of() {
    return new Multiply();
  }

  /**
   * Makes a layer from its settings in a file.
   *
   * @param config as {@link #config()} gives it
   * @return a new layer
   * @throws lanewise.layers.format.JsonException if a setting is missing or of the wrong type
   * @throws IllegalArgumentException if a setting is out of range
   */
  public static Multiply read(JsonCursor config) {
    config.requireKeys();
    return new Multiply();
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
    int n = pass.rows() * pass.outputSize();
    System.arraycopy(pass.input(0), 0, pass.output(), 0, n);
    for (int k = 1; k < pass.inputCount(); k++) {
      multiply(pass.input(k), pass.output(), n);
    }
  }

  @Override
  public void backward(LayerPass pass) {
    int n = pass.rows() * pass.outputSize();
    for (int k = 0; k < pass.inputCount(); k++) {
      float[] gradX = pass.gradInput(k);
      if (gradX != null) {
        System.arraycopy(pass.gradOutput(), 0, gradX, 0, n);
        for (int other = 0; other < pass.inputCount(); other++) {
          if (other != k) {
            multiply(pass.input(other), gradX, n);
          }
        }
      }
    }
  }

  private static void multiply(float[] factor, float[] product, int n) {
    for (int i = 0; i < n; i++) {
      product[i] *= factor[i];
    }
  }

  @Override
  public void reference(ReferencePass pass) {
    double[] y = pass.output();
    for (int i = 0; i < y.length; i++) {
      double product = 1;
      for (int k = 0; k < pass.inputCount(); k++) {
        product *= pass.input(k)[i];
      }
      y[i] = product;
    }
  }
}
