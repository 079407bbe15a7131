package lanewise.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import lanewise.layers.Model;
import lanewise.layers.Parameter;
import lanewise.layers.preprocessing.FeatureScaler;

/**
 * Dense layers with ReLU between them and a softmax at the end, in doubles and plain loops: what
 * predictions and training steps are checked against.
 *
 * <p>Every value comes with an estimate of the rounding error that float arithmetic brings it to:
 * sqrt(k) units in a sum of k terms, times the terms' magnitudes, and errors of inputs added up as
 * independent ones are (the probabilistic analysis of Higham and Mary, "A new approach to
 * probabilistic rounding error analysis", 2019). {@link #SIGMAS} of it are tolerated: the bound for
 * the worst case is, over several layers, too wide to find a mistake.
 */
public final class ReferenceMlp {
  /** The errors tolerated, in units of the estimate. */
  static final double SIGMAS = 8;

  /** Roundings of a scaled feature, and of a softmax: more than either has. */
  private static final int FEW = 4;

  /** Values, and the estimate of each one's error. */
  public static final class Estimate {
    final double[] values;
    final double[] errors;

    Estimate(double[] values, double[] errors) {
      this.values = values;
      this.errors = errors;
    }

    static Estimate zeros(int size) {
      return new Estimate(new double[size], new double[size]);
    }

    /** The value at a place. */
    public double value(int i) {
      return values[i];
    }

    /** How far a float result may be from it. */
    public double tolerance(int i) {
      return SIGMAS * errors[i];
    }
  }

  /** One dense layer; the weights' gradient is [out, in], as the weights are. */
  private static final class Dense {
    final int in;
    final int out;
    final float[] weight;
    final float[] bias;
    final Estimate gradWeight;
    final Estimate gradBias;

    Dense(Parameter weight, Parameter bias) {
      this.in = weight.value().dim(1);
      this.out = weight.value().dim(0);
      this.weight = weight.values().clone();
      this.bias = bias.values().clone();
      this.gradWeight = Estimate.zeros(out * in);
      this.gradBias = Estimate.zeros(out);
    }
  }

  private final float[] mean;
  private final float[] scale;
  private final List<Dense> layers = new ArrayList<>();

  /** Takes a copy of the parameters: a weight [out, in] and a bias [out] in turn. */
  public ReferenceMlp(Model model, FeatureScaler scaler) {
    mean = scaler.mean();
    scale = scaler.scale();
    List<Parameter> parameters = List.copyOf(model.parameters().values());
    for (int i = 0; i < parameters.size(); i += 2) {
      layers.add(new Dense(parameters.get(i), parameters.get(i + 1)));
    }
  }

  /** The probabilities of a row of features, which starts at {@code offset}. */
  public Estimate probabilities(float[] features, int offset) {
    return softmax(activations(features, offset).getLast());
  }

  /**
   * The gradients of all parameters, in the model's order, summed over the calls of {@link #learn}.
   */
  List<Estimate> gradients() {
    List<Estimate> all = new ArrayList<>();
    for (Dense layer : layers) {
      all.add(layer.gradWeight);
      all.add(layer.gradBias);
    }
    return all;
  }

  /**
   * Adds the gradients of one row of a batch.
   *
   * @param rows of the batch: the loss is their mean
   */
  void learn(float[] features, int offset, int target, int rows) {
    List<Estimate> activations = activations(features, offset);
    Estimate grad = softmax(activations.getLast());
    grad.values[target] -= 1;
    for (int j = 0; j < grad.values.length; j++) {
      grad.values[j] /= rows;
      grad.errors[j] = grad.errors[j] / rows + Checks.UNIT * Math.abs(grad.values[j]);
    }
    for (int i = layers.size() - 1; i >= 0; i--) {
      Estimate x = activations.get(i);
      addGradients(layers.get(i), grad, i == 0 ? x : positive(x), rows);
      if (i > 0) {
        grad = backward(layers.get(i), grad, x);
      }
    }
  }

