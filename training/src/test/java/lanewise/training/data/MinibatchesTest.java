package lanewise.training.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.stream.IntStream;
import lanewise.layers.loss.Targets;
import lanewise.tensor.RandomStream;
import lanewise.training.data.BatchSource.Position;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("once")
final class MinibatchesTest {
  /** The rest of the epoch's rows, by their numbers. */
  private static int[] rest(Minibatches batches) {
    float[] features = new float[batches.maxRows()];
    Targets labels = batches.format().newTargets(batches.maxRows());
    IntStream.Builder rows = IntStream.builder();
    for (int n = batches.next(features, labels); n > 0; n = batches.next(features, labels)) {
      for (int i = 0; i < n; i++) {
        rows.add((int) features[i]);
      }
    }
    return rows.build().toArray();
  }

  private static int[] zeroTo(int n) {
    return IntStream.range(0, n).toArray();
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1, 1, 1",
    "1, 5, 1, 1",
    "2, 1, 2, 1",
    "3, 2, 1, 3",
    "10, 1, 10, 1",
    "10, 3, 3, 4",
    "10, 4, 3, 4",
    "10, 5, 2, 5",
    "10, 9, 1, 10",
    "10, 10, 1, 10",
    "10, 64, 1, 10"
  })
  void handsOutEveryRowOnceAnEpoch(int rows, int batchSize, int batchCount, int largest) {
    Minibatches batches = Minibatches.of(TestData.numbered(rows), batchSize, 3);
    assertThat(batches.batchesPerEpoch()).isEqualTo(batchCount);
    assertThat(batches.maxRows()).isEqualTo(largest);
    for (int epoch = 0; epoch < 3; epoch++) {
      assertThat(rest(batches)).containsExactlyInAnyOrder(zeroTo(rows));
      batches.nextEpoch();
    }
  }

  @Test
  void keepsTheSmallerLastBatchAndThenWaits() {
    Minibatches batches = Minibatches.of(TestData.numbered(10), 4, 3);
    float[] features = new float[5];
    Targets labels = Targets.ofClasses(new int[5]);
    int[] sizes = new int[5];
    for (int i = 0; i < sizes.length; i++) {
      Arrays.fill(features, -1);
      Arrays.fill(labels.classes(), -1);
      sizes[i] = batches.next(features, labels);
      assertThat(Arrays.copyOfRange(features, sizes[i], 5)).containsOnly(-1);
      assertThat(Arrays.copyOfRange(labels.classes(), sizes[i], 5)).containsOnly(-1);
    }
    assertThat(sizes).containsExactly(4, 4, 2, 0, 0);
    assertThat(batches.position()).isEqualTo(new Position(0, 10));
  }

  @Test
  void aRowThatWouldBeAloneJoinsTheBatchBefore() {
    Minibatches batches = Minibatches.of(TestData.numbered(10), 3, 3);
    Minibatches alone = Minibatches.of(TestData.numbered(10), 10, 3);
    float[] features = new float[4];
    Targets labels = Targets.ofClasses(new int[4]);
    int[] sizes = new int[5];
    for (int i = 0; i < sizes.length; i++) {
      sizes[i] = batches.next(features, labels);
    }
    assertThat(sizes).containsExactly(3, 3, 4, 0, 0);
    assertThat(batches.position()).isEqualTo(new Position(0, 10));
    assertThat(features).containsExactly(lastFour(alone));
    batches.moveTo(new Position(0, 6));
    assertThatThrownBy(() -> batches.next(new float[3], labels))
        .hasMessage("minibatches: 4 rows of 1 features do not fit 3 values and 4 targets");
    assertThat(batches.next(features, labels)).isEqualTo(4);
    batches.moveTo(new Position(0, 9));
    assertThat(batches.next(features, labels)).isEqualTo(1);
  }

  private static float[] lastFour(Minibatches batches) {
    float[] all = new float[10];
    batches.next(all, Targets.ofClasses(new int[10]));
    return Arrays.copyOfRange(all, 6, 10);
  }

  @Test
  void keepsFeaturesAndLabelsOfARowTogether() {
    LabelledRows digits = Digits.load();
    Minibatches batches = Minibatches.of(digits, 100, 1);
    float[] features = new float[100 * 64];
    Targets labels = Targets.ofClasses(new int[100]);
    int[] order = RandomStream.of(1).split(0).permutation(digits.rows());
    int seen = 0;
    for (int n = batches.next(features, labels); n > 0; n = batches.next(features, labels)) {
      for (int i = 0; i < n; i++, seen++) {
        assertThat(labels.classes()[i]).isEqualTo(digits.label(order[seen]));
        assertThat(Arrays.copyOfRange(features, i * 64, i * 64 + 64))
            .containsExactly(digits.features().select(0, order[seen]).toArray());
      }
    }
    assertThat(seen).isEqualTo(digits.rows());
  }

  @Test
  void ordersAnEpochBySeedAndNumberAlone() {
    LabelledRows data = TestData.numbered(50);
    Minibatches straight = Minibatches.of(data, 7, 11);
    int[] first = rest(straight);
    straight.nextEpoch();
    int[] second = rest(straight);
    assertThat(second).isNotEqualTo(first);
    Minibatches skipping = Minibatches.of(data, 13, 11);
    skipping.nextEpoch();
    assertThat(rest(skipping)).containsExactly(second);
    assertThat(rest(Minibatches.of(data, 7, 12))).isNotEqualTo(first);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, 7, 8})
  void continuesFromASavedPosition(int batchesBefore) {
    LabelledRows data = TestData.numbered(51);
    Minibatches original = Minibatches.of(data, 7, 11);
    original.nextEpoch();
    original.nextEpoch();
    for (int i = 0; i < batchesBefore; i++) {
      original.next(new float[7], Targets.ofClasses(new int[7]));
    }
    Position saved = original.position();
    assertThat(saved).isEqualTo(new Position(2, Math.min(51, 7 * batchesBefore)));
    Minibatches resumed = Minibatches.of(data, 7, 11);
    resumed.next(new float[7], Targets.ofClasses(new int[7]));
    resumed.moveTo(saved);
    assertThat(rest(resumed)).containsExactly(rest(original));
    original.nextEpoch();
    resumed.nextEpoch();
    assertThat(rest(resumed)).containsExactly(rest(original));
    assertThat(resumed.position()).isEqualTo(new Position(3, 51));
  }

  @Test
  void refusesPositionsThatDoNotExist() {
    Minibatches batches = Minibatches.of(TestData.numbered(5), 2, 1);
    batches.next(new float[2], Targets.ofClasses(new int[2]));
    assertThatThrownBy(() -> batches.moveTo(new Position(9, 6)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("minibatches: row 6 is behind the last of 5 rows");
    assertThat(batches.position()).isEqualTo(new Position(0, 2));
    assertThatThrownBy(() -> new Position(-1, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("position: epoch -1 and row 0 must not be negative");
    assertThatThrownBy(() -> new Position(0, -1)).hasMessageContaining("row -1");
  }

  @Test
  void refusesBatchesAndBuffersThatAreTooSmall() {
    LabelledRows data = TestData.numbered(5);
    for (int bad : new int[] {0, -1}) {
      assertThatThrownBy(() -> Minibatches.of(data, bad, 1))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("minibatches: batch size %d must be above 0", bad);
    }
    Minibatches batches = Minibatches.of(data, 3, 1);
    assertThatThrownBy(() -> batches.next(new float[2], Targets.ofClasses(new int[3])))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("minibatches: 3 rows of 1 features do not fit 2 values and 3 targets");
    assertThatThrownBy(() -> batches.next(new float[3], Targets.ofClasses(new int[2])))
        .hasMessage("minibatches: 3 rows of 1 features do not fit 3 values and 2 targets");
    assertThat(batches.position()).isEqualTo(new Position(0, 0));
  }

  @Test
  void allocatesNothingForABatch() {
    Minibatches batches = Minibatches.of(Digits.load(), 32, 1);
    float[] features = new float[32 * 64];
    Targets labels = Targets.ofClasses(new int[32]);
    long checksum = 0;
    long allocated = 0;
    for (int epoch = 0; epoch < 20; epoch++) {
      long before = TestData.allocatedBytes();
      for (int n = batches.next(features, labels); n > 0; n = batches.next(features, labels)) {
        checksum += labels.classes()[n - 1];
      }
      allocated = TestData.allocatedBytes() - before;
      batches.nextEpoch();
    }
    assertThat(checksum).isPositive();
    assertThat(allocated).isZero();
  }

  @Test
  void allocatesNextToNothingForAnEpoch() {
    Minibatches batches = Minibatches.of(TestData.numbered(100_000), 32, 1);
    batches.nextEpoch();
    long before = TestData.allocatedBytes();
    batches.nextEpoch();
    assertThat(TestData.allocatedBytes() - before).isLessThan(100); // one stream of random numbers
  }
}
