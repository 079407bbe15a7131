package lanewise.training.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import lanewise.layers.loss.Targets;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Class weights and balanced batches. */
@Tag("once")
final class ClassBalanceTest {
  private static final LabelledRows RARE = TestData.withClassCounts(98, 2, 0, 20);

  @Test
  void balancedWeightsAreThoseOfScikitLearn() {
    // compute_class_weight("balanced", classes=[0, 1, 3], y=...): 120 / (3 * count)
    assertThat(ClassLabels.balancedWeights(RARE.classCounts()))
        .containsExactly((float) (120 / (3 * 98.0)), 20, 0, 2);
    Samples weighted = ClassLabels.balanced(RARE);
    Targets targets = weighted.format().newTargets(120);
    try (RowReader reader = weighted.reader()) {
      reader.read(0, 120, new float[120], targets);
    }
    double[] ofClass = new double[4];
    double sum = 0;
    for (int row = 0; row < 120; row++) {
      ofClass[targets.classes()[row]] += targets.weight(row);
      sum += targets.weight(row);
    }
    assertThat(sum).isCloseTo(120, within(1e-4));
    for (int c : new int[] {0, 1, 3}) {
      assertThat(ofClass[c]).isCloseTo(40, within(1e-4));
    }
  }

  @Test
  void readsTheClassesOfAnySource() {
    assertThat(ClassLabels.of(RARE)).containsExactly(RARE.labels());
    assertThat(ClassLabels.of(RARE.subset(5, 7, 9).weighted(1, 2, 3)))
        .containsExactly(RARE.label(5), RARE.label(7), RARE.label(9));
    assertThat(ClassLabels.counts(RARE.labels(), 4)).containsExactly(98, 2, 0, 20);
    ValueRows values =
        ValueRows.of("values", TestData.rowNumbers(3), TestData.matrix(3, 1, 1, 2, 3));
    assertThatThrownBy(() -> ClassLabels.of(values))
        .isInstanceOf(InvalidDatasetException.class)
        .hasMessage("classes: the rows have values to predict, not classes");
  }

  @Test
  void everyClassComesEquallyOftenInEveryEpochAndRun() {
    BalancedBatches batches = BalancedBatches.of(RARE, 7, 3);
    float[] x = new float[batches.maxRows()];
    Targets y = Targets.ofClasses(new int[batches.maxRows()]);
    for (int epoch = 0; epoch < 5; epoch++) {
      int[] counts = new int[4];
      int rows = 0;
      for (int n = batches.next(x, y); n > 0; n = batches.next(x, y)) {
        for (int i = 0; i < n; i++) {
          assertThat(y.classes()[i]).isEqualTo(RARE.label((int) x[i]));
          counts[y.classes()[i]]++;
          rows++;
          if (rows % 3 == 0) {
            assertThat(counts).containsExactly(rows / 3, rows / 3, 0, rows / 3);
          }
        }
      }
      assertThat(counts).containsExactly(40, 40, 0, 40);
      batches.nextEpoch();
    }
  }

  /** Over the epochs no row of a class is drawn twice more often than another. */
  @Test
  void everyRowOfAClassComesEquallyOftenOverTheEpochs() {
    BalancedBatches batches = BalancedBatches.of(RARE, 8, 3);
    int[] times = new int[120];
    float[] x = new float[batches.maxRows()];
    Targets y = Targets.ofClasses(new int[batches.maxRows()]);
    for (int epoch = 0; epoch < 49; epoch++) {
      for (int n = batches.next(x, y); n > 0; n = batches.next(x, y)) {
        for (int i = 0; i < n; i++) {
          times[(int) x[i]]++;
        }
      }
      batches.nextEpoch();
    }
    for (int row = 0; row < 120; row++) {
      // 49 epochs of 40 draws are 20 rounds of 98 rows, 980 of 2 and 98 of 20.
      int expected = new int[] {20, 980, 0, 98}[RARE.label(row)];
      assertThat(times[row]).as("row %s", row).isEqualTo(expected);
    }
  }

  @Test
  void theOrderOfTheClassesIsRandom() {
    BalancedBatches batches = BalancedBatches.of(TestData.withClassCounts(300, 300), 600, 1);
    Targets y = Targets.ofClasses(new int[600]);
    batches.next(new float[600], y);
    int first = 0;
    for (int i = 0; i < 600; i += 2) {
      first += y.classes()[i];
    }
    assertThat((double) first).isCloseTo(150, within(5 * Math.sqrt(75)));
    int[] other = new int[600];
    BalancedBatches.of(TestData.withClassCounts(300, 300), 600, 2)
        .next(new float[600], Targets.ofClasses(other));
    assertThat(Arrays.equals(other, y.classes())).isFalse();
  }
}
