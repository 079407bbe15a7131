package lanewise.layers.linear;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import lanewise.layers.Layer;
import lanewise.layers.LayerPass;
import lanewise.layers.Lowering;
import lanewise.layers.Parameter;
import lanewise.layers.ParameterBudget;
import lanewise.layers.ReferencePass;
import lanewise.layers.format.JsonCursor;
import lanewise.layers.format.JsonObject;
import lanewise.layers.internal.InputShapes;
import lanewise.tensor.Shape;
import lanewise.tensor.ShapeException;
import lanewise.tensor.Tensor;
import lanewise.tensor.kernel.elementwise.BinaryOp;
import lanewise.tensor.kernel.elementwise.ElementwiseKernel;
import lanewise.tensor.kernel.elementwise.ElementwiseVariants;
import lanewise.tensor.kernel.gemm.Gemm;
import org.jspecify.annotations.Nullable;

/**
 * A fully connected layer: {@code y = x W^T + b}, or without the bias {@code y = x W^T}.
 *
 * <pre>
 *   x [B, in]   W [out, in]   b [out]   y [B, out]
 *   gradW = gradY^T x      gradB = sum over B of gradY      gradX = gradY W
 * </pre>
 *
 * <p>An input of higher rank is multiplied along its last dimension. The weights have the layout of
 * PyTorch's {@code Linear}; they are 0 until they are initialized. Each output is one chain of
 * fused multiply-adds that starts from the bias or 0, so it does not depend on the other rows of
 * the batch.
 */
public final class Dense implements Layer {
  /** The kind in model files. */
  public static final String KIND = "dense";

  private static final ElementwiseKernel KERNEL = ElementwiseVariants.KERNEL;

  private final int in;
  private final int out;
  private final Parameter weight;
  private final @Nullable Parameter bias;

  private Dense(Parameter weight, @Nullable Parameter bias) {
    Shape shape = weight.value().shape();
    if (shape.rank() != 2 || shape.size() == 0) {
      throw new ShapeException(
          "dense: the parameter %s is %s: weights are [out, in], neither of them 0"
              .formatted(weight.name(), shape));
    }
    this.out = shape.dim(0);
    this.in = shape.dim(1);
    this.weight = weight;
    this.bias = bias == null ? null : bias.requireShape(KIND, Shape.of(out));
  }

  private static Dense zeros(int in, int out, boolean biased) {
    if (in < 1 || out < 1) {
      throw new IllegalArgumentException(
          "dense: " + in + " inputs and " + out + " outputs: both must be at least 1");
    }
    return new Dense(
        Parameter.weight("weight", Tensor.zeros(out, in), in, out),
        biased ? Parameter.bias("bias", Tensor.zeros(out)) : null);
  }

  /**
   * A layer with weights and bias of 0.
   *
   * @param in the number of features of an input row
   * @param out the number of features of an output row
   * @return a new layer
   * @throws IllegalArgumentException if a size is below 1
   */
  public static Dense of(int in, int out) {
    return zeros(in, out, true);
  }

  /**
   * A layer with weights of 0 and no bias, for example before a {@link
   * lanewise.layers.norm.BatchNorm}, which has a shift itself.
   *
   * @param in the number of features of an input row
   * @param out the number of features of an output row
   * @return a new layer
   * @throws IllegalArgumentException if a size is below 1
   */
  public static Dense withoutBias(int in, int out) {
    return zeros(in, out, false);
  }

  /**
   * A layer that holds the given parameters, so that it may share them with other layers: {@code
   * Dense.of(embedding.weight(), bias)} ties the output of a language model to its embedding.
   *
   * @param weight W [out, in]
   * @param bias b [out]
   * @return a new layer
   * @throws ShapeException if the parameters have other shapes
   */
  public static Dense of(Parameter weight, Parameter bias) {
    return new Dense(weight, bias);
  }

