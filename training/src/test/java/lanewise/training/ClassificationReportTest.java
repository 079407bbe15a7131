package lanewise.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import lanewise.layers.Model;
import lanewise.layers.Sequential;
import lanewise.layers.linear.Dense;
import lanewise.layers.predictor.Classifier;
import lanewise.layers.preprocessing.FeatureScaler;
import lanewise.tensor.Shape;
import lanewise.tensor.ShapeException;
import lanewise.tensor.Tensor;
import lanewise.tensor.Workers;
import lanewise.training.data.LabelledRows;
import lanewise.training.metric.F1;
import lanewise.training.metric.Tally;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a classifier gets right, and by how much. */
@Tag("once")
final class ClassificationReportTest {
  /** Its logits are the features. */
  private static Model identity(int width) {
    Dense dense = Dense.of(width, width);
    for (int i = 0; i < width; i++) {
      dense.weight().values()[i * width + i] = 1;
    }
    return Sequential.of(width, dense);
  }

  private static ClassificationReport evaluate(
      Model model, FeatureScaler scaler, LabelledRows data) {
    return ClassificationReport.of(model, scaler, data, Workers.caller());
  }

  @Test
  void agreesWithACountByHand() {
    float[] logits = {
      3, 0, 0, // 0
      0, 2, 1, // 1
      0, 1, 2, // 2
      1, 1, 0, // a tie of 0 and 1: the first
      0, 0, 5, // 2
    };
    int[] labels = {0, 1, 1, 1, 2};
    LabelledRows data =
        LabelledRows.of("by hand", Tensor.of(Shape.of(5, 3), logits), labels, Fixtures.names(3));
    ClassificationReport evaluation = evaluate(identity(3), FeatureScaler.identity(3), data);
    assertThat(evaluation.rows()).isEqualTo(5);
    assertThat(evaluation.accuracy()).isEqualTo(0.6);
    int[][] expected = {{1, 0, 0}, {1, 1, 1}, {0, 0, 1}};
    for (int trueClass = 0; trueClass < 3; trueClass++) {
      for (int predicted = 0; predicted < 3; predicted++) {
        assertThat(evaluation.confusion().count(trueClass, predicted))
            .as("%s taken for %s", trueClass, predicted)
            .isEqualTo(expected[trueClass][predicted]);
      }
    }
    double sum =
        Math.log(Math.exp(3) + 2)
            - 3
            + (Math.log(1 + Math.exp(2) + Math.E) - 2)
            + (Math.log(1 + Math.exp(2) + Math.E) - 1)
            + (Math.log(2 * Math.E + 1) - 1)
            + (Math.log(2 + Math.exp(5)) - 5);
    assertThat(evaluation.loss()).isCloseTo(sum / 5, within(1e-7));
  }

  /** Two rows of class 0, one right, and one of class 1: by their weights 1, 3 and 4. */
  @Test
  void sharesCountRowsByTheirWeights() {
    float[] logits = {1, 0, 0, 1, 0, 1};
    LabelledRows data =
        LabelledRows.of(
            "weighted", Tensor.of(Shape.of(3, 2), logits), new int[] {0, 0, 1}, Fixtures.names(2));
    Tally f1 = F1.ofClass(1).begin(2);
    ClassificationReport report =
        ClassificationReport.ofScaled(identity(2), data.weighted(1, 3, 4), Workers.caller(), f1);
    assertThat(report.accuracy()).isEqualTo(5 / 8.0);
    assertThat(report.balancedAccuracy()).isEqualTo((1 / 4.0 + 1) / 2);
    double right = Math.log1p(Math.exp(-1));
    assertThat(report.loss()).isCloseTo((5 * right + 3 * (right + 1)) / 8, within(1e-6));
    assertThat(report.rows()).isEqualTo(3);
    assertThat(report.confusion().right()).as("rows").isEqualTo(2);
    assertThat(f1.value()).as("a metric beside").isEqualTo(2 * 4 / (7.0 + 4));
  }

