package lanewise.layers;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import lanewise.layers.format.JsonCursor;

/**
 * The kinds of layers that a model file may name, and how each is made from its settings. A file
 * names a kind by a word of this list, never a class.
 *
 * <p>Immutable and safe to share.
 */
public final class LayerKinds {
  /** The one place where a layer of this library is registered. */
  private static final LayerKinds STANDARD =
      new LayerKinds(
          Map.ofEntries(
              Map.entry(Add.KIND, Add::read),
              Map.entry(AlphaDropout.KIND, AlphaDropout::read),
              Map.entry(BatchNorm.KIND, BatchNorm::read),
              Map.entry(Concat.KIND, Concat::read),
              Map.entry(Dense.KIND, Dense::read),
              Map.entry(Dropout.KIND, Dropout::read),
              Map.entry(Elu.KIND, Elu::read),
              Map.entry(Embedding.KIND, Embedding::read),
              Map.entry(Flatten.KIND, Flatten::read),
              Map.entry(GaussianNoise.KIND, GaussianNoise::read),
              Map.entry(Gelu.KIND, Gelu::read),
              Map.entry(HardSigmoid.KIND, HardSigmoid::read),
              Map.entry(HardTanh.KIND, HardTanh::read),
              Map.entry(LayerNorm.KIND, LayerNorm::read),
              Map.entry(LeakyRelu.KIND, LeakyRelu::read),
              Map.entry(LogSigmoid.KIND, LogSigmoid::read),
              Map.entry(LogSoftmax.KIND, LogSoftmax::read),
              Map.entry(Maxout.KIND, Maxout::read),
              Map.entry(Multiply.KIND, Multiply::read),
              Map.entry(PRelu.KIND, PRelu::read),
              Map.entry(Relu.KIND, Relu::read),
              Map.entry(Reshape.KIND, Reshape::read),
              Map.entry(Selu.KIND, Selu::read),
              Map.entry(Sigmoid.KIND, Sigmoid::read),
              Map.entry(Silu.KIND, Silu::read),
              Map.entry(Softmax.KIND, Softmax::read),
              Map.entry(Softplus.KIND, Softplus::read),
              Map.entry(StochasticDepth.KIND, StochasticDepth::read),
              Map.entry(Tanh.KIND, Tanh::read)));

  /** For the kinds with parameters, at least as many values as {@link #read} allocates. */
  private static final Map<String, ToLongFunction<JsonCursor>> VALUE_COUNTS =
      Map.of(
          BatchNorm.KIND, BatchNorm::valueCount,
          Dense.KIND, Dense::valueCount,
          Embedding.KIND, Embedding::valueCount,
          LayerNorm.KIND, LayerNorm::valueCount,
          PRelu.KIND, PRelu::valueCount);

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
   * These kinds and one more, to load models with layers of your own.
   *
   * @param kind as {@link Layer#kind()} gives it
   * @param reader makes a layer from what {@link Layer#config()} gave; sizes in files of strangers
   *     may be any, and of layers of this library only are they held against the file beforehand
   * @return a changed copy
   * @throws IllegalArgumentException if the kind is there
   */
  public LayerKinds with(String kind, Function<JsonCursor, Layer> reader) {
    Map<String, Function<JsonCursor, Layer>> more = new HashMap<>(readers);
    if (more.putIfAbsent(kind, reader) != null) {
      throw new IllegalArgumentException("layer kinds: " + kind + " is there already");
    }
    return new LayerKinds(Map.copyOf(more));
  }

  boolean knows(String kind) {
    return readers.containsKey(kind);
  }

  /**
   * A new layer with the parameters' first values.
   *
   * @param kind as {@link Layer#kind()} gives it
   * @param config as {@link Layer#config()} gives it
   * @return the layer
   * @throws lanewise.layers.format.JsonException if the kind or a setting is unknown or not valid
   */
  public Layer read(String kind, JsonCursor config) {
    Function<JsonCursor, Layer> reader = readers.get(kind);
    if (reader == null) {
      throw config.error(
          "layer kind \"" + kind + "\" is not known; known are " + new TreeSet<>(readers.keySet()));
    }
    try {
      return reader.apply(config);
    } catch (IllegalArgumentException wrong) {
      throw config.error(String.valueOf(wrong.getMessage()));
    }
  }

  /**
   * How many values the parameters of a layer will have, before {@link #read} allocates them.
   *
   * @return at least that; 0 for a kind that is not of this library
   * @throws lanewise.layers.format.JsonException if a setting is missing or not valid
   */
  static long valueCount(String kind, JsonCursor config) {
    ToLongFunction<JsonCursor> count = VALUE_COUNTS.get(kind);
    try {
      return count == null ? 0 : count.applyAsLong(config);
    } catch (IllegalArgumentException wrong) {
      throw config.error(String.valueOf(wrong.getMessage()));
    }
  }
}
