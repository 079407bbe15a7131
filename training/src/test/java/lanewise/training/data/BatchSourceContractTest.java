package lanewise.training.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import lanewise.layers.loss.Targets;
import lanewise.layers.preprocessing.FeatureScaler;
import lanewise.training.data.BatchSource.Position;
import lanewise.training.data.augment.AugmentedBatches;
import lanewise.training.data.augment.RandomNoise;
import lanewise.training.data.stream.Prefetch;
import lanewise.training.data.stream.StreamBatches;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The contract of every {@link BatchSource}: a new one is a row here. The feature of a row is its
 * number.
 */
@Tag("once")
final class BatchSourceContractTest {
  private static final int ROWS = 23;
  private static final int BATCH = 4; // 4, 4, 4, 4, 4 and 3 rows
  private static final int EPOCHS = 3;
  private static final long SEED = 5;

  /**
   * A source under its name.
   *
   * @param permutes whether an epoch has every row once
   */
  record Row(String name, boolean permutes, Supplier<BatchSource> maker) {
    @Override
    public String toString() {
      return name;
    }
  }

  /** Rows of three classes that are numbered and weighted, readable in any order. */
  private static Samples samples() {
    float[] weights = TestData.ramp(ROWS, 0.5f);
    return TestData.withClassCounts(12, 7, 4).weighted(weights);
  }

  static List<Row> sources() {
    FeatureScaler scaler = FeatureScaler.of(new float[] {3}, new float[] {0.5f});
    return List.of(
        new Row("minibatches", true, () -> Minibatches.of(samples(), BATCH, SEED)),
        new Row("a subset", true, () -> Minibatches.of(samples().subset(4, 0, 9), 2, SEED)),
        new Row("scaled", true, () -> Minibatches.of(samples(), BATCH, SEED).scaled(scaler)),
        new Row("buffer of 1", true, () -> StreamBatches.of(samples(), BATCH, SEED, 1)),
        new Row("buffer of 5", true, () -> StreamBatches.of(samples(), BATCH, SEED, 5)),
        new Row("buffer of all", true, () -> StreamBatches.of(samples(), BATCH, SEED, 100)),
        new Row("balanced", false, () -> BalancedBatches.of(samples(), BATCH, SEED)),
        new Row(
            "augmented",
            false,
            () ->
                AugmentedBatches.of(
                    Minibatches.of(samples(), BATCH, SEED), SEED, new RandomNoise(1))),
        new Row(
            "prefetched minibatches",
            true,
            () -> Prefetch.of(Minibatches.of(samples(), BATCH, SEED), 3)),
        new Row(
            "prefetched stream",
            true,
            () -> Prefetch.of(StreamBatches.of(samples(), BATCH, SEED, 7), 1)));
  }

  /** The rows of the first epochs, in their order. */
  private static List<List<String>> epochs(Row row) {
    List<List<String>> epochs = new ArrayList<>();
    try (BatchSource batches = row.maker.get()) {
      for (int epoch = 0; epoch < EPOCHS; epoch++) {
        epochs.add(RowText.rest(batches));
        batches.nextEpoch();
      }
    }
    return epochs;
  }

  @ParameterizedTest
  @MethodSource("sources")
  void hasEveryRowOnceInAnEpoch(Row row) {
    List<List<String>> epochs = epochs(row);
    for (List<String> epoch : epochs) {
      assertThat(epoch).hasSameSizeAs(epochs.getFirst());
      if (row.permutes) {
        assertThat(epoch)
            .doesNotHaveDuplicates()
            .containsExactlyInAnyOrderElementsOf(epochs.getFirst());
      }
    }
    assertThat(epochs(row)).isEqualTo(epochs);
  }

