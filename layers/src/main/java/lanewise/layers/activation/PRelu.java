package lanewise.layers.activation;

import java.util.Arrays;
import java.util.List;
import lanewise.layers.Layer;
import lanewise.layers.LayerPass;
import lanewise.layers.Parameter;
import lanewise.layers.ParameterBudget;
import lanewise.layers.ReferencePass;
import lanewise.layers.format.JsonCursor;
import lanewise.layers.format.JsonObject;
import lanewise.layers.internal.AxisRuns;
import lanewise.layers.internal.InputShapes;
import lanewise.tensor.Shape;
import lanewise.tensor.ShapeException;
import lanewise.tensor.Tensor;
import lanewise.tensor.kernel.elementwise.BinaryOp;
import lanewise.tensor.kernel.elementwise.ElementwiseKernel;
import lanewise.tensor.kernel.elementwise.ElementwiseVariants;
import lanewise.tensor.kernel.elementwise.UnaryOp;
import lanewise.tensor.kernel.reduce.Reducer;

/**
 * A leaky ReLU whose slope is learned: {@code y = x} where x > 0, {@code y = a x} elsewhere (He,
 * Zhang, Ren and Sun, 2015).
 *
 * <pre>
 *   x [B, …, C, …]   a [1] or [C]   y [B, …, C, …]
 *   gradX = gradY where x > 0, a gradY elsewhere
 *   gradA = sum over B and all dimensions but C of gradY min(x, 0), over C too for one slope
 * </pre>
 *
 * <p>The channels are axis 0 of one example, as in {@code [features]} and {@code [channels, height,
 * width]}, which is dimension 1 of a batch in PyTorch's {@code PReLU}; {@link #withAxis} names
 * another axis.
 *
 * <p>Slopes start at 0.25, and initialization does not change them. Do not apply weight decay to
 * them: it would pull them to 0. NaN stays NaN.
 */
public final class PRelu implements Layer {
  /** The kind in model files. */
  public static final String KIND = "prelu";

  private static final ElementwiseKernel KERNEL = ElementwiseVariants.KERNEL;

  private final int axis;
  private final Parameter slope;

  private PRelu(int axis, Parameter slope) {
    this.axis = axis;
    this.slope = slope;
  }

  private static PRelu withSlopes(int channels) {
    if (channels < 1) {
      throw new IllegalArgumentException("prelu: " + channels + " channels: use at least 1");
    }
    Parameter slope = Parameter.scale("slope", Tensor.zeros(channels));
    Arrays.fill(slope.values(), 0.25f);
    return new PRelu(0, slope);
  }

  /**
   * A layer with one slope for all values.
   *
   * @return a new layer
   */
  public static PRelu of() {
    return withSlopes(1);
  }

  /**
   * A layer with a slope for each channel.
   *
   * @param channels the size of the channel dimension; 1 gives one slope for an input of any shape
   * @return a new layer
   * @throws IllegalArgumentException if there are no channels
   */
  public static PRelu of(int channels) {
    return withSlopes(channels);
  }

  /**
   * This layer with its channels in another dimension.
   *
   * @param value the channels' place in the shape of one example, from 0; negative numbers count
   *     from the end
   * @return a layer that holds the same slopes
   */
  public PRelu withAxis(int value) {
    return new PRelu(value, slope);
  }

  /**
   * Makes a layer from its settings in a file.
   *
   * @param config as {@link #config()} gives it
   * @param budget the budget of the file's layers, from which the parameters are taken
   * @return a new layer
   * @throws lanewise.layers.format.JsonException if a setting is missing or of the wrong type
   * @throws IllegalArgumentException if a setting is out of range, or the budget does not suffice
   */
  public static PRelu read(JsonCursor config, ParameterBudget budget) {
    config.requireKeys("channels", "axis");
    budget.take(config.get("channels").asInt());
    return withSlopes(config.get("channels").asInt()).withAxis(config.get("axis").asInt());
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
    return JsonObject.builder().put("channels", channels()).put("axis", axis).build();
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    Shape input = InputShapes.only(KIND, inputs);
    if (channels() == 1) {
      return input;
    }
    boolean there = axis >= -input.rank() && axis < input.rank();
    if (!there || input.dim(axis) != channels()) {
      throw new ShapeException(
          "%s [%s]: input %s does not have %s channels along axis %s"
              .formatted(KIND, channels(), input, channels(), axis));
    }
    return input;
  }

