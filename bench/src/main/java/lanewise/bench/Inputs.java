package lanewise.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import lanewise.bench.compare.Mlp;
import lanewise.bench.compare.Rounding;
import lanewise.layers.Layer;
import lanewise.layers.Model;
import lanewise.layers.Parameter;
import lanewise.layers.Sequential;
import lanewise.layers.activation.Relu;
import lanewise.layers.linear.Dense;
import lanewise.layers.preprocessing.FeatureScaler;
import lanewise.tensor.RandomStream;
import lanewise.tensor.WeightPrecision;
import lanewise.training.initialization.Initializer;

/** Inputs from one seed: the same in every fork and on every machine. */
final class Inputs {
  private static final long SEED = 20_250_916;

  private Inputs() {}

  /**
   * Values spread evenly over -1 to 1.
   *
   * @param name the same values for the same name
   */
  static float[] uniform(String name, int count) {
    RandomStream random = random(name);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = 2 * random.nextFloat() - 1;
    }
    return values;
  }

  /** Class numbers below {@code classes}. */
  static int[] classes(String name, int count, int classes) {
    RandomStream random = random(name);
    int[] values = new int[count];
    for (int i = 0; i < count; i++) {
      values[i] = random.nextInt(classes);
    }
    return values;
  }

  private static RandomStream random(String name) {
    return RandomStream.of(SEED).split(name.hashCode());
  }

  /** Rows become columns. */
  static float[] transposed(float[] matrix, int rows, int columns) {
    float[] result = new float[matrix.length];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        result[j * rows + i] = matrix[i * columns + j];
      }
    }
    return result;
  }

  /** Weights [out, in] as a precision stores them; a new array. */
  static float[] rounded(float[] weights, int in, WeightPrecision precision) {
    float[] rounded = weights.clone();
    for (int from = 0; from < rounded.length && precision != WeightPrecision.FLOAT32; from += in) {
      float largest = 0;
      for (int i = from; i < from + in; i++) {
        largest = Math.max(largest, Math.abs(weights[i]));
      }
      float scale = largest / 127;
      for (int i = from; i < from + in; i++) {
        rounded[i] =
            precision == WeightPrecision.BFLOAT16
                ? Rounding.BFLOAT16.round(weights[i])
                : (float) Math.rint((double) weights[i] / scale) * scale;
      }
    }
    return rounded;
  }

  /** A copy with the weights that a plan of a precision has. */
  static Model rounded(Model model, WeightPrecision precision) {
    Model copy = model.copy();
    for (Parameter parameter : copy.parameters().values()) {
      float[] values = parameter.values();
      int in = parameter.fanIn();
      if (in > 0 && values.length / in >= Mlp.ROUNDED_FROM) {
        System.arraycopy(rounded(values, in, precision), 0, values, 0, values.length);
      }
    }
    return copy;
  }

  /** The widths in {@code 784-128-10}: features, hidden layers, classes. */
  static int[] widths(String model) {
    if (!model.matches("[1-9]\\d{0,6}(-[1-9]\\d{0,6})+")) {
      throw new IllegalArgumentException(
          "model \"" + model + "\": give the layers' widths, such as 784-128-10");
    }
    return Arrays.stream(model.split("-", -1)).mapToInt(Integer::parseInt).toArray();
  }

  /** Dense layers of these widths with ReLU between them; weights and biases are random. */
  static Model mlp(int[] widths) {
    List<Layer> layers = new ArrayList<>();
    for (int i = 1; i < widths.length; i++) {
      layers.add(Dense.of(widths[i - 1], widths[i]));
      if (i < widths.length - 1) {
        layers.add(Relu.of());
      }
    }
    Model model = Sequential.of(widths[0], layers.toArray(Layer[]::new));
    Initializer.heNormal().initialize(model, SEED);
    model.parameters().forEach(Inputs::drawBias);
    return model;
  }

  /** Initialization leaves biases at 0, with which a bias left out would not be seen. */
  private static void drawBias(String name, Parameter parameter) {
    if (parameter.fanIn() == 0) {
      float[] values = parameter.values();
      System.arraycopy(uniform(name, values.length), 0, values, 0, values.length);
    }
  }

  /** Another mean and scale for every feature. */
  static FeatureScaler scaler(int features) {
    float[] scale = uniform("scale", features);
    for (int i = 0; i < features; i++) {
      scale[i] = 1 + scale[i] / 2;
    }
    return FeatureScaler.of(uniform("mean", features), scale);
  }
}