  @ParameterizedTest
  @MethodSource("sources")
  void hasAsManyBatchesAsItSaysNoneLargerThanItSays(Row row) {
    try (BatchSource batches = row.maker.get()) {
      RowFormat format = batches.format();
      float[] features = new float[batches.maxRows() + 1];
      Targets targets = format.newTargets(batches.maxRows());
      for (int epoch = 0; epoch < EPOCHS; epoch++) {
        int count = 0;
        int rows = 0;
        int n;
        do {
          assertThat(batches.position()).isEqualTo(new Position(epoch, rows));
          Arrays.fill(features, -7);
          n = batches.next(features, targets);
          assertThat(n).isLessThanOrEqualTo(batches.maxRows());
          assertThat(Arrays.copyOfRange(features, n, features.length)).containsOnly(-7);
          count += n > 0 ? 1 : 0;
          rows += n;
        } while (n > 0);
        assertThat(count).isEqualTo(batches.batchesPerEpoch());
        assertThat(batches.next(features, targets)).isZero();
        assertThat(batches.position()).isEqualTo(new Position(epoch, rows));
        batches.nextEpoch();
      }
    }
  }

  /** A new source, and one that has gone elsewhere meanwhile, continue from every row. */
  @ParameterizedTest
  @MethodSource("sources")
  void continuesFromEveryPosition(Row row) {
    List<List<String>> epochs = epochs(row);
    try (BatchSource moved = row.maker.get()) {
      for (int epoch = 0; epoch < EPOCHS; epoch++) {
        List<String> whole = epochs.get(epoch);
        for (int at = 0; at <= whole.size(); at++) {
          Position position = new Position(epoch, at);
          try (BatchSource fresh = row.maker.get()) {
            fresh.moveTo(position);
            assertThat(fresh.position()).isEqualTo(position);
            assertThat(RowText.rest(fresh)).isEqualTo(whole.subList(at, whole.size()));
          }
          moved.moveTo(position);
          assertThat(RowText.rest(moved))
              .as("%s", position)
              .isEqualTo(whole.subList(at, whole.size()));
          if (epoch + 1 < EPOCHS) {
            moved.nextEpoch();
            assertThat(RowText.rest(moved)).isEqualTo(epochs.get(epoch + 1));
          }
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("sources")
  void leavesAnEpochInItsMiddle(Row row) {
    List<List<String>> epochs = epochs(row);
    try (BatchSource batches = row.maker.get()) {
      float[] features = new float[batches.maxRows()];
      batches.next(features, batches.format().newTargets(batches.maxRows()));
      batches.nextEpoch();
      assertThat(batches.position()).isEqualTo(new Position(1, 0));
      assertThat(RowText.rest(batches)).isEqualTo(epochs.get(1));
    }
  }

  @ParameterizedTest
  @MethodSource("sources")
  void refusesBuffersThatDoNotFitAndPositionsThatDoNotExist(Row row) {
    List<String> first = epochs(row).getFirst();
    try (BatchSource batches = row.maker.get()) {
      int room = batches.maxRows();
      float[] features = new float[room];
      Targets targets = batches.format().newTargets(room);
      assertThatThrownBy(() -> batches.next(new float[0], targets))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("rows of 1 features do not fit 0 values and " + room + " targets");
      assertThatThrownBy(() -> batches.next(features, Targets.ofValues(new float[room])))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("the targets are of another format");
      assertThatThrownBy(() -> batches.next(features, batches.format().newTargets(0)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("and 0 targets");
      assertThatThrownBy(() -> batches.moveTo(new Position(1, first.size() + 1L)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(
              "row %d is behind the last of %d rows", first.size() + 1, first.size());
      assertThat(batches.position()).isEqualTo(new Position(0, 0));
      assertThat(features).containsOnly(0);
      assertThat(RowText.rest(batches)).isEqualTo(first);
    }
  }

  @ParameterizedTest
  @MethodSource("sources")
  void allocatesNothingForABatch(Row row) {
    try (BatchSource batches = row.maker.get()) {
      float[] features = new float[batches.maxRows()];
      Targets targets = batches.format().newTargets(batches.maxRows());
      batches.next(features, targets);
      long least = Long.MAX_VALUE;
      for (int epoch = 0; epoch < 50 && least > 0; epoch++) {
        batches.nextEpoch();
        batches.next(features, targets);
        long before = TestData.allocatedBytes();
        for (int n = batches.next(features, targets); n > 0; ) {
          n = batches.next(features, targets);
        }
        least = Math.min(least, TestData.allocatedBytes() - before);
      }
      assertThat(least).as("bytes for the batches of an epoch but its first").isZero();
    }
  }
}
