package lanewise.layers.predictor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import lanewise.layers.Allocation;
import lanewise.layers.Graph;
import lanewise.layers.Model;
import lanewise.layers.Near;
import lanewise.layers.Networks;
import lanewise.layers.Parameter;
import lanewise.layers.Sequential;
import lanewise.layers.SingleLayer;
import lanewise.layers.activation.LogSoftmax;
import lanewise.layers.activation.Relu;
import lanewise.layers.activation.Softmax;
import lanewise.layers.activation.Tanh;
import lanewise.layers.linear.Dense;
import lanewise.layers.merge.Add;
import lanewise.layers.preprocessing.FeatureScaler;
import lanewise.tensor.Shape;
import lanewise.tensor.ShapeException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("once")
final class ClassifierTest {
  @TempDir private Path folder;

  /** One dense layer by hand: logits 2a + 1 and b - 1, with a = (x - 1) * 2 and b = y / 2. */
  private static Classifier byHand() {
    Dense dense = Dense.of(2, 2);
    Networks.set(dense.weight(), 2, 0, 0, 1);
    Networks.set(dense.bias(), 1, -1);
    return Classifier.of(
        Sequential.of(2, dense),
        FeatureScaler.of(new float[] {1, 0}, new float[] {2, 0.5f}),
        List.of("left", "right"),
        Map.of());
  }

  @Test
  void predictsWhatTheFormulasGive() {
    Classifier classifier = byHand();
    float[] logits = new float[2];
    classifier.logits(1, new float[] {3, 8}, 0, logits, 0);
    assertThat(logits).containsExactly(9, 3);
    double right = 1 / (1 + Math.exp(6));
    float[] probabilities = classifier.probabilities(3, 8);
    Near.assertNear("probabilities", probabilities, new double[] {1 - right, right});
    assertThat(classifier.predict(3, 8)).isEqualTo("left");
    assertThat(classifier.predict(1, 8)).isEqualTo("right");
    assertThat(classifier.predict(1, 4)).as("a tie: the first of equals").isEqualTo("left");
    assertThat(classifier.featureCount()).isEqualTo(2);
    assertThat(classifier.labels()).containsExactly("left", "right");
  }

  @Test
  void refusesRowsOfAnotherWidth() {
    Classifier classifier = Networks.classifier(1, 4, 3);
    assertThatThrownBy(() -> classifier.predict(1, 2, 3))
        .isInstanceOf(ShapeException.class)
        .hasMessage("predict: the row has 3 features, the model takes 4");
    assertThatThrownBy(() -> classifier.probabilities(new float[5]))
        .isInstanceOf(ShapeException.class)
        .hasMessage("predict: the row has 5 features, the model takes 4");
  }

  @Test
  void refusesArraysThatAreTooShort() {
    Classifier classifier = Networks.classifier(1, 4, 3);
    float[] in = new float[8];
    float[] out = new float[6];
    classifier.probabilities(2, in, 0, out, 0);
    assertThatThrownBy(() -> classifier.probabilities(2, in, 1, out, 0))
        .isInstanceOf(ShapeException.class)
        .hasMessage("predict: 2 rows of 4 values from 1 do not fit the input of 8 values");
    assertThatThrownBy(() -> classifier.probabilities(2, in, 0, out, 1))
        .isInstanceOf(ShapeException.class)
        .hasMessage("predict: 2 rows of 3 values from 1 do not fit the output of 6 values");
    assertThatThrownBy(() -> classifier.logits(-1, in, 0, out, 0))
        .isInstanceOf(ShapeException.class);
    assertThatThrownBy(() -> classifier.logits(1, in, -1, out, 0))
        .isInstanceOf(ShapeException.class);
    assertThatThrownBy(() -> classifier.logits(Integer.MAX_VALUE, in, 0, out, 0))
        .isInstanceOf(ShapeException.class);
    assertThatThrownBy(() -> classifier.logits(1, in, Integer.MAX_VALUE, out, 0))
        .isInstanceOf(ShapeException.class);
  }

