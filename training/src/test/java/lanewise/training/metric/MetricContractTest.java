package lanewise.training.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import lanewise.layers.loss.MeanAbsoluteError;
import lanewise.layers.loss.MeanSquaredError;
import lanewise.layers.loss.SoftmaxCrossEntropy;
import lanewise.layers.loss.Targets;
import lanewise.layers.preprocessing.TargetScaler;
import lanewise.tensor.RandomStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The contract of metrics: the figure depends on the rows, not on the batches; weights count like
 * repeated rows; a better model has a better figure; NaN has a stated effect. A new metric is a
 * row.
 */
@Tag("once")
final class MetricContractTest {
  private static final int ROWS = 60;
  private static final int OUTPUTS = 4;

  /** Units in which errors are half as large. */
  private static final TargetScaler UNITS =
      TargetScaler.of(new float[OUTPUTS], new float[] {0.5f, 0.5f, 0.5f, 0.5f});

  enum Kind {
    CLASSES,
    LABELS,
    VALUES
  }

  enum OfNaN {
    COUNTS_AS_WRONG,
    GIVES_NAN
  }

  enum Weights {
    COUNT,
    ARE_IGNORED
  }

  /** A metric, the targets it takes, and what a NaN among the outputs does. */
  record Row(Metric metric, OfNaN ofNaN, Weights weights, List<Kind> kinds) {
    Row(Metric metric, OfNaN ofNaN, Kind... kinds) {
      this(metric, ofNaN, Weights.COUNT, List.of(kinds));
    }
  }

  record Case(Row row, Kind kind) {
    @Override
    public String toString() {
      return row.metric.name() + ", " + kind;
    }
  }

  private static final List<Row> ROWS_OF_METRICS =
      List.of(
          new Row(Accuracy.of(), OfNaN.COUNTS_AS_WRONG, Kind.CLASSES, Kind.LABELS),
          new Row(BalancedAccuracy.of(), OfNaN.COUNTS_AS_WRONG, Kind.CLASSES, Kind.LABELS),
          new Row(new TopKAccuracy(2), OfNaN.COUNTS_AS_WRONG, Kind.CLASSES),
          new Row(Precision.of(), OfNaN.COUNTS_AS_WRONG, Kind.CLASSES, Kind.LABELS),
          new Row(Recall.of(), OfNaN.COUNTS_AS_WRONG, Kind.CLASSES, Kind.LABELS),
          new Row(F1.of(), OfNaN.COUNTS_AS_WRONG, Kind.CLASSES, Kind.LABELS),
          new Row(F1.of(Averaging.MICRO), OfNaN.COUNTS_AS_WRONG, Kind.CLASSES, Kind.LABELS),
          new Row(F1.of(Averaging.WEIGHTED), OfNaN.COUNTS_AS_WRONG, Kind.CLASSES, Kind.LABELS),
          new Row(F1.ofClass(1), OfNaN.COUNTS_AS_WRONG, Kind.CLASSES, Kind.LABELS),
          new Row(RocAuc.of(), OfNaN.GIVES_NAN, Kind.CLASSES, Kind.LABELS),
          new Row(PrAuc.of(), OfNaN.GIVES_NAN, Kind.CLASSES, Kind.LABELS),
          new Row(LogLoss.of(), OfNaN.GIVES_NAN, Kind.CLASSES, Kind.LABELS),
          new Row(CalibrationError.of(), OfNaN.GIVES_NAN, Kind.CLASSES, Kind.LABELS),
          new Row(LabelAccuracy.of(), OfNaN.COUNTS_AS_WRONG, Kind.LABELS),
          new Row(MeanLoss.of(SoftmaxCrossEntropy.of()), OfNaN.GIVES_NAN, Kind.CLASSES),
          new Row(MeanLoss.of("mae", MeanAbsoluteError.of()), OfNaN.GIVES_NAN, Kind.VALUES),
          new Row(Rmse.of(), OfNaN.GIVES_NAN, Kind.VALUES),
          new Row(R2.of(), OfNaN.GIVES_NAN, Kind.VALUES),
          new Row(new InDataUnits(Rmse.of(), UNITS), OfNaN.GIVES_NAN, Kind.VALUES),
          new Row(
              new Counting(), OfNaN.COUNTS_AS_WRONG, Weights.ARE_IGNORED, List.of(Kind.CLASSES)));

