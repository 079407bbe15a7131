package lanewise.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import lanewise.layers.Model;
import lanewise.layers.Sequential;
import lanewise.layers.linear.Dense;
import lanewise.layers.loss.MeanAbsoluteError;
import lanewise.layers.loss.MeanSquaredError;
import lanewise.layers.loss.Reduction;
import lanewise.layers.loss.SoftmaxCrossEntropy;
import lanewise.tensor.Shape;
import lanewise.tensor.ShapeException;
import lanewise.tensor.Tensor;
import lanewise.tensor.Workers;
import lanewise.training.data.Samples;
import lanewise.training.data.ValueRows;
import lanewise.training.metric.Accuracy;
import lanewise.training.metric.MeanLoss;
import lanewise.training.metric.Metric;
import lanewise.training.metric.MetricValue;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The figures of a model on any rows: classes, values, with weights and without. */
@Tag("once")
final class EvaluationTest {
  /** Gives the feature itself. */
  private static Model identity() {
    Dense dense = Dense.of(1, 1);
    dense.weight().values()[0] = 1;
    return Sequential.of(1, dense);
  }

  private static ValueRows rows(float[] x, float[] y) {
    Shape column = Shape.of(x.length, 1);
    return ValueRows.of("made up", Tensor.of(column, x), Tensor.of(column, y));
  }

  private static final ValueRows FOUR =
      rows(new float[] {1, 2, 3, 4}, new float[] {1, 1, 5, 0}); // off by 0, 1, -2, 4

  private static Evaluation evaluate(Samples samples, Metric... metrics) {
    return Evaluation.of(identity(), MeanSquaredError.of(), samples, Workers.caller(), metrics);
  }

  @Test
  void takesAnyLossAsAMetricOfValues() {
    Evaluation evaluation = evaluate(FOUR, MeanLoss.of("mae", MeanAbsoluteError.of()));
    assertThat(evaluation)
        .isEqualTo(new Evaluation(4, 21 / 4.0, List.of(new MetricValue("mae", 7 / 4.0))));
    assertThat(evaluation.value("mae")).isEqualTo(1.75);
    assertThatThrownBy(() -> evaluation.value("r2"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("evaluation: there is no metric r2; there are [mae]");
  }

  @Test
  void weighsRowsByTheirWeights() {
    Evaluation evaluation =
        evaluate(FOUR.weighted(1, 2, 0.5f, 0), MeanLoss.of("mae", MeanAbsoluteError.of()));
    assertThat(evaluation.rows()).isEqualTo(4);
    assertThat(evaluation.loss()).isCloseTo((0 + 2 * 1 + 0.5 * 4) / 3.5, within(1e-15));
    assertThat(evaluation.value("mae")).isCloseTo((0 + 2 * 1 + 0.5 * 2) / 3.5, within(1e-15));
  }

  /** 300 rows come in two chunks, which the figures must not show. */
  @ParameterizedTest
  @EnumSource
  void isAMeanOverTheRowsForEveryReduction(Reduction reduction) {
    float[] x = new float[300];
    float[] weights = new float[300];
    double squares = 0;
    double mass = 0;
    for (int i = 0; i < x.length; i++) {
      x[i] = i % 7;
      weights[i] = i % 3;
      squares += (double) weights[i] * x[i] * x[i];
      mass += weights[i];
    }
    Samples samples = rows(x, new float[300]).weighted(weights);
    MeanSquaredError loss = MeanSquaredError.of().withReduction(reduction);
    assertThat(Evaluation.of(identity(), loss, samples, Workers.caller()).loss())
        .isCloseTo(squares / mass, within(1e-12));
  }

  @Test
  void accuracyIsTheShareOfTheWeight() {
    Samples samples = Fixtures.gaussians(1, 4, 3, 3);
    Model model = Fixtures.mlp(2, 3, 3);
    boolean[] right = new boolean[4];
    double share = 0;
    for (int r = 0; r < 4; r++) {
      Samples one = Fixtures.gaussians(1, 4, 3, 3).subset(r);
      right[r] =
          Evaluation.of(model, SoftmaxCrossEntropy.of(), one, Workers.caller(), Accuracy.of())
                  .value("accuracy")
              == 1;
      share += right[r] ? r : 0;
    }
    Evaluation evaluation =
        Evaluation.of(
            model,
            SoftmaxCrossEntropy.of(),
            samples.weighted(0, 1, 2, 3),
            Workers.caller(),
            Accuracy.of());
    assertThat(evaluation.value("accuracy")).isEqualTo(share / 6);
  }

  @Test
  void refusesWhatDoesNotFit() {
    assertThatThrownBy(() -> evaluate(FOUR, Accuracy.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "accuracy: a target is 5.0, but labels are 0 or 1; use a metric of values, such as r2");
    Model two = Sequential.of(1, Dense.of(1, 2));
    assertThatThrownBy(() -> Evaluation.of(two, MeanSquaredError.of(), FOUR, Workers.caller()))
        .isInstanceOf(ShapeException.class)
        .hasMessage("evaluate: the model gives 2 values, the data has 1 target values a row");
  }
}