  @Test
  void refusesPartsThatDoNotFit() {
    Model model = Networks.mlp(1, 4, 3);
    FeatureScaler four = FeatureScaler.identity(4);
    assertThatThrownBy(
            () -> Classifier.of(model, FeatureScaler.identity(5), List.of("a", "b", "c"), Map.of()))
        .isInstanceOf(ShapeException.class)
        .hasMessage("classifier: the model takes [4], the scaler 5 features");
    assertThatThrownBy(() -> Classifier.of(model, four, List.of("a", "b"), Map.of()))
        .isInstanceOf(ShapeException.class)
        .hasMessage("classifier: the model gives [3], there are 2 labels");
  }

  @Test
  void refusesModelsWithSeveralInputsOrOutputs() {
    Graph two = new Graph();
    String left = two.input("left", Shape.of(2));
    String right = two.input("right", Shape.of(2));
    Model pair = two.build(two.add(Add.of(), left, right));
    List<String> labels = List.of("a", "b");
    assertThatThrownBy(() -> Classifier.of(pair, FeatureScaler.identity(2), labels, Map.of()))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage("classifier: the model has 2 inputs [left, right], not one");
    Graph fork = new Graph();
    String input = fork.input("input", Shape.of(2));
    Model forked = fork.build(fork.add(Relu.of(), input), fork.add(Tanh.of(), input));
    assertThatThrownBy(() -> Classifier.of(forked, FeatureScaler.identity(2), labels, Map.of()))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage("classifier: the model has 2 outputs [relu-1, tanh-1], not one");
  }

