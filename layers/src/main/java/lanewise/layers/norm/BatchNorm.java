package lanewise.layers.norm;

import java.util.List;
import lanewise.layers.Layer;
import lanewise.layers.LayerPass;
import lanewise.layers.Lowering;
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
import lanewise.tensor.Tensors;

/**
 * Batch normalization: brings every channel to mean 0 and variance 1 over the batch, then scales
 * and shifts it by learned parameters.
 *
 * <pre>
 *   x [B, …, C, …]   weight w, bias b, running_mean, running_var [C]   y [B, …, C, …]
 *   n = the number of values of a channel, over B and all dimensions but C
 *   z = (x - mean) / sqrt(var + epsilon)     y = w z + b
 *   gradB = sum of gradY     gradW = sum of gradY z
 *   training:   mean and var (divided by n) over the batch;
 *               gradX = w / sqrt(var + epsilon) (gradY - gradB / n - z gradW / n)
 *   inference:  mean and var are the running ones; gradX = w / sqrt(var + epsilon) gradY
 * </pre>
 *
 * <p>The channels are axis 0 of one example, as in {@code [features]} and {@code [channels, height,
 * width]}; {@link #withAxis} names another, such as -1 for the features of {@code [time,
 * features]}.
 *
 * <p>Every forward of a training pass updates the running statistics, which are tracked parameters:
 * {@code running = (1 - momentum) running + momentum batch}, where the batch's variance is divided
 * by n - 1. In training the outputs of a batch's rows depend on each other, and a batch with one
 * value per channel is refused; at inference rows are independent. Sums run in double precision in
 * the order of the values.
 *
 * <p>Source: Ioffe and Szegedy, "Batch normalization", 2015. Matches PyTorch's {@code BatchNorm1d},
 * except that it does not count batches.
 */
public final class BatchNorm implements Layer {
  /** The kind in model files. */
  public static final String KIND = "batch-norm";

  private final int channels;
  private final int axis;
  private final double momentum;
  private final double epsilon;
  private final Parameter weight;
  private final Parameter bias;
  private final Parameter runningMean;
  private final Parameter runningVar;

  private BatchNorm(int axis, double momentum, double epsilon, List<Parameter> parameters) {
    if (!(momentum > 0 && momentum <= 1)) {
      throw new IllegalArgumentException(
          "%s: a momentum of %s: it must be above 0 and at most 1".formatted(KIND, momentum));
    }
    this.axis = axis;
    this.momentum = momentum;
    this.epsilon = LayerNorm.checkEpsilon(KIND, epsilon);
    this.weight = parameters.get(0);
    this.bias = parameters.get(1);
    this.runningMean = parameters.get(2);
    this.runningVar = parameters.get(3);
    this.channels = weight.value().size();
  }

  /**
   * A layer with momentum 0.1 and epsilon 1e-5.
   *
   * @param channels the number of channels, each of which is normalized by itself
   * @return a new layer
   * @throws IllegalArgumentException if channels is below 1
   */
  public static BatchNorm of(int channels) {
    return of(channels, 0.1, 1e-5);
  }

  /**
   * A layer.
   *
   * @param channels the number of channels, each of which is normalized by itself
   * @param momentum the share of a batch in the running statistics, above 0 and at most 1
   * @param epsilon the number added to variances, above 0
   * @return a new layer
   * @throws IllegalArgumentException if an argument is out of range
   */
  public static BatchNorm of(int channels, double momentum, double epsilon) {
    if (channels < 1) {
      throw new IllegalArgumentException(
          "%s: %s features: use at least 1".formatted(KIND, channels));
    }
    return new BatchNorm(
        0,
        momentum,
        epsilon,
        List.of(
            Parameter.scale("weight", Tensors.ones(channels)),
            Parameter.bias("bias", Tensor.zeros(channels)),
            Parameter.tracked("running_mean", Tensor.zeros(channels)),
            Parameter.tracked("running_var", Tensors.ones(channels))));
  }

