package lanewise.layers.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import lanewise.layers.Allocation;
import lanewise.layers.Model;
import lanewise.layers.Networks;
import lanewise.layers.Sequential;
import lanewise.layers.format.FormatException;
import lanewise.layers.format.Safetensors;
import lanewise.layers.linear.Dense;
import lanewise.layers.predictor.Classifier;
import lanewise.layers.predictor.Predictor;
import lanewise.layers.predictor.Regressor;
import lanewise.layers.preprocessing.Column;
import lanewise.layers.preprocessing.ColumnTransformer;
import lanewise.layers.preprocessing.FeatureScaler;
import lanewise.layers.preprocessing.TargetScaler;
import lanewise.tensor.RandomStream;
import lanewise.tensor.Shape;
import lanewise.tensor.Tensor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What is refused, and in which words; all else of model files is in {@link ClassifierTest} and
 * {@link ModelSaveTest}.
 */
@Tag("once")
final class ModelFileTest {
  private static final String KEY = "lanewise.model";
  private static final String DESCRIPTION =
      "{\"version\":1,\"inputs\":[{\"name\":\"input\",\"shape\":[2]}],\"nodes\":["
          + "{\"name\":\"dense-1\",\"kind\":\"dense\",\"config\":{\"in\":2,\"out\":3},"
          + "\"inputs\":[\"input\"]},"
          + "{\"name\":\"relu-1\",\"kind\":\"relu\",\"config\":{},\"inputs\":[\"dense-1\"]},"
          + "{\"name\":\"dense-2\",\"kind\":\"dense\",\"config\":{\"in\":3,\"out\":2},"
          + "\"inputs\":[\"relu-1\"]}],\"outputs\":[\"dense-2\"],"
          + "\"scaler\":{\"mean\":[0.5,-1.0],\"scale\":[1.0,2.0]},"
          + "\"labels\":[\"no\",\"yes\"],\"provenance\":{\"seed\":\"42\"}}";

  /** What a plain model's file says. */
  private static final String PLAIN =
      DESCRIPTION.substring(0, DESCRIPTION.indexOf(",\"scaler\"")) + "}";

  /** What the file of a regressor says that takes columns of a table. */
  private static final String TABLE =
      PLAIN.substring(0, PLAIN.length() - 1)
          + ",\"task\":\"regress\",\"columns\":["
          + "{\"name\":\"age\",\"type\":\"number\",\"fill\":38.0,\"indicator\":false},"
          + "{\"name\":\"city\",\"type\":\"category\",\"values\":[\"x\"],"
          + "\"encoding\":\"one-hot\",\"fill\":\"x\",\"indicator\":false}],"
          + "\"scaler\":{\"mean\":[0.5,-1.0],\"scale\":[1.0,2.0]},"
          + "\"labels\":[\"no\",\"yes\"],"
          + "\"targets\":{\"mean\":[3.0,4.0],\"deviation\":[5.0,6.0]},"
          + "\"provenance\":{\"seed\":\"42\"}}";

  /** The things that a file may hold, each saved, described and loaded in its way. */
  enum Contents {
    CLASSIFIER(DESCRIPTION) {
      @Override
      void save(Classifier classifier, Path to) throws IOException {
        classifier.save(to);
      }

      @Override
      int loadFeatureCount(Path from) throws IOException {
        return Classifier.load(from).featureCount();
      }
    },
    PLAIN_MODEL(PLAIN) {
      @Override
      void save(Classifier classifier, Path to) throws IOException {
        SavedModel.of(classifier.model()).save(to);
      }

      @Override
      int loadFeatureCount(Path from) throws IOException {
        return SavedModel.load(from).model().inputShape().size();
      }
    },
    TABLE_REGRESSOR(TABLE) {
      @Override
      void save(Classifier classifier, Path to) throws IOException {
        regressor(classifier.model()).save(to);
      }

      @Override
      int loadFeatureCount(Path from) throws IOException {
        return Predictor.load(from).transform().outputSize();
      }
    };