  @Override
  public List<Parameter> parameters() {
    return List.of(slope);
  }

  @Override
  public Layer withParameters(List<Parameter> parameters) {
    return new PRelu(axis, parameters.get(0).requireShape(KIND, slope.value().shape()));
  }

  /**
   * Returns the number of consecutive values with one slope, which is 1 if the channels come last.
   */
  private int run(LayerPass pass) {
    return channels() == 1
        ? pass.rows() * pass.outputSize()
        : AxisRuns.inner(pass.inputShape(0), axis);
  }

  @Override
  public void forward(LayerPass pass) {
    float[] x = pass.input(0);
    float[] y = pass.output();
    float[] a = slope.values();
    int n = pass.rows() * pass.outputSize();
    int run = run(pass);
    int width = run == 1 ? a.length : run;
    float[] positive = Tile.acquire();
    for (int start = 0; start < n; start += width) {
      float shared = a[start / run % a.length];
      for (int j = 0; j < width; j += Tile.LENGTH) {
        int from = start + j;
        int count = Math.min(Tile.LENGTH, width - j);
        KERNEL.unary(UnaryOp.RELU, count, x, from, positive, 0);
        KERNEL.binaryScalar(BinaryOp.MIN, count, x, from, 0, y, from);
        if (run == 1) {
          KERNEL.fma(count, y, from, a, j, positive, 0, y, from);
        } else {
          KERNEL.axpy(count, shared, y, from, positive, 0, y, from);
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
    int run = run(pass);
    int width = run == 1 ? a.length : run;
    for (int start = 0; start < n; start += width) {
      float shared = a[start / run % a.length];
      for (int j = 0; j < width; j += Tile.LENGTH) {
        int from = start + j;
        int count = Math.min(Tile.LENGTH, width - j);
        if (run == 1) {
          KERNEL.binary(BinaryOp.MUL, count, gradY, from, a, j, gradX, from);
        } else {
          KERNEL.binaryScalar(BinaryOp.MUL, count, gradY, from, shared, gradX, from);
        }
        Tile.takeWherePositive(from, count, pass.input(0), gradY, gradX);
      }
    }
  }

  /**
   * Sums the slopes' gradients: for runs, block sums added in double precision; for single values,
   * a chain down each column.
   */
  private void sumSlopes(LayerPass pass) {
    float[] gradA = pass.gradParameter(0);
    int run = run(pass);
    float[] negative = Tile.acquire();
    if (run == 1) {
      sumColumns(pass, negative, gradA);
    } else {
      for (int c = 0; c < channels(); c++) {
        gradA[c] = (float) sumRuns(pass, negative, c, run);
      }
    }
    Tile.release(negative);
  }

  private void sumColumns(LayerPass pass, float[] negative, float[] gradA) {
    int channels = channels();
    int n = pass.rows() * pass.outputSize();
    Arrays.fill(gradA, 0, channels, 0);
    for (int row = 0; row < n; row += channels) {
      for (int j = 0; j < channels; j += Tile.LENGTH) {
        int count = Math.min(Tile.LENGTH, channels - j);
        KERNEL.binaryScalar(BinaryOp.MIN, count, pass.input(0), row + j, 0, negative, 0);
        KERNEL.fma(count, negative, 0, pass.gradOutput(), row + j, gradA, j, gradA, j);
      }
    }
  }

  private double sumRuns(LayerPass pass, float[] negative, int channel, int run) {
    int n = pass.rows() * pass.outputSize();
    double sum = 0;
    for (int start = channel * run; start < n; start += channels() * run) {
      for (int j = 0; j < run; j += Tile.LENGTH) {
        int count = Math.min(Tile.LENGTH, run - j);
        KERNEL.binaryScalar(BinaryOp.MIN, count, pass.input(0), start + j, 0, negative, 0);
        sum += Reducer.dot(count, negative, 0, pass.gradOutput(), start + j);
      }
    }
    return sum;
  }

  @Override
  public void reference(ReferencePass pass) {
    double[] x = pass.input(0);
    double[] y = pass.output();
    double[] a = pass.parameter(0);
    int run = a.length == 1 ? 1 : AxisRuns.inner(pass.inputShape(0), axis);
    for (int i = 0; i < y.length; i++) {
      y[i] = x[i] > 0 ? x[i] : a[i / run % a.length] * x[i];
    }
  }
}
