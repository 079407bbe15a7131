package lanewise.layers;

import java.util.List;
import lanewise.layers.format.JsonCursor;
import lanewise.layers.format.JsonObject;
import lanewise.tensor.Shape;
import lanewise.tensor.ShapeException;
import lanewise.tensor.Tensor;
import lanewise.tensor.Tensors;

/**
 * Batch normalization: brings every feature to mean 0 and variance 1 over the batch, then scales
 * and shifts it by learnt numbers. Features are the last dimension.
 *
 * <pre>
 *   x [B, …, F]   weight w, bias b, running_mean, running_var [F]   y [B, …, F]   n = values of B, …
 *   z = (x - mean) / sqrt(var + epsilon)     y = w z + b
 *   gradB = sum of gradY     gradW = sum of gradY z
 *   training:   mean and var (divided by n) over the batch;
 *               gradX = w / sqrt(var + epsilon) (gradY - gradB / n - z gradW / n)
 *   inference:  mean and var are the running ones; gradX = w / sqrt(var + epsilon) gradY
 * </pre>
 *
 * <p>Every forward of a training pass moves the running statistics, which are tracked parameters:
 * {@code running = (1 - momentum) running + momentum batch}, where the batch's variance is divided
 * by n - 1. In training the rows of a batch depend on each other, and a batch of one value a
 * feature is refused; at inference they do not. Sums run in double precision in the order of the
 * rows.
 *
 * <p>Source: Ioffe and Szegedy, "Batch normalization", 2015. As PyTorch's {@code BatchNorm1d},
 * except that it takes features last, as PyTorch does without a length dimension, and does not
 * count batches.
 */
public final class BatchNorm implements Layer {
  static final String KIND = "batch-norm";

  private final int features;
  private final double momentum;
  private final double epsilon;
  private final Parameter weight;
  private final Parameter bias;
  private final Parameter runningMean;
  private final Parameter runningVar;

  private BatchNorm(int features, double momentum, double epsilon) {
    if (features < 1) {
      throw new IllegalArgumentException(KIND + ": " + features + " features: at least 1");
    }
    if (!(momentum > 0 && momentum <= 1)) {
      throw new IllegalArgumentException(
          KIND + ": a momentum of " + momentum + ": it must be above 0 and at most 1");
    }
    this.features = features;
    this.momentum = momentum;
    this.epsilon = LayerNorm.checkEpsilon(KIND, epsilon);
    this.weight = Parameter.fixedStart("weight", Tensors.ones(features));
    this.bias = Parameter.fixedStart("bias", Tensor.zeros(features));
    this.runningMean = Parameter.tracked("running_mean", Tensor.zeros(features));
    this.runningVar = Parameter.tracked("running_var", Tensors.ones(features));
  }

  /**
   * A layer with momentum 0.1 and epsilon 1e-5.
   *
   * @param features the last dimension of the input
   * @return a new layer
   * @throws IllegalArgumentException if features is below 1
   */
  public static BatchNorm of(int features) {
    return new BatchNorm(features, 0.1, 1e-5);
  }

  /**
   * A layer.
   *
   * @param features the last dimension of the input
   * @param momentum the share of a batch in the running statistics, above 0 and at most 1
   * @param epsilon is added to variances, above 0
   * @return a new layer
   * @throws IllegalArgumentException if an argument is out of range
   */
  public static BatchNorm of(int features, double momentum, double epsilon) {
    return new BatchNorm(features, momentum, epsilon);
  }

  static BatchNorm read(JsonCursor config) {
    config.requireKeys("features", "momentum", "epsilon");
    return new BatchNorm(
        config.get("features").asInt(),
        config.get("momentum").asDouble(),
        config.get("epsilon").asDouble());
  }

  static long valueCount(JsonCursor config) {
    return 4L * config.get("features").asInt();
  }

  /**
   * The scale w, at first 1.
   *
   * @return [F]
   */
  public Parameter weight() {
    return weight;
  }

  /**
   * The shift b, at first 0.
   *
   * @return [F]
   */
  public Parameter bias() {
    return bias;
  }

  /**
   * The means that inference uses, at first 0.
   *
   * @return [F]
   */
  public Parameter runningMean() {
    return runningMean;
  }

  /**
   * The variances that inference uses, at first 1.
   *
   * @return [F]
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
        .put("features", features)
        .put("momentum", momentum)
        .put("epsilon", epsilon)
        .build();
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    Shape input = InputShapes.only(KIND, inputs);
    if (input.rank() == 0 || input.dim(-1) != features) {
      throw new ShapeException(
          KIND + " [" + features + "]: input " + input + " does not end in " + features);
    }
    return input;
  }

  @Override
  public List<Parameter> parameters() {
    return List.of(weight, bias, runningMean, runningVar);
  }

  /**
   * Two buffers for training: the mean of each feature, and one over its standard deviation. Each
   * is a double as the sum of two floats, for a gradient of few rows is a small difference.
   */
  @Override
  public List<Integer> scratch(List<Shape> inputs, int maxRows) {
    return List.of(2 * features, 2 * features);
  }

