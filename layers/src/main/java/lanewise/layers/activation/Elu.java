package lanewise.layers.activation;

import lanewise.layers.format.JsonCursor;
import lanewise.layers.format.JsonObject;
import lanewise.tensor.kernel.elementwise.BinaryOp;
import lanewise.tensor.kernel.elementwise.ElementwiseKernel;
import lanewise.tensor.kernel.elementwise.ElementwiseVariants;
import lanewise.tensor.kernel.elementwise.UnaryOp;

/**
 * The exponential linear unit: {@code y = x} where x > 0, {@code y = alpha (e^x - 1)} elsewhere,
 * any shape (Clevert, Unterthiner and Hochreiter, 2016).
 *
 * <p>{@code gradX = gradY} where x > 0, {@code gradY alpha e^x} elsewhere. Minus infinity gives
 * -alpha; NaN stays NaN. Matches PyTorch's {@code ELU}.
 */
public final class Elu extends Activation {
  /** The kind in model files. */
  public static final String KIND = "elu";

  private static final ElementwiseKernel KERNEL = ElementwiseVariants.KERNEL;

  private final float alpha;

  private Elu(float alpha) {
    if (!Float.isFinite(alpha)) {
      throw new IllegalArgumentException("elu: alpha " + alpha + " is not finite");
    }
    this.alpha = alpha;
  }

  /**
   * A layer with alpha = 1.
   *
   * @return a new layer
   */
  public static Elu of() {
    return new Elu(1);
  }

  /**
   * A layer.
   *
   * @param alpha the negated limit of y for large negative x
   * @return a new layer
   * @throws IllegalArgumentException if alpha is not finite
   */
  public static Elu of(float alpha) {
    return new Elu(alpha);
  }

  /**
   * Makes a layer from its settings in a file.
   *
   * @param config as {@link #config()} gives it
   * @return a new layer
   * @throws lanewise.layers.format.JsonException if a setting is missing or of the wrong type
   * @throws IllegalArgumentException if a setting is out of range
   */
  public static Elu read(JsonCursor config) {
    config.requireKeys("alpha");
    return new Elu(config.get("alpha").asFloat());
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public JsonObject config() {
    return JsonObject.builder().put("alpha", alpha).build();
  }

  @Override
  protected void forward(int from, int count, float[] x, float[] y) {
    forward(alpha, 1, from, count, x, y);
  }

  @Override
  protected void backward(int from, int count, float[] x, float[] y, float[] gradY, float[] gradX) {
    backward(alpha, 1, from, count, x, gradY, gradX);
  }

  /** y = scale (max(x, 0) + alpha expm1(min(x, 0))), of which one term is 0. */
  static void forward(float alpha, float scale, int from, int count, float[] x, float[] y) {
    for (int i = from; i < from + count; i++) {
      y[i] = Math.min(x[i], 0);
    }
    KERNEL.unary(UnaryOp.EXPM1, count, y, from, y, from);
    for (int i = from; i < from + count; i++) {
      y[i] = scale * (Math.max(x[i], 0) + alpha * y[i]);
    }
  }

  /** gradX = scale gradY ([x > 0] + alpha e^min(x, 0) [x <= 0]). */
  static void backward(
      float alpha, float scale, int from, int count, float[] x, float[] gradY, float[] gradX) {
    for (int i = from; i < from + count; i++) {
      gradX[i] = Math.min(x[i], 0);
    }
    KERNEL.unary(UnaryOp.EXP, count, gradX, from, gradX, from);
    float[] mask = Tile.acquire();
    KERNEL.binaryScalar(BinaryOp.LE, count, x, from, 0, mask, 0);
    KERNEL.binary(BinaryOp.MUL, count, gradX, from, mask, 0, gradX, from);
    KERNEL.binaryScalar(BinaryOp.GT, count, x, from, 0, mask, 0);
    KERNEL.axpy(count, alpha, gradX, from, mask, 0, gradX, from);
    Tile.release(mask);
    for (int i = from; i < from + count; i++) {
      gradX[i] *= scale * gradY[i];
    }
  }

  @Override
  protected double value(double x) {
    return x > 0 ? x : alpha * Math.expm1(x);
  }
}
