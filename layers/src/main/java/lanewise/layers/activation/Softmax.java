package lanewise.layers.activation;

import java.util.List;
import lanewise.layers.Layer;
import lanewise.layers.LayerPass;
import lanewise.layers.ReferencePass;
import lanewise.layers.format.JsonCursor;
import lanewise.layers.format.JsonObject;
import lanewise.layers.internal.AxisRuns;
import lanewise.layers.internal.InputShapes;
import lanewise.layers.loss.SoftmaxCrossEntropy;
import lanewise.tensor.Shape;
import lanewise.tensor.kernel.reduce.Reducer;

/**
 * The softmax along one axis of an example, the last one by default (Bridle, 1990):
 *
 * <pre>
 *   x [B, …, C, …]   y of the same shape
 *   y_j = e^(x_j - max x) / sum over k of e^(x_k - max x)
 *   gradX_j = y_j (gradY_j - sum over k of gradY_k y_k)
 * </pre>
 *
 * <p>The maximum is taken off first, so large values do not overflow. Minus infinity gives 0,
 * unless the whole run is; that, plus infinity and NaN give NaN along the run, as in PyTorch. For
 * training {@link SoftmaxCrossEntropy} takes the logits instead.
 */
public final class Softmax implements Layer {
  /** The kind in model files. */
  public static final String KIND = "softmax";

  private final int axis;

  private Softmax(int axis) {
    this.axis = axis;
  }

  /**
   * Along the last axis.
   *
   * @return a new layer
   */
  public static Softmax of() {
    return new Softmax(-1);
  }

  /**
   * Along any axis.
   *
   * @param axis of the shape of one example, from 0; negative counts from the end
   * @return a new layer
   */
  public static Softmax along(int axis) {
    return new Softmax(axis);
  }

  /**
   * Makes a layer from its settings in a file.
   *
   * @param config as {@link #config()} gives it
   * @return a new layer
   * @throws lanewise.layers.format.JsonException if a setting is missing or of the wrong type
   * @throws IllegalArgumentException if a setting is out of range
   */
  public static Softmax read(JsonCursor config) {
    config.requireKeys("axis");
    return new Softmax(config.get("axis").asInt());
  }

  /** Turns each row of {@code size} logits into probabilities, in place. */
  static void rowsInPlace(int rows, int size, float[] values, int offset) {
    Reducer.softmax(false, rows, size, 1, values, offset, size, 1, values, offset);
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public JsonObject config() {
    return JsonObject.builder().put("axis", axis).build();
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    return AxisRuns.check(KIND, InputShapes.only(KIND, inputs), axis);
  }

  @Override
  public List<Integer> scratch(List<Shape> inputs, int maxRows) {
    return List.of(AxisRuns.count(inputs.getFirst(), axis, maxRows));
  }

  @Override
  public void forward(LayerPass pass) {
    AxisRuns.softmax(false, axis, pass);
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
      gradX[i] = gradY[i] * y[i];
    }
    AxisRuns.spreadSums(axis, pass, gradX, gradX);
    for (int i = 0; i < n; i++) {
      gradX[i] = (gradY[i] - gradX[i]) * y[i];
    }
  }

  @Override
  public void reference(ReferencePass pass) {
    AxisRuns.reference(false, axis, pass);
  }
}
