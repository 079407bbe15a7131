package lanewise.layers.activation;

import lanewise.layers.format.JsonCursor;
import lanewise.layers.format.JsonObject;
import lanewise.tensor.kernel.elementwise.BinaryOp;
import lanewise.tensor.kernel.elementwise.ElementwiseKernel;
import lanewise.tensor.kernel.elementwise.ElementwiseVariants;
import lanewise.tensor.kernel.elementwise.UnaryOp;

/**
 * The Gaussian error linear unit, any shape (Hendrycks and Gimpel, 2016), exactly or by tanh:
 *
 * <pre>
 *   EXACT   y = x P(x)                     P(x) = (1 + erf(x / sqrt 2)) / 2
 *           gradX = gradY (P(x) + x p(x))  p(x) = e^(-x^2 / 2) / sqrt(2 pi)
 *   TANH    y = x s                        s = sigmoid(2 u) = (1 + tanh u) / 2
 *           gradX = gradY (s + x s (1 - s) 2 u')
 *           u = sqrt(2 / pi) (x + 0.044715 x^3)
 * </pre>
 *
 * <p>NaN stays NaN. Matches PyTorch's {@code GELU}, including NaN at minus infinity, where the
 * formula is infinity times 0; but outputs for large values of either sign and the gradients at
 * both infinities are their limits.
 */
public final class Gelu extends Activation {
  /** The kind in model files. */
  public static final String KIND = "gelu";

  private static final ElementwiseKernel KERNEL = ElementwiseVariants.KERNEL;

  /** Beyond it the gradient is 1 or 0. */
  private static final float RANGE = 20;

  private static final double CUBIC = 0.044715;
  private static final double TWO_ROOT_TWO_BY_PI = 2 * Math.sqrt(2 / Math.PI);
  private static final float ROOT_HALF = (float) Math.sqrt(0.5);
  private static final float DENSITY = (float) (1 / Math.sqrt(2 * Math.PI));

  /** The formula for the distribution function of the normal distribution. */
  public enum Form {
    /** Uses the error function. */
    EXACT,
    /** Uses the approximation with tanh, whose error is below 0.0005. */
    TANH
  }

  private final Form form;

  private Gelu(Form form) {
    this.form = form;
  }

  /**
   * A layer of the exact form.
   *
   * @return a new layer
   */
  public static Gelu of() {
    return new Gelu(Form.EXACT);
  }

  /**
   * A layer of either form.
   *
   * @param form exact or by tanh
   * @return a new layer
   */
  public static Gelu of(Form form) {
    return new Gelu(form);
  }

  /**
   * Makes a layer from its settings in a file.
   *
   * @param config as {@link #config()} gives it
   * @return a new layer
   * @throws lanewise.layers.format.JsonException if a setting is missing or of the wrong type
   * @throws IllegalArgumentException if a setting is out of range
   */
  public static Gelu read(JsonCursor config) {
    config.requireKeys("form");
    JsonCursor form = config.get("form");
    return switch (form.asString()) {
      case "exact" -> new Gelu(Form.EXACT);
      case "tanh" -> new Gelu(Form.TANH);
      default -> throw form.error("is neither \"exact\" nor \"tanh\"");
    };
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public JsonObject config() {
    return JsonObject.builder().put("form", form == Form.EXACT ? "exact" : "tanh").build();
  }

  @Override
  protected void forward(int from, int count, float[] x, float[] y) {
    UnaryOp op = form == Form.EXACT ? UnaryOp.GELU : UnaryOp.GELU_TANH;
    KERNEL.unary(op, count, x, from, y, from);
    Tile.spoilAtMinusInfinity(from, count, x, y);
  }

  @Override
  protected void backward(int from, int count, float[] x, float[] y, float[] gradY, float[] gradX) {
    switch (form) {
      case EXACT -> exactBackward(from, count, x, gradY, gradX);
      case TANH -> tanhBackward(from, count, x, gradY, gradX);
    }
  }

  private static void exactBackward(int from, int count, float[] x, float[] gradY, float[] gradX) {
    for (int i = from; i < from + count; i++) {
      float c = Math.min(Math.max(x[i], -RANGE), RANGE);
      gradX[i] = c * c * -0.5f;
    }
    KERNEL.unary(UnaryOp.EXP, count, gradX, from, gradX, from);
    for (int i = from; i < from + count; i++) {
      float c = Math.min(Math.max(x[i], -RANGE), RANGE);
      gradX[i] = gradX[i] * c * DENSITY;
    }
    float[] erf = Tile.acquire();
    KERNEL.binaryScalar(BinaryOp.MUL, count, x, from, ROOT_HALF, erf, 0);
    KERNEL.unary(UnaryOp.ERF, count, erf, 0, erf, 0);
    KERNEL.axpy(count, 0.5f, erf, 0, gradX, from, gradX, from);
    Tile.release(erf);
    for (int i = from; i < from + count; i++) {
      gradX[i] = (gradX[i] + 0.5f) * gradY[i];
    }
  }

  private static void tanhBackward(int from, int count, float[] x, float[] gradY, float[] gradX) {
    float linear = (float) TWO_ROOT_TWO_BY_PI;
    float cubic = (float) (TWO_ROOT_TWO_BY_PI * CUBIC);
    for (int i = from; i < from + count; i++) {
      float c = Math.min(Math.max(x[i], -RANGE), RANGE);
      gradX[i] = c * (linear + cubic * (c * c));
    }
    KERNEL.unary(UnaryOp.SIGMOID, count, gradX, from, gradX, from);
    float square = (float) (3 * TWO_ROOT_TWO_BY_PI * CUBIC);
    for (int i = from; i < from + count; i++) {
      float c = Math.min(Math.max(x[i], -RANGE), RANGE);
      float s = gradX[i];
      gradX[i] = (s + c * s * (1 - s) * (linear + square * (c * c))) * gradY[i];
    }
  }

  @Override
  protected double value(double x) {
    return switch (form) {
      case EXACT -> x * 0.5 * (1 + erf(x * Math.sqrt(0.5)));
      case TANH -> x / (1 + Math.exp(-TWO_ROOT_TWO_BY_PI * (x + CUBIC * x * x * x)));
    };
  }

  /** e^(-x^2) 2 / sqrt(pi) (x + 2 x^3 / 3 + 4 x^5 / 15 + …), all terms of one sign. */
  private static double erf(double x) {
    if (!(Math.abs(x) < 6)) {
      return Math.signum(x);
    }
    double term = x;
    double sum = x;
    for (int k = 1; Math.abs(term) > 1e-18 * Math.abs(sum); k++) {
      term *= 2 * x * x / (2 * k + 1);
      sum += term;
    }
    return 2 / Math.sqrt(Math.PI) * Math.exp(-x * x) * sum;
  }
}