  /**
   * This layer with its channels in another dimension.
   *
   * @param value the channels' place in the shape of one example, from 0; negative numbers count
   *     from the end
   * @return a layer that holds the same parameters
   */
  public BatchNorm withAxis(int value) {
    return new BatchNorm(value, momentum, epsilon, parameters());
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
  public static BatchNorm read(JsonCursor config, ParameterBudget budget) {
    config.requireKeys("channels", "axis", "momentum", "epsilon");
    budget.take(4L * config.get("channels").asInt());
    return of(
            config.get("channels").asInt(),
            config.get("momentum").asDouble(),
            config.get("epsilon").asDouble())
        .withAxis(config.get("axis").asInt());
  }

  /**
   * The scale w, initially 1.
   *
   * @return [C]
   */
  public Parameter weight() {
    return weight;
  }

  /**
   * The shift b, initially 0.
   *
   * @return [C]
   */
  public Parameter bias() {
    return bias;
  }

  /**
   * The means that inference uses, initially 0.
   *
   * @return [C]
   */
  public Parameter runningMean() {
    return runningMean;
  }

  /**
   * The variances that inference uses, initially 1.
   *
   * @return [C]
   */
  public Parameter runningVar() {
    return runningVar;
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public JsonObject config() {
    return JsonObject.builder()
        .put("channels", channels)
        .put("axis", axis)
        .put("momentum", momentum)
        .put("epsilon", epsilon)
        .build();
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    Shape input = InputShapes.only(KIND, inputs);
    boolean there = axis >= -input.rank() && axis < input.rank();
    if (!there || input.dim(axis) != channels) {
      throw new ShapeException(
          "%s [%s]: input %s does not have %s channels along axis %s"
              .formatted(KIND, channels, input, channels, axis));
    }
    return input;
  }

  @Override
  public List<Parameter> parameters() {
    return List.of(weight, bias, runningMean, runningVar);
  }

  @Override
  public Layer withParameters(List<Parameter> given) {
    Shape shape = weight.value().shape();
    given.forEach(parameter -> parameter.requireShape(KIND, shape));
    return new BatchNorm(axis, momentum, epsilon, given);
  }

  /**
   * Requests two buffers for training: the mean of each channel, and one over its standard
   * deviation. Each is a double stored as the sum of two floats, because the gradient of few rows
   * is a small difference.
   */
  @Override
  public List<Integer> scratch(List<Shape> inputs, int maxRows) {
    return List.of(2 * channels, 2 * channels);
  }

  private static void keep(double value, float[] pairs, int j) {
    pairs[2 * j] = (float) value;
    pairs[2 * j + 1] = (float) (value - pairs[2 * j]);
  }

  private static double kept(float[] pairs, int j) {
    return (double) pairs[2 * j] + pairs[2 * j + 1];
  }

  /** Counts a multiply and an add for each value, as at inference. */
  @Override
  public long flops(List<Shape> inputs) {
    return 2L * inputs.getFirst().size();
  }

  /**
   * Returns the number of consecutive values of a channel, which is 1 if the channels come last.
   */
  private int run(Shape input) {
    return AxisRuns.inner(input, axis);
  }

  /**
   * Normalizes, and in training updates the running statistics.
   *
   * @throws IllegalArgumentException if a training batch has one value per channel
   */
  @Override
  public void forward(LayerPass pass) {
    int n = pass.rows() * pass.outputSize();
    if (pass.training() && n == channels) {
      throw new IllegalArgumentException(
          KIND
              + ": a training batch of one row has no variance: choose a batch size of 2 or"
              + " more");
    }
    for (int c = 0; c < channels; c++) {
      if (pass.training()) {
        normalize(pass, c);
      } else {
        double scale = scale(c);
        affine(pass, c, scale, shift(c, scale));
      }
    }
  }

  /** Returns the scale of a channel at inference. */
  private double scale(int c) {
    return weight.values()[c] / Math.sqrt(runningVar.values()[c] + epsilon);
  }

  private double shift(int c, double scale) {
    return bias.values()[c] - runningMean.values()[c] * scale;
  }

  private void affine(LayerPass pass, int c, double scale, double shift) {
    float[] x = pass.input(0);
    float[] y = pass.output();
    int n = pass.rows() * pass.outputSize();
    int run = run(pass.inputShape(0));
    for (int start = c * run; start < n; start += channels * run) {
      for (int i = start; i < start + run; i++) {
        y[i] = (float) (x[i] * scale + shift);
      }
    }
  }

  private void normalize(LayerPass pass, int c) {
    float[] x = pass.input(0);
    float[] y = pass.output();
    int n = pass.rows() * pass.outputSize();
    int count = n / channels;
    int run = run(pass.inputShape(0));
    double sum = 0;
    for (int start = c * run; start < n; start += channels * run) {
      for (int i = start; i < start + run; i++) {
        sum += x[i];
      }
    }
    double mean = sum / count;
    double squares = 0;
    for (int start = c * run; start < n; start += channels * run) {
      for (int i = start; i < start + run; i++) {
        squares += (x[i] - mean) * (x[i] - mean);
      }
    }
    double inverse = 1 / Math.sqrt(squares / count + epsilon);
    keep(mean, pass.scratch(0), c);
    keep(inverse, pass.scratch(1), c);
    double w = weight.values()[c];
    double b = bias.values()[c];
    for (int start = c * run; start < n; start += channels * run) {
      for (int i = start; i < start + run; i++) {
        y[i] = (float) (w * ((x[i] - mean) * inverse) + b);
      }
    }
    move(runningMean, c, mean);
    move(runningVar, c, squares / (count - 1));
  }

  private void move(Parameter running, int c, double batch) {
    float[] values = running.values();
    values[c] = (float) ((1 - momentum) * values[c] + momentum * batch);
  }

  @Override
  public void backward(LayerPass pass) {
    boolean training = pass.training();
    for (int c = 0; c < channels; c++) {
      double mean = training ? kept(pass.scratch(0), c) : runningMean.values()[c];
      double inverse =
          training ? kept(pass.scratch(1), c) : 1 / Math.sqrt(runningVar.values()[c] + epsilon);
      backward(pass, c, mean, inverse);
    }
  }

  private void backward(LayerPass pass, int c, double mean, double inverse) {
    float[] x = pass.input(0);
    float[] gradY = pass.gradOutput();
    int n = pass.rows() * pass.outputSize();
    int run = run(pass.inputShape(0));
    double gradB = 0;
    double gradW = 0;
    for (int start = c * run; start < n; start += channels * run) {
      for (int i = start; i < start + run; i++) {
        gradB += gradY[i];
        gradW += gradY[i] * ((x[i] - mean) * inverse);
      }
    }
    pass.gradParameter(0)[c] = (float) gradW;
    pass.gradParameter(1)[c] = (float) gradB;
    float[] gradX = pass.gradInput(0);
    if (gradX == null) {
      return;
    }
    int count = n / channels;
    double scale = weight.values()[c] * inverse;
    for (int start = c * run; start < n; start += channels * run) {
      for (int i = start; i < start + run; i++) {
        double z = (x[i] - mean) * inverse;
        double common = pass.training() ? (gradB + z * gradW) / count : 0;
        gradX[i] = (float) (scale * (gradY[i] - common));
      }
    }
  }

  @Override
  public void reference(ReferencePass pass) {
    double[] x = pass.input(0);
    double[] y = pass.output();
    int run = run(pass.inputShape(0));
    double[] mean = pass.parameter(2);
    double[] var = pass.parameter(3);
    if (pass.training()) {
      int count = x.length / channels;
      mean = new double[channels];
      var = new double[channels];
      for (int i = 0; i < x.length; i++) {
        mean[i / run % channels] += x[i] / count;
      }
      for (int i = 0; i < x.length; i++) {
        double deviation = x[i] - mean[i / run % channels];
        var[i / run % channels] += deviation * deviation / count;
      }
    }
    for (int i = 0; i < x.length; i++) {
      int c = i / run % channels;
      double z = (x[i] - mean[c]) / Math.sqrt(var[c] + epsilon);
      y[i] = pass.parameter(0)[c] * z + pass.parameter(1)[c];
    }
  }

  @Override
  public Lowering lowering(List<Shape> inputs) {
    double[] scale = new double[channels];
    double[] shift = new double[channels];
    for (int c = 0; c < channels; c++) {
      scale[c] = scale(c);
      shift[c] = shift(c, scale[c]);
    }
    return Lowering.ScaleShift.of(scale, shift, run(inputs.getFirst()));
  }
}
