package lanewise.layers.predictor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import lanewise.layers.Allocation;
import lanewise.layers.Graph;
import lanewise.layers.Model;
import lanewise.layers.Near;
import lanewise.layers.Networks;
import lanewise.layers.Pass;
import lanewise.layers.Sequential;
import lanewise.layers.activation.Sigmoid;
import lanewise.layers.activation.Softmax;
import lanewise.layers.activation.Tanh;
import lanewise.layers.file.SavedModel;
import lanewise.layers.file.Task;
import lanewise.layers.format.FormatException;
import lanewise.layers.inference.Calibration;
import lanewise.layers.inference.InferencePlan;
import lanewise.layers.linear.Dense;
import lanewise.layers.linear.Embedding;
import lanewise.layers.merge.Concat;
import lanewise.layers.preprocessing.Column;
import lanewise.layers.preprocessing.ColumnTransformer;
import lanewise.layers.preprocessing.FeatureScaler;
import lanewise.layers.preprocessing.TargetScaler;
import lanewise.layers.serving.LivePlan;
import lanewise.layers.shape.Flatten;
import lanewise.layers.shape.Narrow;
import lanewise.tensor.Shape;
import lanewise.tensor.ShapeException;
import lanewise.tensor.WeightPrecision;
import lanewise.tensor.Workers;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the kinds of predictors have in common, and what the two that name no class add. */
@Tag("once")
final class PredictorTest {
  private static final List<String> STREETS = List.of("A", "B", "C", "D");

  @TempDir private Path folder;

  private static ColumnTransformer columns(String... cities) {
    List<Column> columns =
        List.of(
            new Column.Numeric("age", 40, true),
            new Column.Categorical(
                "city", List.of(cities), Column.Encoding.ONE_HOT, cities[0], false),
            new Column.Categorical("street", STREETS, Column.Encoding.INDEX, "D", false));
    float[] mean = new float[3 + cities.length];
    float[] scale = new float[3 + cities.length];
    Arrays.fill(scale, 1);
    mean[0] = 35;
    scale[0] = 0.125f;
    return ColumnTransformer.of(columns, FeatureScaler.of(mean, scale));
  }

  /** Takes the index of the street apart, and embeds it. */
  private static Model network(int outputs) {
    Graph graph = new Graph();
    String input = graph.input("input", Shape.of(5));
    String plain = graph.add(Narrow.of(0, 4), input);
    String street = graph.add(Embedding.of(5, 3), graph.add(Narrow.of(4, 5), input));
    String all = graph.add(Concat.of(), plain, graph.add(Flatten.of(), street));
    String hidden = graph.add(Tanh.of(), graph.add(Dense.of(7, 70), all));
    Model model = graph.build(graph.add(Dense.of(70, outputs), hidden));
    Networks.fill(model, 20);
    return model;
  }

  private static Regressor regressor() {
    return Regressor.of(
        network(2),
        columns("Bern", "Rome"),
        List.of("price", "rooms"),
        TargetScaler.of(new float[] {500, 4}, new float[] {100, 1.5f}),
        Map.of("data", "houses"));
  }

  private static MultiLabelClassifier multiLabel() {
    return MultiLabelClassifier.of(
        network(3), columns("Bern", "Rome"), List.of("garden", "lift", "view"), Map.of());
  }

  /** Rows with missing and unknown values. */
  private static float[] rows(int rows) {
    float[] in = new float[3 * rows];
    for (int r = 0; r < rows; r++) {
      in[3 * r] = r % 5 == 1 ? Float.NaN : 20 + r;
      in[3 * r + 1] = r % 7 == 2 ? Float.NaN : r % 3;
      in[3 * r + 2] = r % 6 == 3 ? Float.NaN : r % 5;
    }
    return in;
  }

  /** The model's outputs for rows, computed as training computes them. */
  private static float[] outputs(Predictor predictor, float[] in, int rows) {
    Pass pass = predictor.model().inferencePass(rows, Workers.caller());
    predictor.transform().transform(rows, in, 0, pass.input(), 0);
    pass.forward(rows);
    return Arrays.copyOf(pass.output(), rows * predictor.plan().outputSize());
  }