  /** The confusion matrix, whose value is the accuracy without weights. */
  private record Counting() implements Metric {
    @Override
    public String name() {
      return "confusion";
    }

    @Override
    public boolean higherIsBetter() {
      return true;
    }

    @Override
    public Tally begin(int outputs) {
      return ConfusionMatrix.of(outputs);
    }
  }

  static Stream<Case> cases() {
    return ROWS_OF_METRICS.stream()
        .flatMap(row -> row.kinds.stream().map(kind -> new Case(row, kind)));
  }

  /** Outputs and targets of rows; the outputs are random, and helped towards the targets. */
  private static final class Data {
    private final Kind kind;
    private final float[] output;
    private final int[] classes;
    private final float[] values;
    private final float[] weights;

    private Data(Kind kind, float[] output, int[] classes, float[] values, float[] weights) {
      this.kind = kind;
      this.output = output;
      this.classes = classes;
      this.values = values;
      this.weights = weights;
    }

    static Data of(Kind kind, double help) {
      RandomStream random = RandomStream.of(3);
      float[] output = new float[ROWS * OUTPUTS];
      int[] classes = new int[ROWS];
      float[] values = new float[ROWS * OUTPUTS];
      float[] weights = new float[ROWS];
      for (int r = 0; r < ROWS; r++) {
        classes[r] = random.nextInt(OUTPUTS);
        weights[r] = random.nextInt(4);
        for (int c = 0; c < OUTPUTS; c++) {
          int i = r * OUTPUTS + c;
          boolean set = kind == Kind.LABELS ? random.nextInt(3) == 0 : classes[r] == c;
          double noise = random.nextGaussian();
          values[i] = kind == Kind.VALUES ? (float) random.nextGaussian() : set ? 1 : 0;
          output[i] =
              (float)
                  (kind == Kind.VALUES
                      ? values[i] + (1 - help) * noise
                      : (1 - help) * noise + 60 * help * (set ? 1 : -1));
        }
      }
      return new Data(kind, output, classes, values, weights);
    }

    Targets targets(int from, int count) {
      return kind == Kind.CLASSES
          ? Targets.ofClasses(Arrays.copyOfRange(classes, from, from + count))
          : Targets.ofValues(Arrays.copyOfRange(values, from * OUTPUTS, (from + count) * OUTPUTS));
    }

    void addTo(Tally tally, int from, int count, boolean weighted) {
      Targets targets = targets(from, count);
      tally.add(
          count,
          Arrays.copyOfRange(output, from * OUTPUTS, (from + count) * OUTPUTS),
          weighted
              ? targets.withWeights(Arrays.copyOfRange(weights, from, from + count))
              : targets);
    }

