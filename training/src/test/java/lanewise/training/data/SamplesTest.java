package lanewise.training.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import lanewise.layers.loss.Targets;
import lanewise.layers.preprocessing.FeatureScaler;
import lanewise.tensor.Shape;
import lanewise.tensor.ShapeException;
import lanewise.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows of values, and views of rows that are scaled or weighted. */
final class SamplesTest {
  private static final ValueRows ROWS =
      ValueRows.of(
          "three", TestData.matrix(3, 2, 1, 2, 3, 4, 5, 6), TestData.matrix(3, 1, 10, 30, 50));

  @Test
  void gathersFeaturesAndTargetsInAnyOrder() {
    assertThat(ROWS.rows()).isEqualTo(3);
    assertThat(ROWS.format()).isEqualTo(RowFormat.ofValues(Shape.of(2), 1));
    assertThat(ROWS).hasToString("three: 3 rows, 2 features, 1 target values");
    float[] x = {-1, -1, -1, -1, -1, -1};
    Targets y = ROWS.format().newTargets(3);
    y.values()[2] = -1;
    ROWS.gather(new int[] {0, 2, 1}, 1, 2, x, y);
    assertThat(x).containsExactly(5, 6, 3, 4, -1, -1);
    assertThat(y.values()).containsExactly(50, 30, -1);
  }

  @Test
  void takesRowsOfAnyLayout() {
    Tensor transposed = TestData.matrix(2, 3, 1, 3, 5, 2, 4, 6).transpose();
    ValueRows rows = ValueRows.of("three", transposed, ROWS.targets());
    assertThat(rows.features().toArray()).containsExactly(1, 2, 3, 4, 5, 6);
    ValueRows some = rows.subset(2, 0, 2);
    assertThat(some.features().toArray()).containsExactly(5, 6, 1, 2, 5, 6);
    assertThat(some.targets().toArray()).containsExactly(50, 10, 50);
    assertThat(some.name()).isEqualTo("three");
  }

  @Test
  void refusesWhatIsNoDataSet() {
    Tensor x = ROWS.features();
    Tensor y = ROWS.targets();
    assertThatThrownBy(() -> ValueRows.of("bad", Tensor.zeros(3), y))
        .isInstanceOf(InvalidDatasetException.class)
        .hasMessage("data set bad: features have shape [3], not at least one row and one column");
    assertThatThrownBy(() -> ValueRows.of("bad", x, Tensor.zeros(3, 0)))
        .hasMessage("data set bad: targets have shape [3, 0], not at least one row and one column");
    assertThatThrownBy(() -> ValueRows.of("bad", x, Tensor.zeros(2, 1)))
        .hasMessage("data set bad: 3 rows of features but 2 of targets");
    Tensor broken = TestData.matrix(3, 1, 1, Float.NaN, 2);
    assertThatThrownBy(() -> ValueRows.of("bad", x, broken))
        .hasMessage("data set bad: row 1 (from 0), target 0 is NaN, not a finite number");
    assertThatThrownBy(() -> ROWS.subset())
        .hasMessage("data set three: a subset needs at least one row");
    assertThatThrownBy(() -> ROWS.subset(3)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void scalesRowsWhenTheyAreRead() {
    FeatureScaler scaler = FeatureScaler.of(new float[] {1, 2}, new float[] {10, 100});
    Samples scaled = ROWS.scaled(scaler);
    assertThat(scaled.rows()).isEqualTo(3);
    assertThat(scaled.format()).isEqualTo(ROWS.format());
    float[] x = {0, 0, 0, 0, -1, -1};
    Targets y = scaled.format().newTargets(2);
    scaled.gather(new int[] {2, 0}, 0, 2, x, y);
    assertThat(x).containsExactly(40, 400, 0, 0, -1, -1);
    assertThat(y.values()).containsExactly(50, 10);
    assertThat(ROWS.features().toArray()).containsExactly(1, 2, 3, 4, 5, 6);
    assertThatThrownBy(() -> ROWS.scaled(FeatureScaler.identity(3)))
        .isInstanceOf(ShapeException.class)
        .hasMessage("scale: the scaler takes 3 features, the data has 2");
  }

  @Test
  void weighsRows() {
    float[] weights = {1, 0, 2};
    Samples weighted = ROWS.weighted(weights);
    weights[0] = 9;
    assertThat(weighted.rows()).isEqualTo(3);
    assertThat(weighted.format()).isEqualTo(ROWS.format().withWeights());
    Targets y = weighted.format().newTargets(2);
    float[] x = new float[4];
    weighted.gather(new int[] {2, 0}, 0, 2, x, y);
    assertThat(x).containsExactly(5, 6, 1, 2);
    assertThat(y.values()).containsExactly(50, 10);
    assertThat(y.weights()).containsExactly(2, 1);
  }

  @ParameterizedTest
  @ValueSource(floats = {-1, Float.NaN, Float.POSITIVE_INFINITY})
  void refusesWeightsThatAreNone(float bad) {
    assertThatThrownBy(() -> ROWS.weighted(1, 1, bad))
        .isInstanceOf(InvalidDatasetException.class)
        .hasMessage(
            "weights: row 2 (from 0) has weight %s, not a finite number of at least 0"
                .formatted(bad));
  }

  @Test
  void refusesWeightsThatDoNotFit() {
    assertThatThrownBy(() -> ROWS.weighted(1, 1)).hasMessage("weights: 2 weights for 3 rows");
    assertThatThrownBy(() -> ROWS.weighted(1, 1, 1).weighted(1, 1, 1))
        .hasMessage("weights: the rows have weights already");
  }

  @Test
  void batchesCarryValuesAndWeights() {
    Minibatches batches = Minibatches.of(ROWS.weighted(1, 0, 2), 3, 1);
    Targets y = batches.format().newTargets(3);
    float[] x = new float[6];
    assertThat(batches.next(x, y)).isEqualTo(3);
    for (int i = 0; i < 3; i++) {
      int row = (int) x[2 * i] / 2;
      assertThat(y.values()[i]).isEqualTo(10 + 20 * row);
      assertThat(y.weights()[i]).isEqualTo(new float[] {1, 0, 2}[row]);
    }
    batches.nextEpoch();
    Targets other = Targets.ofValues(new float[3]);
    assertThatThrownBy(() -> batches.next(x, other))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "minibatches: the targets are of another format; make them by newTargets of"
                + " RowFormat[features=[2], kind=VALUES, outputs=1, weighted=true]");
  }

  @Test
  void aFormatHasAtLeastOneOutput() {
    assertThatThrownBy(() -> RowFormat.ofValues(Shape.of(2), 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("rows: 0 classes or target values: at least 1 is needed");
  }
}