    private final String description;

    Contents(String description) {
      this.description = description;
    }

    abstract void save(Classifier classifier, Path to) throws IOException;

    abstract int loadFeatureCount(Path from) throws IOException;
  }

  private static Regressor regressor(Model model) {
    List<Column> columns =
        List.of(
            new Column.Numeric("age", 38, false),
            new Column.Categorical("city", List.of("x"), Column.Encoding.ONE_HOT, "x", false));
    return Regressor.of(
        model,
        ColumnTransformer.of(columns, FeatureScaler.of(new float[] {0.5f, -1}, new float[] {1, 2})),
        List.of("no", "yes"),
        TargetScaler.of(new float[] {3, 4}, new float[] {5, 6}),
        Map.of("seed", "42"));
  }

  /** Another in each build, so that the builds together flip every bit. */
  private static final long SEED = Long.getLong("lanewise.test.seed", System.nanoTime());

  /** How many changed descriptions each kind gets; -Pfuzz tries as many as there is time for. */
  private static final int ROUNDS = 400;

  @TempDir private Path folder;
  private Path file;
  private Classifier small;

  @BeforeEach
  void makeAClassifier() {
    file = folder.resolve("model.safetensors");
    small =
        Classifier.of(
            Networks.mlp(30, 2, 3, 2),
            FeatureScaler.of(new float[] {0.5f, -1}, new float[] {1, 2}),
            List.of("no", "yes"),
            Map.of("seed", "42"));
  }

  @Test
  void describesTheModel() throws IOException {
    small.save(file);
    Safetensors contents = Safetensors.read(file, Safetensors.Integrity.REQUIRED);
    assertThat(contents.metadata()).isEqualTo(Map.of(KEY, DESCRIPTION));
    assertThat(contents.tensors().sequencedKeySet())
        .containsExactly("dense-1.weight", "dense-1.bias", "dense-2.weight", "dense-2.bias");
    assertThat(contents.weightsSha256()).isEqualTo(small.weightsSha256());
  }

  @Test
  void describesAPlainModelWithoutWhatAClassifierAdds() throws IOException {
    SavedModel.of(small.model()).save(file);
    Safetensors contents = Safetensors.read(file, Safetensors.Integrity.REQUIRED);
    assertThat(contents.metadata()).isEqualTo(Map.of(KEY, PLAIN));
    assertThat(contents.weightsSha256()).isEqualTo(small.weightsSha256());
  }

