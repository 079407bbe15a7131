package lanewise.layers.file;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import lanewise.layers.Layer;
import lanewise.layers.ParameterBudget;
import lanewise.layers.activation.Elu;
import lanewise.layers.activation.Gelu;
import lanewise.layers.activation.HardSigmoid;
import lanewise.layers.activation.HardTanh;
import lanewise.layers.activation.LeakyRelu;
import lanewise.layers.activation.LogSigmoid;
import lanewise.layers.activation.LogSoftmax;
import lanewise.layers.activation.Maxout;
import lanewise.layers.activation.PRelu;
import lanewise.layers.activation.Relu;
import lanewise.layers.activation.Selu;
import lanewise.layers.activation.Sigmoid;
import lanewise.layers.activation.Silu;
import lanewise.layers.activation.Softmax;
import lanewise.layers.activation.Softplus;
import lanewise.layers.activation.Tanh;
import lanewise.layers.format.JsonCursor;
import lanewise.layers.linear.Dense;
import lanewise.layers.linear.Embedding;
import lanewise.layers.merge.Add;
import lanewise.layers.merge.Concat;
import lanewise.layers.merge.Multiply;
import lanewise.layers.noise.AlphaDropout;
import lanewise.layers.noise.Dropout;
import lanewise.layers.noise.GaussianNoise;
import lanewise.layers.noise.StochasticDepth;
import lanewise.layers.norm.BatchNorm;
import lanewise.layers.norm.LayerNorm;
import lanewise.layers.shape.Flatten;
import lanewise.layers.shape.Narrow;
import lanewise.layers.shape.Reshape;

/**
 * The kinds of layers that a model file may name, each with a reader that makes the layer from its
 * settings. A file names a kind by a word of this list, never a class.
 *
 * <p>Immutable and safe to share.
 */
public final class LayerKinds {
  /** The kinds of this library, each with its line in {@link #layer}. */
  private static final List<String> OWN =
      List.of(
          Add.KIND,
          AlphaDropout.KIND,
          BatchNorm.KIND,
          Concat.KIND,
          Dense.KIND,
          Dropout.KIND,
          Elu.KIND,
          Embedding.KIND,
          Flatten.KIND,
          GaussianNoise.KIND,
          Gelu.KIND,
          HardSigmoid.KIND,
          HardTanh.KIND,
          LayerNorm.KIND,
          LeakyRelu.KIND,
          LogSigmoid.KIND,
          LogSoftmax.KIND,
          Maxout.KIND,
          Multiply.KIND,
          PRelu.KIND,
          Relu.KIND,
          Reshape.KIND,
          Selu.KIND,
          Sigmoid.KIND,
          Silu.KIND,
          Narrow.KIND,
          Softmax.KIND,
          Softplus.KIND,
          StochasticDepth.KIND,
          Tanh.KIND);

  private static final LayerKinds STANDARD = new LayerKinds(Map.of());

  /** The kinds of programs that use this library. */
  private final Map<String, Function<JsonCursor, Layer>> readers;

  private LayerKinds(Map<String, Function<JsonCursor, Layer>> readers) {
    this.readers = readers;
  }

  /**
   * The layers of this library.
   *
   * @return the same object every time
   */
  public static LayerKinds standard() {
    return STANDARD;
  }

  /**
   * These kinds and one more, to load models with custom layers.
   *
   * @param kind the kind that {@link Layer#kind()} gives
   * @param reader makes a layer from the settings that {@link Layer#config()} gave; it should limit
   *     sizes, which in untrusted files may be anything and are checked against the file only for
   *     this library's layers
   * @return a changed copy
   * @throws IllegalArgumentException if the kind is known already
   */
  public LayerKinds with(String kind, Function<JsonCursor, Layer> reader) {
    Map<String, Function<JsonCursor, Layer>> more = new HashMap<>(readers);
    if (OWN.contains(kind) || more.putIfAbsent(kind, reader) != null) {
      throw new IllegalArgumentException("layer kinds: " + kind + " is known already");
    }
    return new LayerKinds(Map.copyOf(more));
  }

