package lanewise.layers.norm;

import java.util.Arrays;
import java.util.List;
import lanewise.layers.Layer;
import lanewise.layers.LayerPass;
import lanewise.layers.Parameter;
import lanewise.layers.ParameterBudget;
import lanewise.layers.ReferencePass;
import lanewise.layers.format.JsonArray;
import lanewise.layers.format.JsonCursor;
import lanewise.layers.format.JsonObject;
import lanewise.layers.internal.InputShapes;
import lanewise.layers.internal.Room;
import lanewise.tensor.Shape;
import lanewise.tensor.ShapeException;
import lanewise.tensor.Tensor;
import lanewise.tensor.Tensors;

/**
 * Layer normalization: brings the values of each example, or of each position in it, to mean 0 and
 * variance 1 over its last dimensions, then scales and shifts them by learned parameters.
 *
 * <pre>
 *   x [B, …, N]   weight w, bias b [N]   y [B, …, N]   N stands for one dimension or several
 *   z = (x - mean) / sqrt(var + epsilon)     y = w z + b
 *   mean and var (divided by N) over the N values of a position
 *   gradB = sum over B, … of gradY     gradW = sum over B, … of gradY z
 *   gradX = (g - mean of g - z mean of (g z)) / sqrt(var + epsilon)     g = w gradY
 * </pre>
 *
 * <p>It computes the same in training and at inference. Sums run in double precision in a fixed
 * order.
 *
 * <p>Source: Ba, Kiros and Hinton, "Layer normalization", 2016. Matches PyTorch's {@code
 * LayerNorm}.
 */
public final class LayerNorm implements Layer {
  /** The kind in model files. */
  public static final String KIND = "layer-norm";

  private static final double EPSILON = 1e-5;

  private final Shape shape;
  private final double epsilon;
  private final Affine affine;
  private final List<Parameter> parameters;

  /** The choice whether normalized values are then scaled and shifted. */
  public enum Affine {
    /** Scaled and shifted by a learned weight and bias. */
    LEARNED,
    /** Not scaled and shifted; there are no parameters. */
    NONE
  }

  private LayerNorm(Shape shape, double epsilon, Affine affine) {
    this(shape, epsilon, affine, start(shape, affine));
  }

  private LayerNorm(Shape shape, double epsilon, Affine affine, List<Parameter> parameters) {
    if (shape.rank() == 0 || shape.size() == 0) {
      throw new IllegalArgumentException(
          KIND + ": normalizes over " + shape + ": it needs one dimension or more, none of them 0");
    }
    this.shape = shape;
    this.epsilon = checkEpsilon(KIND, epsilon);
    this.affine = affine;
    this.parameters = parameters;
  }

  private static List<Parameter> start(Shape shape, Affine affine) {
    return switch (affine) {
      case NONE -> List.of();
      case LEARNED ->
          List.of(
              Parameter.scale("weight", Tensors.ones(shape.toArray())),
              Parameter.bias("bias", Tensor.zeros(shape.toArray())));
    };
  }

  static double checkEpsilon(String kind, double epsilon) {
    if (!(epsilon > 0 && epsilon < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          kind + ": an epsilon of " + epsilon + ": it must be above 0 and finite");
    }
    return epsilon;
  }

  /**
   * A layer with epsilon 1e-5 and learned scale and shift, initially 1 and 0.
   *
   * @param dims the last dimensions of the input, over which it normalizes
   * @return a new layer
   * @throws IllegalArgumentException if there is no dimension, or a dimension is 0
   */
  public static LayerNorm of(int... dims) {
    return new LayerNorm(Shape.of(dims), EPSILON, Affine.LEARNED);
  }

