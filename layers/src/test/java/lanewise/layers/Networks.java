package lanewise.layers;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import lanewise.layers.activation.Relu;
import lanewise.layers.linear.Dense;
import lanewise.layers.predictor.Classifier;
import lanewise.layers.preprocessing.FeatureScaler;
import lanewise.tensor.RandomStream;
import lanewise.tensor.Shape;

/** Models with made-up weights, and made-up rows for them. */
public final class Networks {
  private Networks() {}

  /** Dense layers of these widths with ReLUs between them. */
  public static Model mlp(long seed, int... widths) {
    List<Layer> layers = new ArrayList<>();
    for (int i = 1; i < widths.length; i++) {
      if (i > 1) {
        layers.add(Relu.of());
      }
      Dense dense = Dense.of(widths[i - 1], widths[i]);
      fill(dense, seed + i);
      layers.add(dense);
    }
    return Sequential.of(Shape.of(widths[0]), layers);
  }

  /** A classifier of labels {@code c0}, {@code c1}, … with a scaler that does something. */
  public static Classifier classifier(long seed, int... widths) {
    Model model = mlp(seed, widths);
    float[] mean = gaussians(seed + 1000, widths[0]);
    float[] scale = gaussians(seed + 1001, widths[0]);
    for (int f = 0; f < scale.length; f++) {
      scale[f] = Math.abs(scale[f]) + 0.1f;
    }
    List<String> labels =
        IntStream.range(0, widths[widths.length - 1]).mapToObj(c -> "c" + c).toList();
    return Classifier.of(
        model, FeatureScaler.of(mean, scale), labels, Map.of("seed", String.valueOf(seed)));
  }

  /** Draws all parameters. */
  public static void fill(Model model, long seed) {
    for (Slot slot : model.slots()) {
      set(slot.parameter(), gaussians(seed + slot.index(), slot.size()));
    }
  }

  public static void fill(Dense dense, long seed) {
    float[] weight = gaussians(seed, dense.in() * dense.out());
    float root = (float) Math.sqrt(dense.in());
    for (int i = 0; i < weight.length; i++) {
      weight[i] /= root;
    }
    set(dense.weight(), weight);
    set(dense.bias(), gaussians(seed + 500, dense.out()));
  }

  public static void set(Parameter parameter, float... values) {
    if (values.length != parameter.value().size()) {
      throw new IllegalArgumentException(parameter.name() + ": " + values.length + " values");
    }
    System.arraycopy(values, 0, parameter.values(), 0, values.length);
  }

  public static float[] gaussians(long seed, int count) {
    RandomStream random = RandomStream.of(seed);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }
}
