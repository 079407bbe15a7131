package lanewise.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import lanewise.layers.Model;
import lanewise.layers.Parameter;
import lanewise.layers.Sequential;
import lanewise.layers.activation.Relu;
import lanewise.layers.activation.Sigmoid;
import lanewise.layers.activation.Tanh;
import lanewise.layers.linear.Dense;
import lanewise.layers.loss.MeanSquaredError;
import lanewise.tensor.Shape;
import lanewise.tensor.Tensor;
import lanewise.training.data.ValueRows;
import lanewise.training.optimizer.ParameterGroups;
import lanewise.training.optimizer.Sgd;
import org.junit.jupiter.api.Test;

/** The figures of the health of a training, against a computation by hand. */
final class VitalsTest {
  private static ValueRows rows(int rows, double slope) {
    Tensor x = Tensor.zeros(rows, 1);
    Tensor y = Tensor.zeros(rows, 1);
    for (int r = 0; r < rows; r++) {
      x.storage()[r] = r % 4 - 1.5f;
      y.storage()[r] = (float) (slope * x.storage()[r]);
    }
    return ValueRows.of("line", x, y);
  }

  private static List<Vitals> train(
      Model model, ValueRows rows, int epochs, int batch, float rate) {
    return train(model, rows, epochs, batch, rate, 1);
  }

  private static List<Vitals> train(
      Model model, ValueRows rows, int epochs, int batch, float rate, int accumulation) {
    List<Vitals> vitals = new ArrayList<>();
    Trainer.of(
            new TrainingConfig(epochs, batch, 1, EarlyStopping.patience(epochs)),
            MeanSquaredError.of(),
            new Sgd(rate, 0))
        .withAccumulation(accumulation)
        .withListener(
            new TrainingListener() {
              @Override
              public void onEpoch(EpochReport report) {
                vitals.add(report.vitals());
              }
            })
        .fit(model, rows, rows);
    return vitals;
  }

  /** y = w x + b with w = 2, b = 0 and targets of 0: the mean of x^2 is 1.25, that of x is 0. */
  @Test
  void measuresAStepOfALine() {
    Dense dense = Dense.of(1, 1);
    dense.weight().values()[0] = 2;
    Vitals vitals = train(Sequential.of(1, dense), rows(4, 0), 1, 4, 0.1f).getFirst();
    double gradient = 2 * 2 * 1.25; // d/dw of the mean of (w x)^2
    assertThat(vitals.steps()).isEqualTo(1);
    assertThat(vitals.learningRate()).isEqualTo(0.1f);
    assertThat(vitals.gradientNorm()).isCloseTo(gradient, within(1e-6));
    assertThat(vitals.distance()).isCloseTo(0.1 * gradient, within(1e-6));
    Vitals.OfParameter weight = vitals.parameters().getFirst();
    assertThat(weight.name()).isEqualTo("dense-1.weight");
    assertThat(weight.kind()).isEqualTo(Parameter.Kind.WEIGHT);
    assertThat(weight.size()).isEqualTo(1);
    assertThat(weight.gradientNorm()).isCloseTo(gradient, within(1e-6));
    assertThat(weight.updateRatio()).isCloseTo(0.1 * gradient / 2, within(1e-6));
    Vitals.OfParameter bias = vitals.parameters().getLast();
    assertThat(bias.gradientNorm()).isCloseTo(0, within(1e-6));
    assertThat(bias.updateRatio()).as("the bias was 0").isNaN();
    assertThat(vitals.dead()).isEmpty();
    assertThat(vitals.saturated()).isEmpty();
    assertThat(vitals.allDead().all()).isZero();
  }

  /** A rate that changes nothing: the gradient is the same in every step, measured or not. */
  @Test
  void isAMeanOverTheMeasuredSteps() {
    Dense dense = Dense.of(1, 1);
    dense.weight().values()[0] = 2;
    List<Vitals> vitals = train(Sequential.of(1, dense), rows(4 * 130, 0), 2, 520, 1e-30f);
    assertThat(vitals.get(1).gradientNorm()).isCloseTo(5, within(1e-5));
    assertThat(vitals.get(1).steps()).isEqualTo(2);
    Dense other = Dense.of(1, 1);
    other.weight().values()[0] = 2;
    Vitals many = train(Sequential.of(1, other), rows(4 * 130, 0), 1, 4, 1e-30f).getFirst();
    assertThat(many.steps()).isEqualTo(130);
    assertThat(many.gradientNorm()).as("a mean, not a sum").isBetween(1.0, 10.0);
  }

