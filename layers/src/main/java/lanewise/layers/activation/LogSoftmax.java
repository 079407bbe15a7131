package lanewise.layers.activation;

import lanewise.layers.LayerPass;
import lanewise.layers.format.JsonCursor;
import lanewise.layers.loss.SoftmaxCrossEntropy;
import lanewise.tensor.kernel.elementwise.BinaryOp;
import lanewise.tensor.kernel.elementwise.ElementwiseKernel;
import lanewise.tensor.kernel.elementwise.ElementwiseVariants;
import lanewise.tensor.kernel.elementwise.UnaryOp;

/**
 * The logarithm of the softmax along one axis of an example, the last one by default:
 *
 * <pre>
 *   x [B, …, C, …]   y of the same shape
 *   y_j = x_j - max x - log(sum over k of e^(x_k - max x))
 *   gradX_j = gradY_j - e^(y_j) sum over k of gradY_k
 * </pre>
 *
 * <p>The maximum is subtracted first, so large values do not overflow, and small probabilities keep
 * their digits. Minus infinity stays minus infinity. A run that is all minus infinity, or contains
 * plus infinity or NaN, becomes NaN, as in PyTorch. For training use {@link SoftmaxCrossEntropy},
 * which takes logits.
 */
public final class LogSoftmax extends AxisSoftmax {
  /** The kind in model files. */
  public static final String KIND = "log-softmax";

  private static final ElementwiseKernel KERNEL = ElementwiseVariants.KERNEL;

  private LogSoftmax(int axis) {
    super(KIND, true, axis);
  }

  /**
   * A layer along the last axis.
   *
   * @return a new layer
   */
  public static LogSoftmax of() {
    return new LogSoftmax(-1);
  }

  /**
   * A layer along any axis.
   *
   * @param axis the axis in the shape of one example, from 0; negative numbers count from the end
   * @return a new layer
   */
  public static LogSoftmax along(int axis) {
    return new LogSoftmax(axis);
  }

  /**
   * Makes a layer from its settings in a file.
   *
   * @param config as {@link #config()} gives it
   * @return a new layer
   * @throws lanewise.layers.format.JsonException if a setting is missing or of the wrong type
   * @throws IllegalArgumentException if a setting is out of range
   */
  public static LogSoftmax read(JsonCursor config) {
    config.requireKeys("axis");
    return new LogSoftmax(config.get("axis").asInt());
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
    spreadSums(pass, gradY, gradX);
    float[] softmax = Tile.acquire();
    for (int from = 0; from < n; from += Tile.LENGTH) {
      int count = Math.min(Tile.LENGTH, n - from);
      KERNEL.unary(UnaryOp.EXP, count, y, from, softmax, 0);
      KERNEL.binary(BinaryOp.MUL, count, gradX, from, softmax, 0, gradX, from);
      KERNEL.binary(BinaryOp.SUB, count, gradY, from, gradX, from, gradX, from);
    }
    Tile.release(softmax);
  }
}
