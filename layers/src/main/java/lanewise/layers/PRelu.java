package lanewise.layers;

import java.util.Arrays;
import java.util.List;
import lanewise.layers.format.JsonCursor;
import lanewise.layers.format.JsonObject;
import lanewise.tensor.Shape;
import lanewise.tensor.ShapeException;
import lanewise.tensor.Tensor;
import lanewise.tensor.kernel.elementwise.BinaryOp;
import lanewise.tensor.kernel.elementwise.ElementwiseKernel;
import lanewise.tensor.kernel.elementwise.ElementwiseVariants;
import lanewise.tensor.kernel.elementwise.UnaryOp;
import lanewise.tensor.kernel.reduce.Reducer;

/**
 * A leaky ReLU whose slope is learnt: {@code y = x} where x > 0, {@code y = a x} elsewhere (He,
 * Zhang, Ren and Sun, 2015).
 *
 * <pre>
 *   x [B, …, C]   a [1] or [C]   y [B, …, C]
 *   gradX = gradY where x > 0, a gradY elsewhere
 *   gradA = sum over B, … of gradY min(x, 0), over C too for one slope
 * </pre>
 *
 * <p>Slopes start at 0.25, and initialization leaves them so. Do not decay them: that would pull
 * them to 0. NaN stays NaN. As PyTorch's {@code PReLU}, but a slope per channel goes along the last
 * dimension, PyTorch's along the second of a batch: for rows of features that is the same.
 */
public final class PRelu implements Layer {
  static final String KIND = "prelu";

  private static final ElementwiseKernel KERNEL = ElementwiseVariants.KERNEL;

  private final Parameter slope;

  private PRelu(int channels) {
    if (channels < 1) {
      throw new IllegalArgumentException("prelu: " + channels + " channels: use at least 1");
    }
    slope = Parameter.fixedStart("slope", Tensor.zeros(channels));
    Arrays.fill(slope.values(), 0.25f);
  }

  /**
   * A layer with one slope for all values.
   *
   * @return a new layer
   */
  public static PRelu of() {
    return new PRelu(1);
  }

  /**
   * A layer with a slope for each channel.
   *
   * @param channels the last dimension of the input; 1 gives one slope for an input of any shape
   * @return a new layer
   * @throws IllegalArgumentException if there are none
   */
  public static PRelu of(int channels) {
    return new PRelu(channels);
  }

  static PRelu read(JsonCursor config) {
    config.requireKeys("channels");
    return new PRelu(config.get("channels").asInt());
  }

  static long valueCount(JsonCursor config) {
    return config.get("channels").asInt();
  }

  /**
   * The slopes a.
   *
   * @return [1] or [channels]
   */
  public Parameter slope() {
    return slope;
  }

  private int channels() {
    return slope.values().length;
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public JsonObject config() {
    return JsonObject.builder().put("channels", channels()).build();
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    Shape input = InputShapes.only(KIND, inputs);
    if (channels() > 1 && (input.rank() == 0 || input.dim(-1) != channels())) {
      throw new ShapeException(
          "prelu of " + channels() + " channels: input " + input + " does not end in as many");
    }
    return input;
  }

  @Override
  public List<Parameter> parameters() {
    return List.of(slope);
  }

  @Override
  public void forward(LayerPass pass) {
    float[] x = pass.input(0);
    float[] y = pass.output();
    float[] a = slope.values();
    int n = pass.rows() * pass.outputSize();
    int width = a.length == 1 ? n : a.length;
    float[] positive = Tile.acquire();
    for (int row = 0; row < n; row += width) {
      for (int j = 0; j < width; j += Tile.LENGTH) {
        int from = row + j;
        int count = Math.min(Tile.LENGTH, width - j);
        KERNEL.unary(UnaryOp.RELU, count, x, from, positive, 0);
        KERNEL.binaryScalar(BinaryOp.MIN, count, x, from, 0, y, from);
        if (a.length == 1) {
          KERNEL.axpy(count, a[0], y, from, positive, 0, y, from);
        } else {
          KERNEL.fma(count, y, from, a, j, positive, 0, y, from);
        }
      }
    }
    Tile.release(positive);
  }

  @Override
  public void backward(LayerPass pass) {
    sumSlopes(pass);
    float[] gradX = pass.gradInput(0);
    if (gradX == null) {
      return;
    }
    float[] gradY = pass.gradOutput();
    float[] a = slope.values();
    int n = pass.rows() * pass.outputSize();
    int width = a.length == 1 ? n : a.length;
    for (int row = 0; row < n; row += width) {
      for (int j = 0; j < width; j += Tile.LENGTH) {
        int from = row + j;
        int count = Math.min(Tile.LENGTH, width - j);
        if (a.length == 1) {
          KERNEL.binaryScalar(BinaryOp.MUL, count, gradY, from, a[0], gradX, from);
        } else {
          KERNEL.binary(BinaryOp.MUL, count, gradY, from, a, j, gradX, from);
        }
        Tile.takeWherePositive(from, count, pass.input(0), gradY, gradX);
      }
    }
  }

  /** One slope: sums of blocks, added in double precision; several: a chain down each column. */
  private void sumSlopes(LayerPass pass) {
    float[] x = pass.input(0);
    float[] gradY = pass.gradOutput();
    float[] gradA = pass.gradParameter(0);
    int channels = channels();
    int n = pass.rows() * pass.outputSize();
    int width = channels == 1 ? n : channels;
    float[] negative = Tile.acquire();
    double sum = 0;
    Arrays.fill(gradA, 0, channels, 0);
    for (int row = 0; row < n; row += width) {
      for (int j = 0; j < width; j += Tile.LENGTH) {
        int from = row + j;
        int count = Math.min(Tile.LENGTH, width - j);
        KERNEL.binaryScalar(BinaryOp.MIN, count, x, from, 0, negative, 0);
        if (channels == 1) {
          sum += Reducer.dot(count, negative, 0, gradY, from);
        } else {
          KERNEL.fma(count, negative, 0, gradY, from, gradA, j, gradA, j);
        }
      }
    }
    if (channels == 1) {
      gradA[0] = (float) sum;
    }
    Tile.release(negative);
  }

  @Override
  public void reference(ReferencePass pass) {
    double[] x = pass.input(0);
    double[] y = pass.output();
    double[] a = pass.parameter(0);
    for (int i = 0; i < y.length; i++) {
      y[i] = x[i] > 0 ? x[i] : a[i % a.length] * x[i];
    }
  }
}