  @Test
  void aRegressorPredictsInTheUnitsOfTheData() {
    Regressor regressor = regressor();
    float[] in = rows(70);
    float[] scaled = outputs(regressor, in, 70);
    float[] expected = new float[140];
    for (int i = 0; i < 140; i++) {
      expected[i] = i % 2 == 0 ? scaled[i] * 100 + 500 : scaled[i] * 1.5f + 4;
    }
    float[] found = new float[142];
    regressor.predict(70, in, 0, found, 1);
    assertThat(Arrays.copyOfRange(found, 1, 141)).containsExactly(expected);
    for (int r = 0; r < 70; r++) {
      float[] alone = regressor.predict(Arrays.copyOfRange(in, 3 * r, 3 * r + 3));
      assertThat(alone).containsExactly(expected[2 * r], expected[2 * r + 1]);
    }
    assertThat(regressor.names()).containsExactly("price", "rooms");
    assertThat(regressor.featureCount()).isEqualTo(3);
    assertThat(regressor.targetScaler().deviation()).containsExactly(100, 1.5f);
  }

  @Test
  void aMultiLabelClassifierGivesEachLabelItsProbability() {
    MultiLabelClassifier classifier = multiLabel();
    float[] in = rows(70);
    float[] logits = outputs(classifier, in, 70);
    float[] found = new float[210];
    classifier.probabilities(70, in, 0, found, 0);
    double[] expected = new double[210];
    Arrays.setAll(expected, i -> 1 / (1 + Math.exp(-logits[i])));
    Near.assertNear("probabilities", found, expected);
    for (int r = 0; r < 70; r++) {
      float[] row = Arrays.copyOfRange(in, 3 * r, 3 * r + 3);
      assertThat(classifier.probabilities(row))
          .containsExactly(Arrays.copyOfRange(found, 3 * r, 3 * r + 3));
      List<String> labels = classifier.predict(row);
      for (int l = 0; l < 3; l++) {
        assertThat(labels.contains(classifier.labels().get(l)))
            .isEqualTo(found[3 * r + l] >= MultiLabelClassifier.THRESHOLD);
      }
    }
  }

  @Test
  void plansOnSegmentsGiveTheSameBits() {
    float[] in = rows(70);
    for (Predictor predictor : List.of(regressor(), multiLabel())) {
      InferencePlan plan = predictor.plan();
      float[] expected = new float[70 * plan.outputSize()];
      float[] found = new float[70 * plan.outputSize()];
      plan.predict(70, in, 0, expected, 0);
      plan.predict(70, MemorySegment.ofArray(in), 0, MemorySegment.ofArray(found), 0);
      assertThat(found).containsExactly(expected);
    }
  }

  @Test
  void textsAndNumbersMeanTheSame() {
    Regressor regressor = regressor();
    Map<String, String> house = new HashMap<>();
    house.put("age", "");
    house.put("city", "Rome");
    house.put("street", "Z");
    assertThat(regressor.encode(house)).containsExactly(Float.NaN, 2, 0);
    assertThat(regressor.predict(regressor.encode(house)))
        .containsExactly(regressor.predict(Float.NaN, 2, 0));
    Classifier numbers = Networks.classifier(1, 3, 2);
    assertThat(numbers.columns()).isNull();
    assertThatThrownBy(() -> numbers.encode(house))
        .isExactlyInstanceOf(IllegalStateException.class)
        .hasMessage("encode: the model takes 3 numbers without names, not columns");
  }

