package lanewise.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import lanewise.layers.Model;
import lanewise.layers.Sequential;
import lanewise.layers.activation.Relu;
import lanewise.layers.linear.Dense;
import lanewise.layers.loss.SoftmaxCrossEntropy;
import lanewise.layers.norm.BatchNorm;
import lanewise.training.RateCurve.Point;
import lanewise.training.data.LabelledRows;
import lanewise.training.initialization.Initializer;
import lanewise.training.optimizer.Adam;
import lanewise.training.optimizer.Optimizer;
import lanewise.training.optimizer.Sgd;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("once")
final class LearningRateFinderTest {
  /** Rows whose class is the largest of their first three features. */
  private static final LabelledRows ROWS = separable();

  private static LabelledRows separable() {
    LabelledRows random = Fixtures.gaussians(1, 300, 5, 3);
    float[] features = random.features().toArray();
    int[] labels = new int[300];
    for (int r = 0; r < 300; r++) {
      for (int c = 1; c < 3; c++) {
        if (features[5 * r + c] > features[5 * r + labels[r]]) {
          labels[r] = c;
        }
      }
    }
    return LabelledRows.of("made up", random.features(), labels, Fixtures.names(3));
  }

  private static Model model() {
    Model model = Sequential.of(5, Dense.of(5, 16), BatchNorm.of(16), Relu.of(), Dense.of(16, 3));
    Initializer.heNormal().initialize(model, 3);
    return model;
  }

  private static Trainer trainer(Optimizer optimizer) {
    return Trainer.of(
        new TrainingConfig(5, 20, 7, EarlyStopping.patience(9)),
        SoftmaxCrossEntropy.of(),
        optimizer);
  }

  @Test
  void triesRatesUpToWhereTheLossBlowsUp() {
    RateCurve curve =
        LearningRateFinder.of(trainer(new Sgd(0.3, 0.9))).withRates(1e-4, 1e4).find(model(), ROWS);
    List<Point> points = curve.points();
    assertThat(points).hasSizeBetween(20, 99);
    for (int i = 0; i < points.size(); i++) {
      assertThat(points.get(i).rate()).isCloseTo(1e-4 * Math.pow(1e8, i / 99.0), within(1e-3));
    }
    double least = points.stream().mapToDouble(Point::smoothed).min().orElseThrow();
    assertThat(points.getFirst().smoothed()).isEqualTo(points.getFirst().loss());
    assertThat(points.getLast().smoothed() <= 4 * least).isFalse();
    for (Point point : points.subList(0, points.size() - 1)) {
      assertThat(point.smoothed()).isLessThanOrEqualTo(4 * least * 1.5);
    }
  }

  @Test
  void suggestsARateThatTrains() {
    for (Optimizer optimizer : List.of(new Sgd(1e-5, 0.9), Adam.of(1e-5))) {
      double rate =
          LearningRateFinder.of(trainer(optimizer)).find(model(), ROWS).suggestion().orElseThrow();
      Optimizer suggested =
          optimizer instanceof Adam adam ? adam.withLearningRate(rate) : new Sgd(rate, 0.9);
      double slow = trainer(optimizer).fit(model(), ROWS, ROWS).validation().loss();
      double loss = trainer(suggested).fit(model(), ROWS, ROWS).validation().loss();
      assertThat(loss).as("rate %s", rate).isLessThan(0.5).isLessThan(slow / 2);
    }
  }

  @Test
  void leavesTheModelAsItWas() {
    Model model = model();
    List<float[]> before = Fixtures.weights(model);
    LearningRateFinder finder = LearningRateFinder.of(trainer(Adam.of(1))).withSteps(40);
    RateCurve curve = finder.find(model, ROWS);
    assertThat(Fixtures.weights(model)).usingRecursiveComparison().isEqualTo(before);
    assertThat(finder.find(model, ROWS)).isEqualTo(curve);
    assertThat(curve.points()).hasSizeLessThanOrEqualTo(40);

    Trainer throwing =
        trainer(new Sgd(1, 0))
            .withGradientTransforms(
                (slots, gradients, memory) -> {
                  slots.getFirst().parameter().values()[0] = 9;
                  throw new IllegalStateException("from the transform");
                });
    assertThatThrownBy(() -> LearningRateFinder.of(throwing).find(model, ROWS))
        .hasMessage("from the transform");
    assertThat(Fixtures.weights(model)).usingRecursiveComparison().isEqualTo(before);
  }

  private static RateCurve curve(double... smoothed) {
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < smoothed.length; i++) {
      points.add(new Point(i + 1, smoothed[i], smoothed[i]));
    }
    return new RateCurve(points);
  }

  @Test
  void theSuggestionIsWhereTheLossFallsFastestBeforeItsMinimum() {
    assertThat(curve(5, 4.9, 4.5, 3, 2.5, 2.4, 9).suggestion()).hasValue(4);
    assertThat(curve(5, 5, 6, 7).suggestion()).isEmpty();
    assertThat(curve(5).suggestion()).isEmpty();
    assertThat(curve(5, 4, 3, 9, 8, 2.9, Double.NaN).suggestion()).hasValue(5);
    assertThat(curve(5, 4.99, 4.98, 4.97, 4.96).suggestion()).as("too little").isEmpty();
  }

  /** The mean of a few batches may fall by chance, before any step had an effect. */
  @Test
  void theFirstBatchesAreNoSuggestion() {
    double[] losses = new double[100];
    for (int i = 0; i < losses.length; i++) {
      losses[i] = i < 5 ? 9 - i : i < 60 ? 4 : i < 80 ? 4 - 0.1 * (i - 60) : 3;
    }
    assertThat(curve(losses).suggestion().orElseThrow()).isBetween(61.0, 81.0);
  }

  @Test
  void refusesRatesAndStepsOutOfRange() {
    LearningRateFinder finder = LearningRateFinder.of(trainer(new Sgd(1, 0)));
    assertThatThrownBy(() -> finder.withRates(1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "learning rate finder: rates from 1.0 to 1.0:"
                + " use numbers above 0, the lower one first");
    assertThatThrownBy(() -> finder.withSteps(2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("learning rate finder: 2 steps: use at least 3");
  }
}