  @Test
  void refusesAModelThatEndsInASoftmax() {
    Model twice = Sequential.of(4, Dense.of(4, 3), Softmax.of());
    FeatureScaler four = FeatureScaler.identity(4);
    List<String> labels = List.of("a", "b", "c");
    assertThatThrownBy(() -> Classifier.of(twice, four, labels, Map.of()))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "classifier: the model ends in the softmax softmax-1, which a classifier applies"
                + " itself: leave the layer out");
  }

  @Test
  void logarithmsOfProbabilitiesGiveTheSameProbabilities() {
    Dense dense = Dense.of(4, 3);
    Networks.fill(dense, 8);
    FeatureScaler four = FeatureScaler.identity(4);
    List<String> labels = List.of("a", "b", "c");
    Classifier logits = Classifier.of(Sequential.of(4, dense), four, labels, Map.of());
    Model ending = Sequential.of(4, dense, LogSoftmax.of());
    Classifier logarithms = Classifier.of(ending, four, labels, Map.of());
    float[] row = Networks.gaussians(9, 4);
    float[] expected = logits.probabilities(row);
    double[] exact = new double[3];
    for (int i = 0; i < 3; i++) {
      exact[i] = expected[i];
    }
    Near.assertNear("probabilities", logarithms.probabilities(row), exact);
  }

  @Test
  void refusesEqualLabels() {
    Model model = Networks.mlp(1, 4, 3);
    FeatureScaler four = FeatureScaler.identity(4);
    assertThatThrownBy(() -> Classifier.of(model, four, List.of("b", "a", "b"), Map.of()))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage("classifier: two classes have the label \"b\"");
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void refusesFeaturesThatAreNotFinite(float value) {
    Classifier classifier = Networks.classifier(1, 4, 3);
    assertThatThrownBy(() -> classifier.predict(1, value, 3, 4))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage("predict: row 0, column 1 is " + value + ", not a finite number");
    float[] in = Networks.gaussians(3, 2 + 100 * 4 + 1);
    float[] out = SingleLayer.filled(100 * 3, 77);
    in[1] = value;
    in[2 + 100 * 4] = value;
    classifier.probabilities(100, in, 2, out, 0);
    in[2 + 97 * 4 + 3] = value;
    Arrays.fill(out, 77);
    assertThatThrownBy(() -> classifier.logits(100, in, 2, out, 0))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage("predict: row 97, column 3 is " + value + ", not a finite number");
    assertThat(out).as("nothing is written").containsOnly(77);
  }

  @Test
  void namesNoClassWhereTheModelOverflows() {
    Classifier classifier = byHand();
    float[] row = {Float.MAX_VALUE, -Float.MAX_VALUE};
    assertThat(classifier.probabilities(row)).contains(Float.NaN);
    assertThatThrownBy(() -> classifier.predict(row))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("predict: the row's features are too large for this model");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 7, 63, 64, 65, 130})
  void aRowHasTheSameBitsInABatchAsAlone(int rows) {
    Classifier classifier = Networks.classifier(2, 13, 40, 5);
    int inOffset = 3;
    int outOffset = 2;
    float[] in = Networks.gaussians(3, inOffset + rows * 13 + 4);
    float[] out = new float[outOffset + rows * 5 + 4];
    Arrays.fill(out, 77);
    classifier.probabilities(rows, in, inOffset, out, outOffset);
    for (int r = 0; r < rows; r++) {
      int from = inOffset + r * 13;
      float[] alone = classifier.probabilities(Arrays.copyOfRange(in, from, from + 13));
      int to = outOffset + r * 5;
      assertThat(Arrays.copyOfRange(out, to, to + 5)).as("row %s", r).containsExactly(alone);
    }
    assertThat(Arrays.copyOf(out, outOffset)).containsOnly(77);
    assertThat(Arrays.copyOfRange(out, outOffset + rows * 5, out.length)).containsOnly(77);
  }

  @Test
  void isASnapshotOfItsModel() {
    Model model = Networks.mlp(4, 6, 5, 3);
    Classifier classifier =
        Classifier.of(model, FeatureScaler.identity(6), List.of("a", "b", "c"), Map.of());
    float[] row = Networks.gaussians(5, 6);
    float[] before = classifier.probabilities(row);
    String digest = classifier.weightsSha256();
    for (Parameter parameter : model.parameters().values()) {
      Arrays.fill(parameter.values(), 3);
    }
    assertThat(classifier.probabilities(row)).containsExactly(before);
    assertThat(classifier.weightsSha256()).isEqualTo(digest).matches("[0-9a-f]{64}");
    assertThat(classifier.model()).isNotSameAs(model);
    Classifier later =
        Classifier.of(model, FeatureScaler.identity(6), List.of("a", "b", "c"), Map.of());
    assertThat(later.weightsSha256()).isNotEqualTo(digest);
    assertThat(later.probabilities(row)).isNotEqualTo(before);
  }

  @Test
  void copiesItsLabelsAndProvenance() {
    List<String> labels = new ArrayList<>(List.of("a", "b"));
    Map<String, String> provenance = new LinkedHashMap<>();
    provenance.put("z", "1");
    provenance.put("a", "2");
    Classifier classifier =
        Classifier.of(Networks.mlp(1, 1, 2), FeatureScaler.identity(1), labels, provenance);
    labels.set(0, "changed");
    provenance.put("b", "3");
    assertThat(classifier.labels()).containsExactly("a", "b");
    assertThat(classifier.provenance().sequencedKeySet()).containsExactly("z", "a");
    assertThatThrownBy(() -> classifier.provenance().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void comesBackFromAFileBitForBit() throws IOException {
    Path file = folder.resolve("model.safetensors");
    Map<String, String> provenance = new LinkedHashMap<>();
    provenance.put("seed", "42");
    provenance.put("data", "digits \"ü\" \n");
    provenance.put("", "empty key");
    float[] mean = {0.1f, -1e-30f, Float.MAX_VALUE, 16777217};
    float[] scale = {1 / 3f, Float.MIN_VALUE, 1e30f, 0.0625f};
    Model model = Networks.mlp(6, 4, 17, 3);
    model.parameters().get("dense-1.bias").values()[0] = -0.0f;
    model.parameters().get("dense-1.bias").values()[1] = Float.MIN_VALUE;
    model.parameters().get("dense-1.bias").values()[2] = Float.intBitsToFloat(0x7fc01234);
    Classifier saved =
        Classifier.of(model, FeatureScaler.of(mean, scale), List.of("0", "été", "a,b"), provenance);
    saved.save(file);
    Classifier loaded = Classifier.load(file);

    assertThat(loaded.labels()).isEqualTo(saved.labels());
    assertThat(loaded.transform()).isEqualTo(saved.transform());
    assertThat(new ArrayList<>(loaded.provenance().entrySet()))
        .isEqualTo(new ArrayList<>(provenance.entrySet()));
    assertThat(loaded.weightsSha256()).isEqualTo(saved.weightsSha256());
    assertThat(loaded.model().parameters().sequencedKeySet())
        .containsExactlyElementsOf(model.parameters().sequencedKeySet());
    loaded
        .model()
        .parameters()
        .forEach(
            (name, parameter) ->
                assertThat(bits(parameter.values()))
                    .as(name)
                    .isEqualTo(bits(model.parameters().get(name).values())));
    float[] rows = Networks.gaussians(7, 20 * 4);
    assertThat(probabilities(loaded, rows)).containsExactly(probabilities(saved, rows));

    Path again = folder.resolve("again.safetensors");
    loaded.save(again);
    assertThat(again).hasSameBinaryContentAs(file);
    saved.save(again);
    assertThat(again).hasSameBinaryContentAs(file);
    try (var files = Files.list(folder)) {
      assertThat(files).as("no temporary file is left").hasSize(2);
    }
  }

  private static int[] bits(float[] values) {
    int[] bits = new int[values.length];
    Arrays.setAll(bits, i -> Float.floatToRawIntBits(values[i]));
    return bits;
  }

  private static float[] probabilities(Classifier classifier, float[] rows) {
    int count = rows.length / classifier.featureCount();
    float[] out = new float[count * classifier.labels().size()];
    classifier.probabilities(count, rows, 0, out, 0);
    return out;
  }

  @Test
  void answersManyThreadsAtOnceAsOneAfterTheOther() throws Exception {
    Classifier classifier = Networks.classifier(8, 20, 30, 4);
    try (ExecutorService platform = Executors.newFixedThreadPool(8);
        ExecutorService virtual = Executors.newVirtualThreadPerTaskExecutor()) {
      List<float[]> expected = new ArrayList<>();
      List<Future<float[]>> answers = new ArrayList<>();
      for (int t = 0; t < 200; t++) {
        expected.add(probabilities(classifier, Networks.gaussians(900 + t, (1 + t % 70) * 20)));
      }
      for (int t = 0; t < 200; t++) {
        float[] rows = Networks.gaussians(900 + t, (1 + t % 70) * 20);
        Callable<float[]> question = () -> probabilities(classifier, rows);
        answers.add((t % 2 == 0 ? platform : virtual).submit(question));
      }
      for (int t = 0; t < 200; t++) {
        assertThat(answers.get(t).get()).as("question %s", t).containsExactly(expected.get(t));
      }
    }
  }

  @Tag("compiled")
  @Test
  void allocatesNothingOnceWarm() {
    Classifier classifier = Networks.classifier(9, 64, 33, 10);
    float[] in = Networks.gaussians(10, 100 * 64);
    float[] out = new float[100 * 10];
    Allocation.assertSettlesAtNone(
        "probabilities of 100 rows", () -> classifier.probabilities(100, in, 0, out, 0));
    Allocation.assertSettlesAtNone("logits of 1 row", () -> classifier.logits(1, in, 0, out, 0));
  }

  @Test
  void aMissingFileIsNotADamagedOne() {
    Path missing = folder.resolve("missing.safetensors");
    assertThatThrownBy(() -> Classifier.load(missing))
        .isExactlyInstanceOf(IOException.class)
        .hasMessageContaining(missing.toString());
  }
}