  @Test
  void everyKindComesBackFromItsFile() throws IOException {
    Classifier classifier =
        Classifier.of(network(2), columns("Bern", "Rome"), List.of("no", "yes"), Map.of());
    float[] in = rows(40);
    for (Predictor saved : List.of(classifier, multiLabel(), regressor())) {
      Path file = folder.resolve("model.safetensors");
      saved.save(file);
      Predictor loaded = Predictor.load(file);
      assertThat(loaded).isExactlyInstanceOf(saved.getClass());
      assertThat(loaded.transform()).isEqualTo(saved.transform());
      assertThat(loaded.saved().task()).isEqualTo(saved.saved().task());
      assertThat(loaded.provenance()).isEqualTo(saved.provenance());
      assertThat(loaded.weightsSha256()).isEqualTo(saved.weightsSha256());
      float[] expected = new float[40 * saved.plan().outputSize()];
      float[] found = new float[40 * saved.plan().outputSize()];
      saved.plan().predict(40, in, 0, expected, 0);
      loaded.plan().predict(40, in, 0, found, 0);
      assertThat(found).containsExactly(expected);
      InferencePlan.load(file).predict(40, in, 0, found, 0);
      assertThat(found).containsExactly(expected);
      Path again = folder.resolve("again.safetensors");
      Predictor.of(SavedModel.load(file)).save(again);
      assertThat(again).hasSameBinaryContentAs(file);
    }
  }

  @Test
  void aFileOfAnotherKindIsRefusedByName() throws IOException {
    Path file = folder.resolve("model.safetensors");
    regressor().save(file);
    assertThatThrownBy(() -> Classifier.load(file))
        .isExactlyInstanceOf(FormatException.class)
        .hasMessage(
            file + ": does not hold a classifier; it is a regressor: use Regressor or Predictor");
    assertThatThrownBy(() -> MultiLabelClassifier.load(file))
        .hasMessageEndingWith(
            "a multi-label classifier; it is a regressor: use Regressor or Predictor");
    multiLabel().save(file);
    assertThatThrownBy(() -> Regressor.load(file))
        .hasMessageEndingWith(
            "a regressor; it is a multi-label classifier: use MultiLabelClassifier or Predictor");
    SavedModel.of(network(2)).save(file);
    assertThatThrownBy(() -> Predictor.load(file))
        .hasMessage(file + ": holds a model without labels; load it with SavedModel.load");
    assertThatThrownBy(() -> Regressor.of(SavedModel.load(file)))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "regressor: the model predicts no numbers; it is a plain model: use SavedModel");
    assertThatThrownBy(() -> Predictor.of(SavedModel.of(network(2))))
        .isExactlyInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesPartsThatDoNotFit() {
    Model model = network(2);
    assertThatThrownBy(
            () ->
                Regressor.of(
                    model, columns("Bern"), List.of("a", "b"), TargetScaler.identity(2), Map.of()))
        .isInstanceOf(ShapeException.class)
        .hasMessage("regressor: the model takes [5], the scaler 4 features");
    assertThatThrownBy(() -> new Task.Regression(List.of("a"), TargetScaler.identity(2)))
        .hasMessage("regressor: 1 names, and a scaler of 2 targets");
    assertThatThrownBy(
            () ->
                MultiLabelClassifier.of(
                    model, columns("Bern", "Rome"), List.of("a", "b", "c"), Map.of()))
        .isInstanceOf(ShapeException.class)
        .hasMessage("multi-label classifier: the model gives [2], there are 3 labels");
    FeatureScaler two = FeatureScaler.identity(2);
    Model twice = Sequential.of(2, Dense.of(2, 2), Sigmoid.of());
    assertThatThrownBy(() -> MultiLabelClassifier.of(twice, two, List.of("a", "b"), Map.of()))
        .hasMessage(
            "multi-label classifier: the model ends in the sigmoid sigmoid-1, which a classifier"
                + " applies itself: leave the layer out");
    Model exclusive = Sequential.of(2, Dense.of(2, 2), Softmax.of());
    assertThatThrownBy(() -> MultiLabelClassifier.of(exclusive, two, List.of("a", "b"), Map.of()))
        .hasMessage(
            "multi-label classifier: the model ends in the softmax softmax-1, but its labels do not"
                + " exclude each other: leave the layer out");
    assertThatThrownBy(() -> new SavedModel(model, two, null, new java.util.LinkedHashMap<>()))
        .hasMessage(
            "saved model: a transform of features and a task come together: there is only the"
                + " transform");
  }

