package lanewise.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import lanewise.layers.Model;
import lanewise.layers.Sequential;
import lanewise.layers.linear.Dense;
import lanewise.layers.loss.MeanSquaredError;
import lanewise.tensor.RandomStream;
import lanewise.tensor.Tensor;
import lanewise.tensor.Workers;
import lanewise.training.PermutationImportance.Column;
import lanewise.training.data.ValueRows;
import lanewise.training.metric.MeanLoss;
import lanewise.training.metric.Metric;
import lanewise.training.metric.R2;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The importance of columns of a linear model, for which it is known. */
@Tag("once")
final class PermutationImportanceTest {
  private static final int ROWS = 4_000;

  /** y = 2 a + b, and c is not used. */
  private static Model model() {
    Dense dense = Dense.of(3, 1);
    dense.weight().values()[0] = 2;
    dense.weight().values()[1] = 1;
    return Sequential.of(3, dense);
  }

  private static ValueRows rows() {
    RandomStream random = RandomStream.of(1);
    Tensor x = Tensor.zeros(ROWS, 3);
    Tensor y = Tensor.zeros(ROWS, 1);
    for (int r = 0; r < ROWS; r++) {
      for (int c = 0; c < 3; c++) {
        x.storage()[3 * r + c] = (float) random.nextGaussian();
      }
      y.storage()[r] = 2 * x.storage()[3 * r] + x.storage()[3 * r + 1];
    }
    return ValueRows.of("made up", x, y);
  }

  private static List<PermutationImportance> importances(Metric metric, Column... columns) {
    return PermutationImportance.of(
        model(), rows(), List.of(columns), metric, 5, 3, Workers.caller());
  }

  /** Exchanged values differ by a variance of 2: the error of column a is 2 * 2^2. */
  @Test
  void isTheErrorThatAnExchangeMakes() {
    List<PermutationImportance> found =
        importances(
            MeanLoss.of(MeanSquaredError.of()),
            new Column("a", 0, 1),
            new Column("b", 1, 1),
            new Column("c", 2, 1),
            new Column("a and b", 0, 2));
    assertThat(found.stream().map(PermutationImportance::column))
        .containsExactly("a", "b", "c", "a and b");
    double spread = 0.1; // four standard errors of a variance over 4,000 rows
    assertThat(found.get(0).mean()).isCloseTo(8, within(8 * spread));
    assertThat(found.get(1).mean()).isCloseTo(2, within(2 * spread));
    assertThat(found.get(2).mean()).isZero();
    assertThat(found.get(2).deviation()).isZero();
    assertThat(found.get(3).mean()).as("together").isCloseTo(10, within(10 * spread));
    assertThat(found.get(0).deviation()).isBetween(1e-3, 0.5);
  }

  @Test
  void isPositiveForAMetricThatIsBetterWhenHigher() {
    List<PermutationImportance> found =
        importances(R2.of(), new Column("a", 0, 1), new Column("c", 2, 1));
    assertThat(found.get(0).mean()).isCloseTo(8.0 / 5, within(0.2));
    assertThat(found.get(1).mean()).isZero();
  }

  @Test
  void isTheSameInEveryRepetition() {
    Column a = new Column("a", 0, 1);
    assertThat(importances(R2.of(), a)).isEqualTo(importances(R2.of(), a));
  }
}
