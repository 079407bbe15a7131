package lanewise.layers.activation;

import lanewise.layers.LayerPass;
import lanewise.layers.format.JsonCursor;
import lanewise.layers.loss.SoftmaxCrossEntropy;

/**
 * The softmax along one axis of an example, the last one by default (Bridle, 1990):
 *
 * <pre>
 *   x [B, …, C, …]   y of the same shape
 *   y_j = e^(x_j - max x) / sum over k of e^(x_k - max x)
 *   gradX_j = y_j (gradY_j - sum over k of gradY_k y_k)
 * </pre>
 *
 * <p>The maximum is subtracted first, so large values do not overflow. Minus infinity gives 0. A
 * run that is all minus infinity, or contains plus infinity or NaN, becomes NaN, as in PyTorch. For
 * training use {@link SoftmaxCrossEntropy}, which takes logits.
 */
public final class Softmax extends AxisSoftmax {
  /** The kind in model files. */
  public static final String KIND = "softmax";

  private Softmax(int axis) {
    super(KIND, false, axis);
  }

  /**
   * A layer along the last axis.
   *
   * @return a new layer
   */
  public static Softmax of() {
    return new Softmax(-1);
  }

  /**
   * A layer along any axis.
   *
   * @param axis the axis in the shape of one example, from 0; negative numbers count from the end
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
    spreadSums(pass, gradX, gradX);
    for (int i = 0; i < n; i++) {
      gradX[i] = (gradY[i] - gradX[i]) * y[i];
    }
  }
}