  /**
   * A layer without bias that holds the given weights.
   *
   * @param weight W [out, in]
   * @return a new layer
   * @throws ShapeException if the parameter has another shape
   */
  public static Dense withoutBias(Parameter weight) {
    return new Dense(weight, null);
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
  public static Dense read(JsonCursor config, ParameterBudget budget) {
    config.requireKeys("in", "out", "bias");
    budget.take(
        (long) config.get("in").asInt() * config.get("out").asInt() + config.get("out").asInt());
    Optional<JsonCursor> bias = config.find("bias");
    boolean biased = bias.isEmpty() || bias.get().asBoolean();
    return zeros(config.get("in").asInt(), config.get("out").asInt(), biased);
  }

  /**
   * The number of features of an input row.
   *
   * @return at least 1
   */
  public int in() {
    return in;
  }

  /**
   * The number of features of an output row.
   *
   * @return at least 1
   */
  public int out() {
    return out;
  }

  /**
   * The weights W.
   *
   * @return [out, in]
   */
  public Parameter weight() {
    return weight;
  }

  /**
   * The bias b.
   *
   * @return [out]
   * @throws IllegalStateException if the layer has no bias
   */
  public Parameter bias() {
    if (bias == null) {
      throw new IllegalStateException(
          "dense [" + out + ", " + in + "]: there is no bias: check hasBias() first");
    }
    return bias;
  }

  /**
   * Tests whether the layer adds a bias.
   *
   * @return false if it was made without one
   */
  public boolean hasBias() {
    return bias != null;
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public JsonObject config() {
    JsonObject.Builder config = JsonObject.builder().put("in", in).put("out", out);
    return hasBias() ? config.build() : config.put("bias", false).build();
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    Shape input = InputShapes.only(KIND, inputs);
    if (input.rank() == 0 || input.dim(-1) != in) {
      throw new ShapeException(
          "dense [" + out + ", " + in + "]: input " + input + " does not end in " + in);
    }
    int[] dims = input.toArray();
    dims[dims.length - 1] = out;
    return Shape.of(dims);
  }

  @Override
  public long flops(List<Shape> inputs) {
    return 2L * inputs.getFirst().size() * out;
  }

  @Override
  public List<Parameter> parameters() {
    return bias == null ? List.of(weight) : List.of(weight, bias);
  }

  @Override
  public Layer withParameters(List<Parameter> parameters) {
    Parameter given = parameters.get(0).requireShape(KIND, weight.value().shape());
    return new Dense(given, bias == null ? null : parameters.get(1));
  }

  @Override
  public void forward(LayerPass pass) {
    int rows = pass.rows() * (pass.inputSize(0) / in);
    float[] y = pass.output();
    for (int r = 0; r < rows && bias != null; r++) {
      System.arraycopy(bias.values(), 0, y, r * out, out);
    }
    Gemm.multiply(
        pass.workers(),
        false,
        true,
        rows,
        out,
        in,
        1,
        pass.input(0),
        0,
        in,
        weight.values(),
        0,
        in,
        bias == null ? 0 : 1,
        y,
        0,
        out);
  }

  @Override
  public void backward(LayerPass pass) {
    int rows = pass.rows() * (pass.inputSize(0) / in);
    float[] gradY = pass.gradOutput();
    Gemm.multiply(
        pass.workers(),
        true,
        false,
        out,
        in,
        rows,
        1,
        gradY,
        0,
        out,
        pass.input(0),
        0,
        in,
        0,
        pass.gradParameter(0),
        0,
        in);
    if (bias != null) {
      sumRows(gradY, rows, pass.gradParameter(1));
    }
    float[] gradX = pass.gradInput(0);
    if (gradX != null) {
      Gemm.multiply(
          pass.workers(),
          false,
          false,
          rows,
          in,
          out,
          1,
          gradY,
          0,
          out,
          weight.values(),
          0,
          in,
          0,
          gradX,
          0,
          in);
    }
  }

  private void sumRows(float[] gradY, int rows, float[] sums) {
    Arrays.fill(sums, 0, out, 0);
    for (int r = 0; r < rows; r++) {
      KERNEL.binary(BinaryOp.ADD, out, sums, 0, gradY, r * out, sums, 0);
    }
  }

  @Override
  public Lowering lowering(List<Shape> inputs) {
    return new Lowering.Affine(
        new Lowering.Geometry.Rows(), weight.value(), bias == null ? null : bias.value());
  }

  @Override
  public void reference(ReferencePass pass) {
    double[] x = pass.input(0);
    double[] y = pass.output();
    double[] w = pass.parameter(0);
    for (int i = 0; i < y.length; i++) {
      int row = i / out * in;
      int unit = i % out;
      double sum = bias == null ? 0 : pass.parameter(1)[unit];
      for (int p = 0; p < in; p++) {
        sum += x[row + p] * w[unit * in + p];
      }
      y[i] = sum;
    }
  }
}