    double value(Metric metric) {
      Tally tally = metric.begin(OUTPUTS);
      addTo(tally, 0, ROWS, false);
      return tally.value();
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void doesNotDependOnTheBatches(Case given) {
    Data data = Data.of(given.kind, 0.01);
    Metric metric = given.row.metric;
    for (boolean weighted : new boolean[] {false, true}) {
      Tally whole = metric.begin(OUTPUTS);
      data.addTo(whole, 0, ROWS, weighted);
      Tally parts = metric.begin(OUTPUTS);
      int done = 0;
      for (int count : new int[] {1, 7, 32, 20}) {
        data.addTo(parts, done, count, weighted);
        done += count;
      }
      assertThat(done).isEqualTo(ROWS);
      assertThat(whole.value()).isFinite();
      assertThat(parts.value()).isCloseTo(whole.value(), within(1e-12));
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void aWeightCountsLikeThatManyRows(Case given) {
    Data data = Data.of(given.kind, 0.01);
    Metric metric = given.row.metric;
    Tally weighted = metric.begin(OUTPUTS);
    data.addTo(weighted, 0, ROWS, true);
    Tally repeated = metric.begin(OUTPUTS);
    for (int r = 0; r < ROWS; r++) {
      boolean counts = given.row.weights == Weights.COUNT;
      for (int i = 0; i < (counts ? data.weights[r] : 1); i++) {
        data.addTo(repeated, r, 1, false);
      }
    }
    assertThat(weighted.value()).isCloseTo(repeated.value(), within(1e-12));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void aBetterModelHasABetterFigure(Case given) {
    Metric metric = given.row.metric;
    double worse = Data.of(given.kind, 0).value(metric);
    double better = Data.of(given.kind, 0.95).value(metric);
    assertThat(metric.higherIsBetter() ? better > worse : better < worse)
        .as("%s after %s", better, worse)
        .isTrue();
    if (metric.higherIsBetter()) {
      assertThat(better).isBetween(0.99, 1.0);
    } else {
      assertThat(better).isBetween(0.0, 0.2);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void aNaNHasTheStatedEffect(Case given) {
    Metric metric = given.row.metric;
    Data data = Data.of(given.kind, 0.95);
    double good = data.value(metric);
    int row = 0;
    while (given.kind != Kind.VALUES && data.values[row * OUTPUTS + 1] != 1) {
      row++;
    }
    data.output[row * OUTPUTS + 1] = Float.NaN;
    if (given.row.ofNaN == OfNaN.GIVES_NAN) {
      assertThat(data.value(metric)).isNaN();
    } else if (!(metric instanceof Precision)) { // a row that is predicted as nothing is no mistake
      assertThat(data.value(metric)).isLessThan(good);
    } else {
      assertThat(data.value(metric)).isEqualTo(good);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void withoutRowsThereIsNoFigure(Case given) {
    assertThat(given.row.metric.begin(OUTPUTS).value()).isNaN();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void isFoundByItsName(Case given) {
    Metric metric = given.row.metric;
    assertThat(metric.name()).matches("[a-z0-9-]+");
    if (!(metric instanceof Counting)) {
      Metric found = Metrics.byName(metric.name(), SoftmaxCrossEntropy.of());
      assertThat(found.name()).isEqualTo(metric.name());
      assertThat(found.higherIsBetter()).isEqualTo(metric.higherIsBetter());
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void refusesTargetsThatItDoesNotTake(Case given) {
    Metric metric = given.row.metric;
    boolean isLoss = metric instanceof MeanLoss; // a loss decides itself
    if (!isLoss && !given.row.kinds.contains(Kind.CLASSES)) {
      assertThatThrownBy(() -> Data.of(Kind.CLASSES, 0).value(metric))
          .isInstanceOf(IllegalArgumentException.class);
    }
    if (!isLoss && !given.row.kinds.contains(Kind.VALUES)) {
      assertThatThrownBy(() -> Data.of(Kind.VALUES, 0).value(metric))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void everyNameLeadsToAMetric() {
    assertThat(Metrics.names())
        .startsWith("loss")
        .contains("accuracy", "balanced-accuracy", "f1", "auc", "pr-auc", "r2", "mae", "rmse")
        .doesNotHaveDuplicates()
        .allSatisfy(
            name -> assertThat(Metrics.byName(name, MeanSquaredError.of()).name()).isEqualTo(name));
    assertThat(Metrics.byName("top-5", MeanSquaredError.of())).isEqualTo(new TopKAccuracy(5));
    for (String wrong :
        List.of("acuracy", "top-0", "top-", "f1-class-", "f1-class-x", "", "r2-1")) {
      assertThat(Metrics.find(wrong, MeanSquaredError.of())).as(wrong).isEmpty();
    }
    assertThatThrownBy(() -> Metrics.byName("f2", MeanSquaredError.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("metrics: there is no metric f2; there are loss, accuracy, ")
        .hasMessageContaining("top-K");
  }

  /** A class is found by its name; a number is an index where no class has that name. */
  @Test
  void oneClassIsFoundByItsName() {
    List<String> classes = List.of("ok", "fault", "2");
    float[] output = {1, 0, 0, 0, 1, 0, 0, 1, 0, 0, 0, 1};
    Targets targets = Targets.ofClasses(new int[] {0, 1, 2, 2});
    for (String name : List.of("recall-class-fault", "recall-class-1")) {
      Metric metric = Metrics.find(name, MeanSquaredError.of(), classes).orElseThrow();
      assertThat(metric.name()).isEqualTo(name);
      Tally tally = metric.begin(3);
      tally.add(4, output, targets);
      assertThat(tally.value()).as(name).isEqualTo(1);
    }
    Metric last = Metrics.find("recall-class-2", MeanSquaredError.of(), classes).orElseThrow();
    Tally tally = last.begin(3);
    tally.add(4, output, targets);
    assertThat(tally.value()).isEqualTo(0.5);
    assertThat(Metrics.find("f1-class-flaut", MeanSquaredError.of(), classes)).isEmpty();
    assertThat(Metrics.find("r2-class-ok", MeanSquaredError.of(), classes)).isEmpty();
    assertThat(Metrics.classIn("pr-auc-class-a-class-b")).contains("a-class-b");
    assertThat(Metrics.classIn("pr-auc")).isEmpty();
  }

  /** Prices are 100 + 10 y and rooms 4 + 2 y: errors of 1 are errors of 10 and 2. */
  @Test
  void errorsAreInTheUnitsOfTheData() {
    TargetScaler scaler = TargetScaler.of(new float[] {100, 4}, new float[] {10, 2});
    Metric mae = new InDataUnits(MeanLoss.of("mae", MeanAbsoluteError.of()), scaler);
    Tally tally = mae.begin(2);
    tally.add(1, new float[] {1, 0}, Targets.ofValues(new float[] {0, 1}));
    tally.add(1, new float[] {2, 2}, Targets.ofValues(new float[] {2, 2}));
    assertThat(tally.value()).isEqualTo((10 + 2) / 4.0);
    assertThat(mae.name()).isEqualTo("mae");
    assertThatThrownBy(() -> mae.begin(3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("mae: the model has 3 outputs, but the scaler is for 2 targets");
  }

  /** One evaluation has the areas of all classes, which are those of each class alone. */
  @Test
  void areasOfAllClassesComeFromOneEvaluation() {
    Data data = Data.of(Kind.CLASSES, 0.01);
    ClassAreas roc = RocAuc.of().begin(OUTPUTS);
    ClassAreas precision = PrAuc.of().begin(OUTPUTS);
    data.addTo(roc, 0, ROWS, true);
    data.addTo(precision, 0, ROWS, true);
    double sum = 0;
    for (int c = 0; c < OUTPUTS; c++) {
      ClassAreas alone = RocAuc.ofClass(c).begin(OUTPUTS);
      data.addTo(alone, 0, ROWS, true);
      assertThat(roc.ofClass(c)).isEqualTo(alone.value());
      sum += roc.ofClass(c);
      Tally other = PrAuc.ofClass(c).begin(OUTPUTS);
      data.addTo(other, 0, ROWS, true);
      assertThat(precision.ofClass(c)).isEqualTo(other.value());
    }
    assertThat(roc.value()).isEqualTo(sum / OUTPUTS);
    assertThatThrownBy(() -> roc.ofClass(OUTPUTS)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void namesTheClassThatDoesNotExist() {
    assertThatThrownBy(() -> F1.ofClass(4).begin(4))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("f1-class-4: the model has 4 outputs, so there is no class 4");
    assertThatThrownBy(() -> RocAuc.ofClass(2).begin(2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("auc-class-2: the model has 2 outputs, so there is no class 2");
    assertThatThrownBy(() -> Recall.ofClass(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("recall: class -1: classes count from 0");
    assertThatThrownBy(() -> new TopKAccuracy(0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new CalibrationError(0, OutputScale.LOGITS))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