  /**
   * A layer.
   *
   * @param shape the last dimensions of the input, over which it normalizes
   * @param epsilon the number added to variances, above 0
   * @param affine whether there are a weight and a bias
   * @return a new layer
   * @throws IllegalArgumentException if an argument is out of range
   */
  public static LayerNorm of(Shape shape, double epsilon, Affine affine) {
    return new LayerNorm(shape, epsilon, affine);
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
  public static LayerNorm read(JsonCursor config, ParameterBudget budget) {
    config.requireKeys("shape", "epsilon", "affine");
    Shape shape = shape(config);
    Affine affine = config.get("affine").asBoolean() ? Affine.LEARNED : Affine.NONE;
    budget.take(affine == Affine.LEARNED ? 2L * shape.size() : 0);
    return new LayerNorm(shape, config.get("epsilon").asDouble(), affine);
  }

  private static Shape shape(JsonCursor config) {
    return Shape.of(config.get("shape").elements().stream().mapToInt(JsonCursor::asInt).toArray());
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public JsonObject config() {
    return JsonObject.builder()
        .put("shape", JsonArray.of(Arrays.stream(shape.toArray()).asLongStream().toArray()))
        .put("epsilon", epsilon)
        .put("affine", affine == Affine.LEARNED)
        .build();
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    Shape input = InputShapes.only(KIND, inputs);
    boolean fits = input.rank() >= shape.rank();
    for (int d = 1; d <= shape.rank() && fits; d++) {
      fits = input.dim(-d) == shape.dim(-d);
    }
    if (!fits) {
      throw new ShapeException(
          KIND + " " + shape + ": input " + input + " does not end in " + shape);
    }
    return input;
  }

  @Override
  public List<Parameter> parameters() {
    return parameters;
  }

  @Override
  public Layer withParameters(List<Parameter> given) {
    given.forEach(parameter -> parameter.requireShape(KIND, shape));
    return new LayerNorm(shape, epsilon, affine, List.copyOf(given));
  }

  /** Requests two buffers: z, and one over the standard deviation of each position. */
  @Override
  public List<Integer> scratch(List<Shape> inputs, int maxRows) {
    int values = Room.values(KIND, maxRows, inputs.getFirst().size());
    return List.of(values, values / shape.size());
  }

  /** Counts for each value one for the mean, three for the variance, two for z, two for w and b. */
  @Override
  public long flops(List<Shape> inputs) {
    return (affine == Affine.LEARNED ? 8L : 6L) * inputs.getFirst().size();
  }

  @Override
  public void forward(LayerPass pass) {
    float[] x = pass.input(0);
    float[] z = pass.scratch(0);
    int size = shape.size();
    int positions = pass.rows() * pass.outputSize() / size;
    for (int p = 0; p < positions; p++) {
      int from = p * size;
      double mean = Sums.of(x, from, size) / size;
      double inverse = 1 / Math.sqrt(Sums.ofSquares(x, from, size, mean) / size + epsilon);
      pass.scratch(1)[p] = (float) inverse;
      for (int i = from; i < from + size; i++) {
        z[i] = (float) ((x[i] - mean) * inverse);
      }
      scale(z, from, pass.output());
    }
  }

  private void scale(float[] z, int from, float[] y) {
    int size = shape.size();
    if (parameters.isEmpty()) {
      System.arraycopy(z, from, y, from, size);
      return;
    }
    float[] w = parameters.get(0).values();
    float[] b = parameters.get(1).values();
    for (int i = 0; i < size; i++) {
      y[from + i] = w[i] * z[from + i] + b[i];
    }
  }

  @Override
  public void backward(LayerPass pass) {
    if (!parameters.isEmpty()) {
      gradientsOfParameters(pass);
    }
    float[] gradX = pass.gradInput(0);
    if (gradX == null) {
      return;
    }
    float[] gradY = pass.gradOutput();
    float[] z = pass.scratch(0);
    int size = shape.size();
    int positions = pass.rows() * pass.outputSize() / size;
    for (int p = 0; p < positions; p++) {
      int from = p * size;
      for (int i = 0; i < size; i++) {
        float w = parameters.isEmpty() ? 1 : parameters.get(0).values()[i];
        gradX[from + i] = w * gradY[from + i];
      }
      double mean = Sums.of(gradX, from, size) / size;
      double along = Sums.ofProducts(gradX, z, from, size) / size;
      double inverse = pass.scratch(1)[p];
      for (int i = from; i < from + size; i++) {
        gradX[i] = (float) ((gradX[i] - mean - z[i] * along) * inverse);
      }
    }
  }

  private void gradientsOfParameters(LayerPass pass) {
    float[] gradW = pass.gradParameter(0);
    float[] gradB = pass.gradParameter(1);
    float[] gradY = pass.gradOutput();
    float[] z = pass.scratch(0);
    int size = shape.size();
    int n = pass.rows() * pass.outputSize();
    Arrays.fill(gradW, 0, size, 0);
    Arrays.fill(gradB, 0, size, 0);
    for (int from = 0; from < n; from += size) {
      for (int i = 0; i < size; i++) {
        gradW[i] += gradY[from + i] * z[from + i];
        gradB[i] += gradY[from + i];
      }
    }
  }

  @Override
  public void reference(ReferencePass pass) {
    double[] x = pass.input(0);
    double[] y = pass.output();
    int size = shape.size();
    for (int from = 0; from < x.length; from += size) {
      double mean = 0;
      double var = 0;
      for (int i = from; i < from + size; i++) {
        mean += x[i] / size;
      }
      for (int i = from; i < from + size; i++) {
        var += (x[i] - mean) * (x[i] - mean) / size;
      }
      for (int i = 0; i < size; i++) {
        double z = (x[from + i] - mean) / Math.sqrt(var + epsilon);
        y[from + i] = parameters.isEmpty() ? z : pass.parameter(0)[i] * z + pass.parameter(1)[i];
      }
    }
  }
}