  /**
   * Returns the kinds.
   *
   * @return all kinds that may be named, in alphabetical order
   */
  public List<String> kinds() {
    Set<String> known = new TreeSet<>(readers.keySet());
    known.addAll(OWN);
    return List.copyOf(known);
  }

  boolean knows(String kind) {
    return OWN.contains(kind) || readers.containsKey(kind);
  }

  /**
   * Makes a layer with the initial values of its parameters, from trusted settings.
   *
   * @param kind the kind that {@link Layer#kind()} gives
   * @param config the settings that {@link Layer#config()} gives
   * @return the layer
   * @throws lanewise.layers.format.JsonException if the kind or a setting is unknown or not valid
   */
  public Layer read(String kind, JsonCursor config) {
    return read(kind, config, ParameterBudget.unlimited());
  }

  /**
   * Makes a layer with the initial values of its parameters.
   *
   * @param kind the kind that {@link Layer#kind()} gives
   * @param config the settings that {@link Layer#config()} gives
   * @param budget the number of values that the parameters may have
   * @return the layer
   * @throws lanewise.layers.format.JsonException if the kind or a setting is unknown or not valid,
   *     or the budget does not suffice
   */
  public Layer read(String kind, JsonCursor config, ParameterBudget budget) {
    if (!knows(kind)) {
      throw config.error("layer kind \"" + kind + "\" is not known; known are " + kinds());
    }
    Function<JsonCursor, Layer> reader = readers.get(kind);
    try {
      return reader == null ? layer(kind, config, budget) : reader.apply(config);
    } catch (IllegalArgumentException wrong) {
      throw config.error(String.valueOf(wrong.getMessage()));
    }
  }

  /**
   * A switch, because a table of functions would load a class for each kind when a program starts.
   */
  private static Layer layer(String kind, JsonCursor config, ParameterBudget budget) {
    return switch (kind) {
      case Add.KIND -> Add.read(config);
      case AlphaDropout.KIND -> AlphaDropout.read(config);
      case BatchNorm.KIND -> BatchNorm.read(config, budget);
      case Concat.KIND -> Concat.read(config);
      case Dense.KIND -> Dense.read(config, budget);
      case Dropout.KIND -> Dropout.read(config);
      case Elu.KIND -> Elu.read(config);
      case Embedding.KIND -> Embedding.read(config, budget);
      case Flatten.KIND -> Flatten.read(config);
      case GaussianNoise.KIND -> GaussianNoise.read(config);
      case Gelu.KIND -> Gelu.read(config);
      case HardSigmoid.KIND -> HardSigmoid.read(config);
      case HardTanh.KIND -> HardTanh.read(config);
      case LayerNorm.KIND -> LayerNorm.read(config, budget);
      case LeakyRelu.KIND -> LeakyRelu.read(config);
      case LogSigmoid.KIND -> LogSigmoid.read(config);
      case LogSoftmax.KIND -> LogSoftmax.read(config);
      case Maxout.KIND -> Maxout.read(config);
      case Multiply.KIND -> Multiply.read(config);
      case PRelu.KIND -> PRelu.read(config, budget);
      case Relu.KIND -> Relu.read(config);
      case Reshape.KIND -> Reshape.read(config);
      case Selu.KIND -> Selu.read(config);
      case Sigmoid.KIND -> Sigmoid.read(config);
      case Silu.KIND -> Silu.read(config);
      case Narrow.KIND -> Narrow.read(config);
      case Softmax.KIND -> Softmax.read(config);
      case Softplus.KIND -> Softplus.read(config);
      case StochasticDepth.KIND -> StochasticDepth.read(config);
      case Tanh.KIND -> Tanh.read(config);
      default -> throw new IllegalStateException("layer kinds: no line for " + kind);
    };
  }
}
