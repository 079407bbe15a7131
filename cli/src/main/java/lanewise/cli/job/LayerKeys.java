package lanewise.cli.job;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import lanewise.cli.settings.Choice;
import lanewise.cli.settings.Choice.Alternative;
import lanewise.cli.settings.Key;
import lanewise.cli.settings.Range;
import lanewise.cli.settings.Section;
import lanewise.cli.settings.Type;
import lanewise.cli.settings.Types;
import lanewise.cli.settings.Values;
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
import lanewise.layers.format.JsonArray;
import lanewise.layers.format.JsonBoolean;
import lanewise.layers.format.JsonCursor;
import lanewise.layers.format.JsonNumber;
import lanewise.layers.format.JsonObject;
import lanewise.layers.format.JsonString;
import lanewise.layers.format.JsonValue;
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
import org.jspecify.annotations.Nullable;

/**
 * The kinds of layers and their keys: the settings of model files, but for sizes that follow from
 * the input, which may be left out.
 */
final class LayerKeys {
  private static final Range BELOW_ONE = Range.from(0).below(1);

  private LayerKeys() {}

  static Choice<LayerSettings> choice() {
    List<Alternative<? extends LayerSettings>> kinds =
        List.of(
            kind(
                Dense.KIND,
                "A fully connected layer.",
                outputs(),
                flag("bias", true, "Whether a learned bias is added.")),
            kind(
                Embedding.KIND,
                "A learned vector for each number of a vocabulary.",
                whole("vocabulary", 1, null, "How many numbers there are, from 0."),
                whole("dimension", 1, null, "The size of a vector.")),
            kind(
                BatchNorm.KIND,
                "Normalizes each channel over the batch.",
                channels(),
                axis(0, "The dimension of the channels in one example."),
                real(
                    "momentum",
                    Range.above(0).upTo(1),
                    0.1,
                    "The share of a batch in the running statistics."),
                epsilon()),
            kind(
                LayerNorm.KIND,
                "Normalizes the last dimensions of each example.",
                shape("The last dimensions, over which it normalizes; auto is all of them."),
                epsilon(),
                flag("affine", true, "Whether there are a learned scale and shift.")),
            kind(Relu.KIND, "max(x, 0)."),
            kind(
                LeakyRelu.KIND,
                "x, or slope x below 0.",
                number("slope", 0.01f, "The slope below 0.")),
            kind(
                PRelu.KIND,
                "x, or a learned slope times x below 0.",
                channels(),
                axis(0, "The dimension of the channels in one example.")),
            kind(
                Elu.KIND,
                "x, or alpha (e^x - 1) below 0.",
                number("alpha", 1, "The factor below 0.")),
            kind(Selu.KIND, "An elu whose outputs keep mean 0 and variance 1."),
            kind(
                Gelu.KIND,
                "x times the normal distribution function of x.",
                word(
                    "form", "exact", "Exact, or by the approximation with tanh.", "exact", "tanh")),
            kind(Silu.KIND, "x sigmoid(x)."),
            kind(Sigmoid.KIND, "1 / (1 + e^-x)."),
            kind(HardSigmoid.KIND, "A sigmoid of three straight lines."),
            kind(LogSigmoid.KIND, "The logarithm of the sigmoid."),
            kind(Tanh.KIND, "The hyperbolic tangent."),
            kind(
                HardTanh.KIND,
                "x, cut off at both ends.",
                number("low", -1, "The smallest output."),
                number("high", 1, "The largest output.")),
            kind(Softplus.KIND, "log(1 + e^x)."),
            kind(
                Maxout.KIND,
                "The largest of each group of inputs.",
                whole("pieces", 1, 2, "The size of a group.")),
            kind(
                Softmax.KIND,
                "Probabilities along an axis.",
                axis(-1, "The axis; negative numbers count from the end.")),
            kind(
                LogSoftmax.KIND,
                "Logarithms of probabilities along an axis.",
                axis(-1, "The axis; negative numbers count from the end.")),
            kind(Dropout.KIND, "Sets values to 0 at random, in training only.", rate("value")),
            kind(
                AlphaDropout.KIND,
                "A dropout that keeps mean and variance, for selu.",
                rate("value")),
            kind(
                StochasticDepth.KIND,
                "Sets all values of an example to 0 at random, in training only.",
                rate("example")),
            kind(
                GaussianNoise.KIND,
                "Adds normal noise, in training only.",
                real("deviation", Range.from(0), null, "The standard deviation of the noise.")),
            kind(Flatten.KIND, "All values of an example in one dimension."),
            kind(
                Reshape.KIND,
                "The values of an example in another shape.",
                dims("The dimensions; one may be -1, which follows from the others.")),
            kind(
                Narrow.KIND,
                "A part of an example along one axis.",
                axis(-1, "The axis; negative numbers count from the end."),
                whole("from", 0, null, "The first place, from 0."),
                whole("to", 1, null, "The place after the last.")),
            kind(Add.KIND, "The sum of its inputs."),
            kind(Multiply.KIND, "The product of its inputs."),
            kind(
                Concat.KIND,
                "Its inputs one after the other along an axis.",
                axis(-1, "The axis; negative numbers count from the end.")));
    return Choice.ofRequired("layer", kinds);
  }

  /** A setting of a layer, which writes it as model files have it. */
  private interface Field {
    Key<LayerSettings, ?> key();

    void put(Values values, JsonObject.Builder config);
  }