  /** The scaled features, then each layer's output before its ReLU. */
  private List<Estimate> activations(float[] features, int offset) {
    List<Estimate> all = new ArrayList<>();
    Estimate x = Estimate.zeros(mean.length);
    for (int i = 0; i < mean.length; i++) {
      x.values[i] = ((double) features[offset + i] - mean[i]) * scale[i];
      x.errors[i] = FEW * Checks.UNIT * Math.abs(x.values[i]);
    }
    all.add(x);
    for (Dense layer : layers) {
      x = forward(layer, all.size() == 1 ? x : positive(x));
      all.add(x);
    }
    return all;
  }

  private static Estimate forward(Dense layer, Estimate x) {
    Estimate y = Estimate.zeros(layer.out);
    for (int o = 0; o < layer.out; o++) {
      double sum = layer.bias[o];
      double magnitude = Math.abs(sum);
      double variance = 0;
      for (int i = 0; i < layer.in; i++) {
        double w = layer.weight[o * layer.in + i];
        double product = w * x.values[i];
        sum += product;
        magnitude += Math.abs(product);
        variance += square(w * x.errors[i]);
      }
      y.values[o] = sum;
      y.errors[o] = Math.sqrt(variance + square(rounding(layer.in, magnitude)));
    }
    return y;
  }

  /** The gradient with respect to a layer's input, behind the ReLU whose input was z. */
  private static Estimate backward(Dense layer, Estimate grad, Estimate z) {
    Estimate result = Estimate.zeros(layer.in);
    for (int i = 0; i < layer.in; i++) {
      double sum = 0;
      double magnitude = 0;
      double variance = 0;
      for (int o = 0; o < layer.out; o++) {
        double w = layer.weight[o * layer.in + i];
        double product = w * grad.values[o];
        sum += product;
        magnitude += Math.abs(product);
        variance += square(w * grad.errors[o]);
      }
      boolean passes = z.values[i] > 0;
      boolean uncertain = Math.abs(z.values[i]) <= z.tolerance(i);
      double error = Math.sqrt(variance + square(rounding(layer.out, magnitude)));
      result.values[i] = passes ? sum : 0;
      // Where rounding decides on which side of 0 the input was, the whole gradient is in doubt.
      result.errors[i] = uncertain ? error + Math.abs(sum) / SIGMAS : passes ? error : 0;
    }
    return result;
  }

  private static void addGradients(Dense layer, Estimate grad, Estimate x, int rows) {
    for (int o = 0; o < layer.out; o++) {
      double g = grad.values[o];
      double e = grad.errors[o];
      add(layer.gradBias, o, g, e, rows);
      for (int i = 0; i < layer.in; i++) {
        double error = Math.abs(g * x.errors[i]) + Math.abs(e * x.values[i]);
        add(layer.gradWeight, o * layer.in + i, g * x.values[i], error, rows);
      }
    }
  }

  /**
   * Adds one term of {@code rows}; errors are added as they are, no less than they are together.
   */
  private static void add(Estimate sums, int at, double term, double error, int rows) {
    sums.values[at] += term;
    sums.errors[at] += error + rounding(rows, Math.abs(term));
  }

  private static Estimate positive(Estimate x) {
    double[] values = Arrays.stream(x.values).map(v -> Math.max(v, 0)).toArray();
    return new Estimate(values, x.errors);
  }

  private static Estimate softmax(Estimate logits) {
    double max = Arrays.stream(logits.values).max().orElseThrow();
    double error = Arrays.stream(logits.errors).max().orElseThrow();
    double[] values = Arrays.stream(logits.values).map(v -> Math.exp(v - max)).toArray();
    double sum = Arrays.stream(values).sum();
    double[] errors = new double[values.length];
    for (int j = 0; j < values.length; j++) {
      values[j] /= sum;
      // Its own logit and all others may each be off by the error.
      errors[j] = values[j] * (2 * error + FEW * Checks.UNIT);
    }
    return new Estimate(values, errors);
  }

  private static double rounding(int terms, double magnitude) {
    return Math.sqrt(terms + 1.0) * Checks.UNIT * magnitude;
  }

  private static double square(double x) {
    return x * x;
  }
}