  @Test
  void plansOfNumbersAndLabelsNameNoClass() {
    float[] row = {30, 1, 1};
    assertThatThrownBy(() -> regressor().plan().top1(row, 0))
        .isExactlyInstanceOf(IllegalStateException.class)
        .hasMessage(
            "top1: the outputs of the model are not classes that exclude each other: use predict");
    assertThatThrownBy(() -> multiLabel().plan().top1(row, 0))
        .hasMessageEndingWith("use probabilities");
    assertThatThrownBy(() -> regressor().plan().probabilities(row, 0, new float[2], 0))
        .isExactlyInstanceOf(IllegalStateException.class);
    assertThat(regressor().plan().givesProbabilities()).isFalse();
    assertThat(multiLabel().plan().givesProbabilities()).isTrue();
    assertThat(regressor().plan().toString())
        .contains("fill, one-hot, (x - mean) * scale  [3]")
        .contains("x * deviation + mean");
  }

  @Test
  void lowPrecisionIsCalibratedInTheUnitsOfTheData() {
    float[] in = rows(70);
    SavedModel numbers = regressor().saved();
    InferencePlan exact = InferencePlan.of(numbers);
    InferencePlan half = InferencePlan.of(numbers, WeightPrecision.BFLOAT16);
    Calibration found = Calibration.compare(exact, half, 70, in, 0);
    float[] expected = new float[140];
    float[] rounded = new float[140];
    exact.predict(70, in, 0, expected, 0);
    half.predict(70, in, 0, rounded, 0);
    double largest = 0;
    for (int i = 0; i < 140; i++) {
      largest = Math.max(largest, Math.abs((double) expected[i] - rounded[i]));
    }
    assertThat(found.largestDifference()).isEqualTo(largest).isPositive();
    assertThat(found.sameAnswer().count()).isEqualTo(70);

    SavedModel labels = multiLabel().saved();
    InferencePlan whole = InferencePlan.of(labels);
    InferencePlan part = InferencePlan.of(labels, WeightPrecision.INT8);
    float[] one = new float[210];
    float[] other = new float[210];
    whole.predict(70, in, 0, one, 0);
    part.predict(70, in, 0, other, 0);
    int same = 0;
    for (int r = 0; r < 70; r++) {
      boolean agree = true;
      for (int l = 3 * r; l < 3 * r + 3; l++) {
        agree &= one[l] >= 0 == other[l] >= 0;
      }
      same += agree ? 1 : 0;
    }
    assertThat(Calibration.compare(whole, part, 70, in, 0).sameAnswer().count()).isEqualTo(same);
  }

  @Test
  void aLivePlanIsNotReplacedByOneThatMisreadsRows() {
    LivePlan live = LivePlan.of(regressor().plan());
    Regressor other =
        Regressor.of(
            network(2),
            columns("Oslo", "Rome"),
            List.of("price", "rooms"),
            TargetScaler.identity(2),
            Map.of());
    assertThatThrownBy(() -> live.publish(other.plan()))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("publish: the new plan takes other columns or categories");
    Classifier named =
        Classifier.of(network(2), columns("Bern", "Rome"), List.of("price", "rooms"), Map.of());
    assertThatThrownBy(() -> live.publish(named.plan()))
        .hasMessage("publish: the task of the new plan is another than that of the live one");
    live.publish(regressor().plan());
  }

  @Test
  void refusesInfinitiesButNoMissingValues() {
    Regressor regressor = regressor();
    assertThat(regressor.predict(Float.NaN, Float.NaN, Float.NaN)).doesNotContain(Float.NaN);
    assertThatThrownBy(() -> regressor.predict(1, Float.NEGATIVE_INFINITY, 1))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage("predict: row 0, column 1 (\"city\") is -Infinity, not a finite number");
    assertThatThrownBy(() -> regressor.predict(1, 2))
        .isInstanceOf(ShapeException.class)
        .hasMessage("predict: the row has 2 features, the model takes 3");
  }

  @Tag("compiled")
  @Test
  void allocateNothingOnceWarm() {
    Regressor regressor = regressor();
    MultiLabelClassifier labels = multiLabel();
    float[] in = rows(70);
    float[] out = new float[210];
    Allocation.assertSettlesAtNone(
        "numbers of 70 rows", () -> regressor.predict(70, in, 0, out, 0));
    Allocation.assertSettlesAtNone(
        "labels of 70 rows", () -> labels.probabilities(70, in, 0, out, 0));
  }
}