  private record Given<T>(Key<LayerSettings, T> key, Function<T, JsonValue> json) implements Field {
    @Override
    public void put(Values values, JsonObject.Builder config) {
      config.put(key.name(), json.apply(values.get(key)));
    }
  }

  /** A size that follows from the input where it is not given. */
  private record Inferred<T>(Key<LayerSettings, Optional<T>> key, Function<T, JsonValue> json)
      implements Field {
    @Override
    public void put(Values values, JsonObject.Builder config) {
      values.get(key).ifPresent(value -> config.put(key.name(), json.apply(value)));
    }
  }

  private static Alternative<LayerSettings> kind(String kind, String meaning, Field... fields) {
    Key<LayerSettings, Optional<String>> name =
        Key.optional(
                "name",
                Types.optional(Types.text()),
                LayerSettings::name,
                "The name by which later layers read this one.")
            .quietly();
    Key<LayerSettings, List<String>> inputs =
        Key.of(
                "inputs",
                Types.listOf(Types.text()),
                LayerSettings::inputs,
                "The names of the layers that this one reads, or input; empty for the layer before"
                    + " it.")
            .withDefault(List.of())
            .quietly();
    List<Key<LayerSettings, ?>> keys = new ArrayList<>();
    for (Field field : fields) {
      keys.add(field.key());
    }
    keys.add(name);
    keys.add(inputs);
    Section<LayerSettings> section =
        Section.of(
            meaning,
            keys,
            values -> {
              JsonObject.Builder config = JsonObject.builder();
              for (Field field : fields) {
                field.put(values, config);
              }
              return new LayerSettings(
                  kind,
                  config.build(),
                  values.get(name).orElse(null),
                  values.get(inputs),
                  values.origin());
            });
    return new Alternative<>(
        kind, LayerSettings.class, section, layer -> layer.kind().equals(kind));
  }

  /** A field; without a default it must be given. */
  private static <T> Field field(
      String name,
      Type<T> type,
      @Nullable T fallback,
      String meaning,
      Function<T, JsonValue> json,
      Function<JsonCursor, T> parser) {
    Key<LayerSettings, T> key =
        Key.of(name, type, layer -> parser.apply(config(layer).get(name)), meaning);
    return new Given<>(fallback == null ? key : key.withDefault(fallback), json);
  }

  /** A size that follows from the input or the data where it is not given. */
  private static <T> Field inferred(
      String name,
      Type<T> type,
      String meaning,
      Function<T, JsonValue> json,
      Function<JsonCursor, T> parser) {
    Type<Optional<T>> orAuto = Types.orWord("auto", type);
    Key<LayerSettings, Optional<T>> key =
        Key.of(name, orAuto, layer -> config(layer).find(name).map(parser), meaning);
    return new Inferred<>(key.withDefault(Optional.empty()), json);
  }

  private static JsonCursor config(LayerSettings layer) {
    return JsonCursor.of(layer.kind(), layer.config());
  }

  private static Field outputs() {
    return inferred(
        "out",
        Types.count(),
        "The number of outputs; auto is what the data needs, for the last layer.",
        JsonNumber::of,
        JsonCursor::asInt);
  }

  private static Field channels() {
    return inferred(
        "channels",
        Types.count(),
        "The number of channels; auto is that of the input.",
        JsonNumber::of,
        JsonCursor::asInt);
  }

  private static Field whole(String name, int least, @Nullable Integer fallback, String meaning) {
    return field(
        name,
        Types.whole(least, Integer.MAX_VALUE),
        fallback,
        meaning,
        JsonNumber::of,
        JsonCursor::asInt);
  }

  private static Field axis(int fallback, String meaning) {
    return field("axis", Types.whole(-8, 7), fallback, meaning, JsonNumber::of, JsonCursor::asInt);
  }

  private static Field real(String name, Range range, @Nullable Double fallback, String meaning) {
    return field(
        name, Types.real(range, 0.1), fallback, meaning, JsonNumber::of, JsonCursor::asDouble);
  }

  private static Field epsilon() {
    return real("epsilon", Range.above(0), 1e-5, "The number added to variances.");
  }

  private static Field rate(String what) {
    return real("rate", BELOW_ONE, null, "The probability that a " + what + " is set to 0.");
  }

  private static Field number(String name, float fallback, String meaning) {
    Range finite = new Range(-Float.MAX_VALUE, true, Float.MAX_VALUE, true);
    return field(
        name, Types.number(finite, 0.1f), fallback, meaning, JsonNumber::of, JsonCursor::asFloat);
  }

  private static Field flag(String name, boolean fallback, String meaning) {
    return field(name, Types.flag(), fallback, meaning, JsonBoolean::new, JsonCursor::asBoolean);
  }

  private static Field word(String name, String fallback, String meaning, String... words) {
    return field(
        name,
        Types.oneOf(List.of(words)),
        fallback,
        meaning,
        JsonString::new,
        JsonCursor::asString);
  }

  private static Field shape(String meaning) {
    return inferred(
        "shape", Types.listOf(Types.count()), meaning, LayerKeys::array, LayerKeys::list);
  }

  private static Field dims(String meaning) {
    return field(
        "shape",
        Types.listOf(Types.whole(-1, Integer.MAX_VALUE)),
        null,
        meaning,
        LayerKeys::array,
        LayerKeys::list);
  }

  private static JsonValue array(List<Integer> dims) {
    return JsonArray.of(dims.stream().mapToLong(Integer::longValue).toArray());
  }

  private static List<Integer> list(JsonCursor array) {
    return array.elements().stream().map(JsonCursor::asInt).toList();
  }
}