  private static Model doubling() {
    Dense dense = Dense.of(1, 1);
    dense.weight().values()[0] = 2;
    return Sequential.of(1, dense);
  }

  /** The gradient of a step is that of all its batches, whether they fill it or the epoch ends. */
  @Test
  void measuresTheGradientOfAllBatchesOfAStep() {
    Vitals whole = train(doubling(), rows(4, 0), 1, 4, 0.1f).getFirst();
    for (int accumulation : new int[] {4, 100}) {
      Vitals parts = train(doubling(), rows(4, 0), 1, 1, 0.1f, accumulation).getFirst();
      assertThat(parts.steps()).isEqualTo(1);
      assertThat(parts.gradientNorm()).isCloseTo(whole.gradientNorm(), within(1e-6));
      assertThat(parts.learningRate()).isEqualTo(0.1f);
      Vitals.OfParameter weight = parts.parameters().getFirst();
      assertThat(weight.gradientNorm()).isCloseTo(5, within(1e-6));
      assertThat(weight.updateRatio())
          .isCloseTo(whole.parameters().getFirst().updateRatio(), within(1e-6));
    }
  }

  /** What a group freezes has no step, and says nothing of the health of the others. */
  @Test
  void leavesOutWhatIsFrozen() {
    List<Vitals> vitals = new ArrayList<>();
    Dense first = Dense.of(1, 1);
    Dense second = Dense.of(1, 1);
    first.weight().values()[0] = 1;
    second.weight().values()[0] = 2;
    ValueRows rows = rows(4, 0);
    Trainer.of(
            new TrainingConfig(1, 4, 1, EarlyStopping.patience(1)),
            MeanSquaredError.of(),
            ParameterGroups.of(new Sgd(0.1f, 0)).frozen("dense-1.*"))
        .withListener(
            new TrainingListener() {
              @Override
              public void onEpoch(EpochReport report) {
                vitals.add(report.vitals());
              }
            })
        .fit(Sequential.of(1, first, second), rows, rows);
    assertThat(vitals.getFirst().parameters())
        .extracting(Vitals.OfParameter::name)
        .containsExactly("dense-2.weight", "dense-2.bias");
    assertThat(vitals.getFirst().gradientNorm()).isCloseTo(5, within(1e-6));
  }

  @Test
  void findsUnitsThatAreAlwaysZero() {
    Dense first = Dense.of(1, 3);
    first.weight().values()[0] = 1;
    first.weight().values()[1] = -1;
    first.weight().values()[2] = 0;
    first.bias().values()[2] = -1; // never above 0
    Dense second = Dense.of(3, 1);
    Model model = Sequential.of(Shape.of(1), List.of(first, Relu.of(), second));
    Vitals vitals = train(model, rows(8, 0), 1, 8, 1e-30f).getFirst();
    assertThat(vitals.dead()).containsOnlyKeys("relu-1");
    assertThat(vitals.dead().get("relu-1")).hasToString("1 of 3 (33.3%)");
    assertThat(vitals.allDead().count()).isEqualTo(1);
  }

  @Test
  void findsSaturationInsideTheModelOnly() {
    Dense first = Dense.of(1, 1);
    first.weight().values()[0] = 100;
    Dense second = Dense.of(1, 1);
    second.weight().values()[0] = 100;
    Model model = Sequential.of(Shape.of(1), List.of(first, Tanh.of(), second, Sigmoid.of()));
    Vitals vitals = train(model, rows(8, 0), 1, 8, 1e-30f).getFirst();
    assertThat(vitals.saturated()).containsOnlyKeys("tanh-1");
    assertThat(vitals.saturated().get("tanh-1").fraction()).isEqualTo(1);
  }
}