  @Test
  void describesTheColumnsAndTargetsOfARegressor() throws IOException {
    regressor(small.model()).save(file);
    Safetensors contents = Safetensors.read(file, Safetensors.Integrity.REQUIRED);
    assertThat(contents.metadata()).isEqualTo(Map.of(KEY, TABLE));
    assertThat(contents.weightsSha256()).isEqualTo(small.weightsSha256());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"regress\"|\"guess\"|model.task: \"guess\" is not known; known are multilabel, regress",
        "\"regress\"|\"multilabel\"|model.targets: is there, but the model is no regressor",
        "\"task\":\"regress\",|``|model.targets: is there, but the model is no regressor",
        "\"number\"|\"date\"|model.columns[0].type: \"date\" is not known; known are number,"
            + " boolean, category",
        "\"fill\":38.0|\"fill\":true|model.columns[0].fill: expected a number, found true",
        "\"fill\":38.0|\"fill\":1e39|model.columns[0].fill: expected a number within 32-bit range,"
            + " found 1e39",
        "\"fill\":38.0|\"fill\":38.0,\"x\":1|model.columns[0]: the key \"x\" is unknown; known are"
            + " name, type, fill, indicator",
        "\"fill\":38.0,\"indicator\":false|\"fill\":38.0,\"indicator\":true|columns: the columns"
            + " give 3 features, the scaler takes 2",
        "\"one-hot\"|\"two-hot\"|model.columns[1].encoding: \"two-hot\" is not known; known are"
            + " one-hot, index",
        "\"values\":[\"x\"]|\"values\":[]|column \"city\": 0 values; use 1 to 16777215",
        "\"values\":[\"x\"]|\"values\":[\"y\"]|column \"city\": the fill \"x\" is none of its"
            + " values",
        "\"age\"|\"city\"|columns: two columns have the name \"city\"",
        "\"no\",|``|regressor: 1 names, and a scaler of 2 targets",
        "\"no\"|\"yes\"|regressor: two outputs have the name \"yes\"",
        "[5.0,6.0]|[5.0,0.0]|target scaler: deviation 0.0 of target 1 is not finite and above 0",
        "\"deviation\":|\"deviations\":|model.targets: the key \"deviations\" is unknown; known are"
            + " mean, deviation",
      })
  void refusesAWrongDescriptionOfColumnsAndTargets(String part, String replacement, String problem)
      throws IOException {
    assertThat(TABLE).contains(part);
    write(tensors(), TABLE.replace(part, replacement == null ? "" : replacement));
    assertThatThrownBy(() -> Predictor.load(file))
        .isExactlyInstanceOf(FormatException.class)
        .hasMessage(file + ": " + problem);
  }

  @Test
  void keepsTheTextsOfMissingValues() throws IOException {
    String description = TABLE.replace("\"scaler\"", "\"missing\":[\"-\",\"-999\"],\"scaler\"");
    write(tensors(), description);
    Predictor loaded = Predictor.load(file);
    assertThat(loaded.columns()).isNotNull();
    assertThat(loaded.columns().missing()).containsExactly("-", "-999");
    assertThat(loaded.columns().encode(0, "-999")).isNaN();
    loaded.save(file);
    assertThat(Safetensors.read(file, Safetensors.Integrity.REQUIRED).metadata())
        .isEqualTo(Map.of(KEY, description));
    write(tensors(), DESCRIPTION.replace("\"scaler\"", "\"missing\":[\"-\"],\"scaler\""));
    assertThatThrownBy(() -> Predictor.load(file))
        .hasMessage(file + ": model.missing: is there, but the model has no columns");
  }

  @Test
  void readsAsManyCategoriesAsTheFileHasInMemoryInProportion() throws IOException {
    StringBuilder values = new StringBuilder("\"x\"");
    for (int i = 0; i < 20_000; i++) {
      values.append(",\"").append(i).append('"');
    }
    write(tensors(), TABLE.replace("[\"x\"]", "[" + values + "]"));
    assertThat(isReadInLittleMemory(Contents.TABLE_REGRESSOR, "many categories")).isFalse();
    assertThatThrownBy(() -> Predictor.load(file))
        .hasMessage(file + ": columns: the columns give 20002 features, the scaler takes 2");
  }

  @Test
  void refusesAPlainModelAsAClassifier() throws IOException {
    SavedModel.of(small.model()).save(file);
    refused("holds a model without labels; load it with SavedModel.load");
  }

  private SequencedMap<String, Tensor> tensors() {
    SequencedMap<String, Tensor> tensors = new LinkedHashMap<>();
    small.model().parameters().forEach((name, value) -> tensors.put(name, value.value()));
    return tensors;
  }

  /** A file with a right digest, whatever it says. */
  private void write(SequencedMap<String, Tensor> tensors, String description) throws IOException {
    SequencedMap<String, String> metadata = new LinkedHashMap<>();
    metadata.put(KEY, description);
    Files.write(file, new Safetensors(tensors, metadata).toBytes());
  }

  private void refused(String problem) {
    assertThatThrownBy(() -> Classifier.load(file))
        .isExactlyInstanceOf(FormatException.class)
        .hasMessage(file + ": " + problem);
  }

  @Test
  void readsTheDescriptionThatOthersAreMadeFrom() throws IOException {
    write(tensors(), DESCRIPTION);
    assertThat(Classifier.load(file).weightsSha256()).isEqualTo(small.weightsSha256());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        // the version comes first: a later version may change everything else
        "\"version\":1,|\"version\":2,\"new\":0,|model.version:"
            + " version 2 is not known; this lanewise reads 1",
        "\"version\":1|\"version\":0|model.version:"
            + " version 0 is not known; this lanewise reads 1",
        "\"version\":1|\"version\":\"1\"|model.version: expected a whole number, found \"1\"",
        "\"version\":1,|``|model: the key \"version\" is missing",
        "\"version\":1,|\"version\":1,\"extra\":0,|model: the key \"extra\" is unknown;"
            + " known are version, inputs, nodes, outputs, task, columns, missing, scaler, labels,"
            + " targets, provenance",
        // layers
        "\"kind\":\"relu\",|``|model.nodes[1]: the key \"kind\" is missing",
        "\"config\":{}|\"config\":{},\"x\":1|model.nodes[1]: the key \"x\" is unknown;"
            + " known are name, kind, config, inputs, shares",
        "\"in\":2|\"in\":2,\"x\":1|model.nodes[0].config: the key \"x\" is unknown;"
            + " known are in, out, bias",
        "\"in\":2,|``|model.nodes[0].config: the key \"in\" is missing",
        "\"in\":2|\"in\":0|model.nodes[0].config: dense: 0 inputs and 3 outputs:"
            + " both must be at least 1",
        "\"in\":2|\"in\":2.0|model.nodes[0].config.in: expected a whole number, found 2.0",
        "\"in\":3|\"in\":4|model: node dense-2: dense [2, 4]: input [3] does not end in 4",
        "\"shape\":[2]|\"shape\":[3]|model: node dense-1: dense [3, 2]: input [3] does not end in"
            + " 2",
        "\"shape\":[2]|\"shape\":[-2]|shape: [-2]: dimension -2 is negative",
        "\"shape\":[2]|\"shape\":2|model.inputs[0].shape: expected an array, found 2",
        "\"shape\":[2]|\"shape\":[2],\"x\":1|model.inputs[0]: the key \"x\" is unknown;"
            + " known are name, shape",
        // the graph
        "\"outputs\":[\"dense-2\"]|\"outputs\":[]|graph: name at least one output",
        "\"outputs\":[\"dense-2\"]|\"outputs\":[\"x\"]|graph: the outputs name x,"
            + " which is not an input or node",
        "\"outputs\":[\"dense-2\"]|\"outputs\":[\"relu-1\"]|graph: node dense-2 is dangling:"
            + " no output depends on it",
        "\"inputs\":[\"relu-1\"]|\"inputs\":[]|graph: node dense-2 reads nothing: name its inputs",
        "\"name\":\"relu-1\"|\"name\":\"dense-1\"|graph: the name \"dense-1\" is empty or taken",
        "\"inputs\":[\"input\"]|\"inputs\":[\"dense-2\"]|graph: a cycle:"
            + " dense-2 <- relu-1 <- dense-1 <- dense-2",
        // scaler
        "\"mean\":[0.5,-1.0]|\"mean\":[0.5]|scaler: 1 means and 2 scales;"
            + " there must be one of each for every feature",
        "[0.5,-1.0],\"scale\":[1.0,2.0]|[0.5],\"scale\":[1.0]|classifier: the model takes [2],"
            + " the scaler 1 features",
        "[1.0,2.0]|[1.0,0.0]|scaler: scale 0.0 of feature 1 is not finite and above 0",
        "[1.0,2.0]|[1.0,1e39]|model.scaler.scale[1]: expected a number within 32-bit range,"
            + " found 1e39",
        "\"scale\":|\"scales\":|model.scaler: the key \"scales\" is unknown; known are mean, scale",
        // labels and provenance
        "\"no\",||classifier: the model gives [2], there are 1 labels",
        "\"no\"|1|model.labels[0]: expected a string, found 1",
        "\"42\"|42|model.provenance.seed: expected a string, found 42",
        "\"provenance\":{\"seed\":\"42\"}|\"provenance\":0|model.provenance:"
            + " expected an object, found 0",
      })
  void refusesAWrongDescription(String part, String replacement, String problem)
      throws IOException {
    assertThat(DESCRIPTION).contains(part);
    write(tensors(), DESCRIPTION.replace(part, replacement == null ? "" : replacement));
    refused(problem);
  }

  @Test
  void refusesAKindThatIsNotKnownAndNamesThoseThatAre() throws IOException {
    write(tensors(), DESCRIPTION.replace("\"relu\"", "\"magic\""));
    assertThatThrownBy(() -> Classifier.load(file))
        .isExactlyInstanceOf(FormatException.class)
        .hasMessageStartingWith(
            file + ": model.nodes[1].config: layer kind \"magic\" is not known; known are [add, ")
        .hasMessageEndingWith(", tanh]");
  }

  @Test
  void refusesADescriptionThatIsNotJson() throws IOException {
    write(tensors(), "{");
    refused("line 1, column 2: expected a key in double quotes, found the end of the text");
    write(tensors(), "[]");
    refused("model: expected an object, found an array of 0");
  }

  @Test
  void refusesTensorsThatDoNotFit() throws IOException {
    SequencedMap<String, Tensor> tensors = tensors();
    tensors.remove("dense-2.weight");
    write(tensors, DESCRIPTION);
    refused("model: the tensor dense-2.weight [2, 3] is missing");

    tensors = tensors();
    tensors.put("dense-3.weight", Tensor.zeros(1));
    write(tensors, DESCRIPTION);
    refused("model: the tensor dense-3.weight belongs to no layer");

    tensors = tensors();
    tensors.put("dense-2.weight", Tensor.zeros(3, 2));
    write(tensors, DESCRIPTION);
    refused("model: the tensor dense-2.weight is [3, 2], not [2, 3]");
  }

  @Test
  void refusesLayersThatAreMuchLargerThanTheFile() throws IOException {
    write(tensors(), DESCRIPTION.replace("\"in\":2,\"out\":3", "\"in\":1,\"out\":2147483647"));
    refused(
        "model.nodes[0].config: the layers up to here have 4294967294 values,"
            + " but the tensors of the file only 17");
  }

  @Test
  void refusesLayersOfYourOwnThatNoMemoryHolds() throws IOException {
    write(tensors(), DESCRIPTION.replace("\"relu\"", "\"huge\""));
    LayerKinds kinds = LayerKinds.standard().with("huge", config -> Dense.of(1, Integer.MAX_VALUE));
    assertThatThrownBy(() -> Classifier.load(file, kinds))
        .isExactlyInstanceOf(FormatException.class)
        .hasMessage(file + ": model.nodes[1]: the layer needs more memory than is available");
  }

  /** No file of this class has more than a few kilobytes. */
  private static final long FEW_BYTES = 24 << 20;

  /** Loads the file, which may be refused, and fails where that takes much memory. */
  private boolean isReadInLittleMemory(String what) {
    return isReadInLittleMemory(Contents.CLASSIFIER, what);
  }

  private boolean isReadInLittleMemory(Contents kind, String what) {
    boolean[] read = {false};
    long bytes =
        Allocation.bytesOf(
            () -> {
              try {
                kind.loadFeatureCount(file);
                read[0] = true;
              } catch (FormatException refused) {
                assertThat(String.valueOf(refused.getMessage()))
                    .as(what)
                    .startsWith(file + ": ")
                    .doesNotContain("memory");
              } catch (IOException | RuntimeException | Error other) {
                throw new AssertionError(what, other);
              }
            });
    assertThat(bytes).as("bytes for %s", what).isLessThan(FEW_BYTES);
    return read[0];
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "dense|{\"in\":3,\"out\":20000000}",
        "dense|{\"in\":2147483647,\"out\":2147483647}",
        "dense|{\"in\":8000,\"out\":8000,\"bias\":false}",
        "embedding|{\"vocabulary\":16777216,\"dimension\":4}",
        "batch-norm|{\"channels\":20000000,\"momentum\":0.1,\"epsilon\":1e-5}",
        "layer-norm|{\"shape\":[4000,5000],\"epsilon\":1e-5,\"affine\":true}",
        "prelu|{\"channels\":80000000}",
      })
  void refusesLargeLayersOfEveryKindInLittleMemory(String kind, String config) throws IOException {
    String node = "\"kind\":\"relu\",\"config\":{}";
    assertThat(DESCRIPTION).contains(node);
    write(tensors(), DESCRIPTION.replace(node, "\"kind\":\"" + kind + "\",\"config\":" + config));
    assertThat(isReadInLittleMemory(kind + config)).isFalse();
    assertThatThrownBy(() -> Classifier.load(file))
        .hasMessageStartingWith(file + ": model.nodes[1].config: the layers up to here have ")
        .hasMessageEndingWith(" values, but the tensors of the file only 17");
  }

  @Test
  void refusesManyLayersThatTogetherAreMuchLargerThanTheFile() throws IOException {
    StringBuilder nodes = new StringBuilder();
    String last = "dense-1";
    for (int i = 0; i < 500; i++) {
      nodes
          .append("{\"name\":\"p%d\",\"kind\":\"prelu\",".formatted(i))
          .append(
              "\"config\":{\"channels\":1000000,\"axis\":0},\"inputs\":[\"%s\"]},".formatted(last));
      last = "p" + i;
    }
    String relu = "{\"name\":\"relu-1\"";
    assertThat(DESCRIPTION).contains(relu);
    write(tensors(), DESCRIPTION.replace(relu, nodes + relu));
    assertThat(isReadInLittleMemory("500 layers")).isFalse();
    assertThatThrownBy(() -> Classifier.load(file))
        .hasMessageContaining(": model.nodes[2].config: the layers up to here have 2000009 values");
  }

  /** Puts a node behind dense-1 that reads it, and takes the place of relu-1. */
  private String sharing(String kind, String config, String shares) {
    String node = "\"kind\":\"relu\",\"config\":{}";
    assertThat(DESCRIPTION).contains(node);
    return DESCRIPTION.replace(
        node, "\"kind\":\"%s\",\"config\":%s,\"shares\":%s".formatted(kind, config, shares));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "dense|{\"in\":3,\"out\":3}|{\"weight\":\"dense-9.weight\"}"
            + "|model.nodes[1].shares.weight: no earlier node has that parameter",
        "dense|{\"in\":3,\"out\":3}|{\"weights\":\"dense-1.weight\"}"
            + "|model.nodes[1]: the layer has no parameter weights to share",
        "dense|{\"in\":3,\"out\":3}|{\"weight\":\"dense-1.weight\"}"
            + "|dense: the parameter weight is [3, 2], not [3, 3]",
        "relu|{}|{\"bias\":\"dense-1.bias\"}"
            + "|model.nodes[1]: the layer has no parameter bias to share",
      })
  void refusesWhatCannotBeShared(String kind, String config, String shares, String problem)
      throws IOException {
    write(tensors(), sharing(kind, config, shares));
    refused(problem);
  }

  /** Rows would be predicted unscaled. */
  @Test
  void refusesAScalerWithoutLabels() throws IOException {
    write(tensors(), DESCRIPTION.replace("\"labels\":[\"no\",\"yes\"],", ""));
    assertThatThrownBy(() -> SavedModel.load(file))
        .isExactlyInstanceOf(FormatException.class)
        .hasMessage(file + ": model.scaler: is there, but the labels of the outputs are missing");
  }

  @Test
  void refusesLargeLayersThatShareALittleInLittleMemory() throws IOException {
    write(
        tensors(), sharing("dense", "{\"in\":3,\"out\":20000000}", "{\"bias\":\"dense-1.bias\"}"));
    assertThat(isReadInLittleMemory("a large layer that shares its bias")).isFalse();
    assertThatThrownBy(() -> Classifier.load(file))
        .hasMessageStartingWith(
            file + ": model.nodes[1].config: the layers up to here have 80000000 ")
        .hasMessageEndingWith(" values, but the tensors of the file only 17");
  }

  /** Up to three of the numbers in the description become large, tiny, negative or none at all. */
  @ParameterizedTest
  @EnumSource(Contents.class)
  void wrongNumbersAreReadOrRefusedInLittleMemory(Contents kind) throws IOException {
    String[] numbers = {
      "0",
      "1",
      "-1",
      "4",
      "1000",
      "30000",
      "46341",
      "65536",
      "1000000",
      "16777216",
      "300000000",
      "2147483647",
      "2147483648",
      "-2147483648",
      "4294967296",
      "9223372036854775807",
      "9223372036854775808",
      "1e9",
      "1e400",
      "1e-400",
      "0.5",
      "1" + "0".repeat(400),
      "-0"
    };
    Matcher places = Pattern.compile("-?[0-9]+(\\.[0-9]+)?(?=[,\\]}])").matcher(kind.description);
    List<int[]> found = new ArrayList<>();
    while (places.find()) {
      found.add(new int[] {places.start(), places.end()});
    }
    int numbersInIt =
        switch (kind) {
          case PLAIN_MODEL -> 6;
          case CLASSIFIER -> 10;
          case TABLE_REGRESSOR -> 15;
        };
    assertThat(found).hasSize(numbersInIt);
    RandomStream random = RandomStream.of(32);
    int read = 0;
    for (int round = 0; round < ROUNDS; round++) {
      StringBuilder text = new StringBuilder(kind.description);
      for (int i = found.size() - 1; i >= 0; i--) {
        if (random.nextInt(found.size()) < 2) {
          String number = numbers[random.nextInt(numbers.length)];
          text.replace(found.get(i)[0], found.get(i)[1], number);
        }
      }
      write(tensors(), text.toString());
      read += isReadInLittleMemory(kind, "seed 32, round " + round + ": " + text) ? 1 : 0;
    }
    assertThat(read).as("descriptions that are still right").isBetween(ROUNDS / 40, ROUNDS / 2);
  }

  /** The header's own numbers, in files without a digest that would find any change. */
  @Test
  void wrongSizesOfTensorsAreRefusedInLittleMemory() throws IOException {
    String[] sizes = {"0", "-1", "65536", "2147483647", "2147483648", "9223372036854775807", "1e9"};
    for (String size : sizes) {
      for (String part : List.of("[1]", "[0,4]", "[0,")) {
        String text = new String(withoutDigest("{}"), StandardCharsets.ISO_8859_1);
        String changed = text.replace(part, part.replaceFirst("[14]|(?<=\\[)0", size));
        byte[] bytes = changed.getBytes(StandardCharsets.ISO_8859_1);
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(bytes.length - 12);
        Files.write(file, bytes);
        assertThat(isReadInLittleMemory(changed)).isFalse();
      }
    }
  }

  @Test
  void refusesFilesOfOtherTools() throws IOException {
    Safetensors.of(tensors()).write(file);
    refused("is not a model that lanewise wrote: metadata lanewise.model is missing");
    Files.write(file, withoutDigest("{\"format\":\"pt\"}"));
    refused("is not a model that lanewise wrote: metadata lanewise.model is missing");
    Files.writeString(file, "label,probability\nyes,0.5\n");
    assertThatThrownBy(() -> Classifier.load(file)).isExactlyInstanceOf(FormatException.class);
  }

  @Test
  void refusesAModelWithoutADigest() throws IOException {
    Files.write(file, withoutDigest("{\"lanewise.model\":\"{}\"}"));
    refused("the file has no integrity digest, which is required here");
  }

  private static byte[] withoutDigest(String metadata) {
    String header =
        "{\"__metadata__\":"
            + metadata
            + ",\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}";
    byte[] text = header.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(8 + text.length + 4)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(text.length)
        .put(text)
        .putFloat(1)
        .array();
  }

  @ParameterizedTest
  @EnumSource(Contents.class)
  void refusesEveryTruncation(Contents kind) throws IOException {
    kind.save(small, file);
    byte[] whole = Files.readAllBytes(file);
    for (int length = 0; length < whole.length; length++) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertDamaged(kind, "first " + length + " bytes");
    }
    Files.write(file, Arrays.copyOf(whole, whole.length + 1));
    assertDamaged(kind, "one byte more");
  }

  /** Each third bit of the file of a classifier, and each ninth of the others. */
  @ParameterizedTest
  @EnumSource(Contents.class)
  void refusesAnyFlippedBit(Contents kind) throws IOException {
    kind.save(small, file);
    byte[] bytes = Files.readAllBytes(file);
    int step = kind == Contents.CLASSIFIER ? 3 : 9;
    int first = (int) Math.floorMod(SEED, (long) step);
    System.out.printf("%s: bits from %d on (-Dlanewise.test.seed=%d)%n", kind, first, SEED);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      for (int bit = first; bit < bytes.length * 8; bit += step) {
        byte whole = bytes[bit >> 3];
        put(channel, bit >> 3, (byte) (whole ^ (1 << (bit & 7))));
        assertDamaged(kind, "bit " + bit);
        put(channel, bit >> 3, whole);
      }
    }
    assertThat(file).hasBinaryContent(bytes);
    assertThat(kind.loadFeatureCount(file)).isEqualTo(2);
  }

  private static void put(FileChannel channel, int at, byte value) throws IOException {
    channel.write(ByteBuffer.wrap(new byte[] {value}), at);
  }

  private void assertDamaged(Contents kind, String damage) {
    assertThat(isReadInLittleMemory(kind, damage)).as("%s was not noticed", damage).isFalse();
  }

  @ParameterizedTest
  @EnumSource(Contents.class)
  void aDescriptionWithAnyCharacterChangedIsReadOrRefused(Contents kind) throws IOException {
    String telling = "\"\\{}[],:0129-.e x";
    RandomStream random = RandomStream.of(31);
    int refusals = 0;
    for (int round = 0; round < ROUNDS; round++) {
      StringBuilder text = new StringBuilder(kind.description);
      for (int change = 1 + random.nextInt(2); change > 0; change--) {
        char to = telling.charAt(random.nextInt(telling.length()));
        int at = random.nextInt(text.length());
        switch (random.nextInt(3)) {
          case 0 -> text.setCharAt(at, to);
          case 1 -> text.insert(at, to);
          default -> text.deleteCharAt(at);
        }
      }
      write(tensors(), text.toString());
      try {
        assertThat(kind.loadFeatureCount(file)).isEqualTo(2);
      } catch (FormatException expected) {
        refusals++;
      } catch (IOException | RuntimeException | Error other) {
        throw new AssertionError("seed 31, round " + round + ": " + text, other);
      }
    }
    assertThat(refusals).isBetween(ROUNDS / 2, ROUNDS);
  }

  @Test
  void writesTheSameBytesEveryTime() throws IOException {
    small.save(file);
    byte[] first = Files.readAllBytes(file);
    makeAClassifier();
    small.save(file);
    assertThat(Files.readAllBytes(file)).isEqualTo(first);
    Networks.set(small.model().parameters().get("dense-2.bias"), 0, 1);
    small.save(file);
    assertThat(Files.readAllBytes(file)).isNotEqualTo(first);
  }

  @Test
  void keepsShapesOfSeveralDimensions() throws IOException {
    Dense dense = Dense.of(2, 1);
    Model model = Sequential.of(Shape.of(3, 2), List.of(dense));
    Classifier.of(model, FeatureScaler.identity(6), List.of("a", "b", "c"), Map.of()).save(file);
    Model loaded = Classifier.load(file).model();
    assertThat(loaded.inputShape()).isEqualTo(Shape.of(3, 2));
    assertThat(loaded.outputShape()).isEqualTo(Shape.of(3, 1));
  }
}
