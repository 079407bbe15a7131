package lanewise.training.data;

import static org.assertj.core.api.Assertions.assertThat;

import lanewise.layers.loss.Targets;
import lanewise.training.data.BatchSource.Position;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Whether the shuffle of {@link Minibatches} gives every order equally often, by Pearson's
 * chi-square test. A fair shuffle leaves the accepted range once in a million seeds, and these
 * seeds are fixed; Sattolo's algorithm, which gives 24 of the 120 orders of 5 rows, is far outside.
 */
@Tag("once")
final class ShuffleTest {
  private static final int ROWS = 5;
  private static final int ORDERS = 120;
  private static final int EXPECTED = 500; // observations an order
  private static final double ONE_IN_A_MILLION = 4.892; // two-sided quantile of the normal

  private final float[] numbers = new float[ROWS];
  private final Targets labels = Targets.ofClasses(new int[ROWS]);

  /** Quantile of chi-square (Wilson and Hilferty, 1931) at this quantile of the normal. */
  private static double chiSquareQuantile(int degrees, double normalQuantile) {
    double variance = 2 / (9.0 * degrees);
    return degrees * Math.pow(1 - variance + normalQuantile * Math.sqrt(variance), 3);
  }

  private static void assertUniform(int[] counts, double expected, int degrees) {
    double statistic = 0;
    for (int count : counts) {
      statistic += (count - expected) * (count - expected) / expected;
    }
    assertThat(statistic)
        .isBetween(
            chiSquareQuantile(degrees, -ONE_IN_A_MILLION),
            chiSquareQuantile(degrees, ONE_IN_A_MILLION));
  }

  /** The place of an order among all: its Lehmer code as one number. */
  private int orderIndex() {
    int index = 0;
    for (int i = 0; i < ROWS; i++) {
      int smallerBehind = 0;
      for (int j = i + 1; j < ROWS; j++) {
        smallerBehind += numbers[j] < numbers[i] ? 1 : 0;
      }
      index = index * (ROWS - i) + smallerBehind;
    }
    return index;
  }

  @Test
  void givesEveryOrderEquallyOftenOverSeeds() {
    LabelledRows data = TestData.numbered(ROWS);
    int[] counts = new int[ORDERS];
    for (int seed = 0; seed < ORDERS * EXPECTED; seed++) {
      Minibatches.of(data, ROWS, seed).next(numbers, labels);
      counts[orderIndex()]++;
    }
    assertUniform(counts, EXPECTED, ORDERS - 1);
  }

  @Test
  void givesEveryOrderEquallyOftenOverEpochs() {
    Minibatches batches = Minibatches.of(TestData.numbered(ROWS), ROWS, 2024);
    int[] counts = new int[ORDERS];
    for (int epoch = 0; epoch < ORDERS * EXPECTED; epoch++) {
      batches.next(numbers, labels);
      counts[orderIndex()]++;
      batches.nextEpoch();
    }
    assertUniform(counts, EXPECTED, ORDERS - 1);
  }

  /** The orders of neighbouring epochs are independent: all pairs come equally often. */
  @Test
  void givesEveryPairOfOrdersEquallyOften() {
    Minibatches batches = Minibatches.of(TestData.numbered(ROWS), ROWS, 7);
    int[] counts = new int[ORDERS * ORDERS];
    int expected = 20;
    for (int pair = 0; pair < counts.length * expected; pair++) {
      batches.moveTo(new Position(2L * pair, 0));
      batches.next(numbers, labels);
      int first = orderIndex();
      batches.nextEpoch();
      batches.next(numbers, labels);
      counts[first * ORDERS + orderIndex()]++;
    }
    assertUniform(counts, expected, counts.length - 1);
  }

  /** For every row apart, all positions are equally likely; a prime number of rows. */
  @Test
  void givesEveryRowEveryPositionEquallyOften() {
    int rows = 31;
    int epochs = 31 * 400;
    Minibatches batches = Minibatches.of(TestData.numbered(rows), rows, 99);
    int[][] counts = new int[rows][rows];
    float[] order = new float[rows];
    Targets classes = Targets.ofClasses(new int[rows]);
    for (int epoch = 0; epoch < epochs; epoch++) {
      batches.next(order, classes);
      for (int position = 0; position < rows; position++) {
        counts[(int) order[position]][position]++;
      }
      batches.nextEpoch();
    }
    for (int[] positions : counts) {
      assertUniform(positions, epochs / (double) rows, rows - 1);
    }
  }
}