  private static void keep(double value, float[] pairs, int j) {
    pairs[2 * j] = (float) value;
    pairs[2 * j + 1] = (float) (value - pairs[2 * j]);
  }

  private static double kept(float[] pairs, int j) {
    return (double) pairs[2 * j] + pairs[2 * j + 1];
  }

  /** A multiply and an add for each value, as at inference. */
  @Override
  public long flops(List<Shape> inputs) {
    return 2L * inputs.getFirst().size();
  }

  /**
   * Normalizes, and in training moves the running statistics.
   *
   * @throws IllegalArgumentException if a training batch has one value a feature
   */
  @Override
  public void forward(LayerPass pass) {
    int n = pass.rows() * pass.outputSize();
    if (pass.training() && n == features) {
      throw new IllegalArgumentException(
          KIND
              + ": a training batch of one row has no variance: choose a batch size of 2 or"
              + " more");
    }
    for (int j = 0; j < features; j++) {
      if (pass.training()) {
        normalize(pass, j, n);
      } else {
        double scale = inferenceScale(j);
        double shift = bias.values()[j] - runningMean.values()[j] * scale;
        for (int i = j; i < n; i += features) {
          pass.output()[i] = (float) (pass.input(0)[i] * scale + shift);
        }
      }
    }
  }

  private double inferenceScale(int j) {
    return weight.values()[j] / Math.sqrt(runningVar.values()[j] + epsilon);
  }

  private double runningInverse(int j) {
    return 1 / Math.sqrt(runningVar.values()[j] + epsilon);
  }

  private void normalize(LayerPass pass, int j, int n) {
    float[] x = pass.input(0);
    float[] y = pass.output();
    int count = n / features;
    double sum = 0;
    for (int i = j; i < n; i += features) {
      sum += x[i];
    }
    double mean = sum / count;
    double squares = 0;
    for (int i = j; i < n; i += features) {
      squares += (x[i] - mean) * (x[i] - mean);
    }
    double inverse = 1 / Math.sqrt(squares / count + epsilon);
    keep(mean, pass.scratch(0), j);
    keep(inverse, pass.scratch(1), j);
    double w = weight.values()[j];
    double b = bias.values()[j];
    for (int i = j; i < n; i += features) {
      y[i] = (float) (w * ((x[i] - mean) * inverse) + b);
    }
    move(runningMean, j, mean);
    move(runningVar, j, squares / (count - 1));
  }

  private void move(Parameter running, int j, double batch) {
    float[] values = running.values();
    values[j] = (float) ((1 - momentum) * values[j] + momentum * batch);
  }

  @Override
  public void backward(LayerPass pass) {
    float[] x = pass.input(0);
    float[] gradY = pass.gradOutput();
    float[] gradX = pass.gradInput(0);
    int n = pass.rows() * pass.outputSize();
    int count = n / features;
    for (int j = 0; j < features; j++) {
      double mean = pass.training() ? kept(pass.scratch(0), j) : runningMean.values()[j];
      double inverse = pass.training() ? kept(pass.scratch(1), j) : runningInverse(j);
      double gradB = 0;
      double gradW = 0;
      for (int i = j; i < n; i += features) {
        gradB += gradY[i];
        gradW += gradY[i] * ((x[i] - mean) * inverse);
      }
      pass.gradParameter(0)[j] = (float) gradW;
      pass.gradParameter(1)[j] = (float) gradB;
      double scale = weight.values()[j] * inverse;
      for (int i = j; gradX != null && i < n; i += features) {
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
    for (int j = 0; j < features; j++) {
      double mean = pass.parameter(2)[j];
      double var = pass.parameter(3)[j];
      if (pass.training()) {
        int count = x.length / features;
        mean = 0;
        for (int i = j; i < x.length; i += features) {
          mean += x[i] / count;
        }
        var = 0;
        for (int i = j; i < x.length; i += features) {
          var += (x[i] - mean) * (x[i] - mean) / count;
        }
      }
      for (int i = j; i < x.length; i += features) {
        double z = (x[i] - mean) / Math.sqrt(var + epsilon);
        y[i] = pass.parameter(0)[j] * z + pass.parameter(1)[j];
      }
    }
  }

  /** The running statistics, scale and shift folded into one scale and shift: the same bits. */
  @Override
  public Layer forInference() {
    return folded();
  }

  FoldedBatchNorm folded() {
    double[] scale = new double[features];
    double[] shift = new double[features];
    for (int j = 0; j < features; j++) {
      scale[j] = inferenceScale(j);
      shift[j] = bias.values()[j] - runningMean.values()[j] * scale[j];
    }
    return new FoldedBatchNorm(this, scale, shift);
  }
}