  @Test
  void scalesTheRowsFirst() {
    LabelledRows data =
        LabelledRows.of("one", Tensor.of(Shape.of(1, 2), 5, 4), new int[] {1}, Fixtures.names(2));
    FeatureScaler scaler = FeatureScaler.of(new float[] {5, 2}, new float[] {1, 0.5f});
    ClassificationReport evaluation = evaluate(identity(2), scaler, data);
    assertThat(evaluation.accuracy()).isEqualTo(1);
    assertThat(evaluation.loss()).isCloseTo(Math.log(1 + Math.exp(-1)), within(1e-7));
    assertThat(evaluate(identity(2), FeatureScaler.identity(2), data).accuracy()).isZero();
    assertThat(data.features().toArray()).as("the data itself").containsExactly(5, 4);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 255, 256, 257, 600})
  void weighsEveryRowAlike(int rows) {
    LabelledRows data = Fixtures.gaussians(1, rows, 7, 4);
    Model model = Fixtures.mlp(2, 7, 30, 4);
    FeatureScaler scaler = FeatureScaler.identity(7);
    ClassificationReport whole = evaluate(model, scaler, data);
    double loss = 0;
    int right = 0;
    for (int r = 0; r < rows; r++) {
      ClassificationReport one = evaluate(model, scaler, data.subset(r));
      loss += one.loss();
      right += one.confusion().right();
    }
    assertThat(whole.loss()).isCloseTo(loss / rows, within(1e-12));
    assertThat(whole.confusion().right()).isEqualTo(right);
    assertThat(whole.confusion().total()).isEqualTo(rows);
    assertThat(whole.accuracy()).isEqualTo((double) right / rows);
    try (Workers two = Workers.of(2)) {
      ClassificationReport threaded = ClassificationReport.of(model, scaler, data, two);
      assertThat(threaded.loss()).isEqualTo(whole.loss());
      assertThat(threaded.accuracy()).isEqualTo(whole.accuracy());
    }
  }

  @Test
  void evaluatesAClassifier() {
    LabelledRows data = Fixtures.gaussians(1, 40, 7, 4);
    Model model = Fixtures.mlp(2, 7, 30, 4);
    FeatureScaler scaler = FeatureScaler.identity(7);
    Classifier classifier = Classifier.of(model, scaler, Fixtures.names(4), Map.of());
    ClassificationReport expected = evaluate(model, scaler, data);
    assertThat(ClassificationReport.of(classifier, data).loss()).isEqualTo(expected.loss());
    try (Workers two = Workers.of(2)) {
      assertThat(ClassificationReport.of(classifier, data, two).loss()).isEqualTo(expected.loss());
    }
  }

  @Test
  void refusesWhatDoesNotFit() {
    Model model = Fixtures.mlp(2, 7, 4);
    FeatureScaler scaler = FeatureScaler.identity(7);
    LabelledRows data = Fixtures.gaussians(1, 4, 7, 4);
    Classifier other = Classifier.of(model, scaler, List.of("a", "b", "c", "d"), Map.of());
    assertThatThrownBy(() -> ClassificationReport.of(other, data))
        .isInstanceOf(ShapeException.class)
        .hasMessage(
            "evaluate: the model's labels [a, b, c, d] are not the data's [c0, c1, c2, c3]");
    assertThatThrownBy(() -> evaluate(model, scaler, Fixtures.gaussians(1, 4, 6, 4)))
        .isInstanceOf(ShapeException.class)
        .hasMessage("scale: the scaler takes 7 features, the data has 6");
    assertThatThrownBy(() -> evaluate(model, scaler, Fixtures.gaussians(1, 4, 7, 5)))
        .isInstanceOf(ShapeException.class)
        .hasMessage("evaluate: the model tells 4 classes apart, the data has 5");
  }
}
