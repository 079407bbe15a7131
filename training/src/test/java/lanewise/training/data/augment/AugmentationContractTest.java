package lanewise.training.data.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import lanewise.layers.loss.Targets;
import lanewise.tensor.RandomStream;
import lanewise.tensor.Shape;
import lanewise.tensor.Tensor;
import lanewise.training.data.BatchSource;
import lanewise.training.data.BatchSource.Position;
import lanewise.training.data.LabelledRows;
import lanewise.training.data.Minibatches;
import lanewise.training.data.RowText;
import lanewise.training.data.TestData;
import lanewise.training.data.stream.Prefetch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The contract of every {@link Augmentation}: a new one is a row here. */
@Tag("once")
final class AugmentationContractTest {
  private static final Shape IMAGE = Shape.of(2, 5, 7);
  private static final int ROWS = 22;
  private static final int BATCH = 5;

  /**
   * An augmentation under its name.
   *
   * @param wholeImages whether it needs rows of {@link #IMAGE}
   * @param rowByRow whether the change of a row does not depend on the batch around it
   */
  record Row(String name, Augmentation augmentation, boolean wholeImages, boolean rowByRow) {
    @Override
    public String toString() {
      return name;
    }
  }

  static List<Row> augmentations() {
    return List.of(
        new Row("noise", new RandomNoise(0.5f), false, true),
        new Row("noise of some", new RandomNoise(0.5f).withFeatures(List.of(0)), false, true),
        new Row("shift", RandomShift.of(IMAGE, 3).withFill(-1), true, true),
        new Row("rotation", RandomRotation.of(IMAGE, 30).withFill(-1), true, true),
        new Row("horizontal flip", RandomFlip.horizontal(IMAGE), true, true),
        new Row("vertical flip", RandomFlip.vertical(IMAGE), true, true),
        new Row("erasing", new RandomErasing(IMAGE, 0.9, -1), true, true),
        new Row("mixup", new Mixup(0.4), false, false),
        new Row("mixup of indices", new Mixup(0.4).withIndices(List.of(0)), false, false));
  }

  private static LabelledRows rows() {
    RandomStream random = RandomStream.of(3);
    float[] values = new float[ROWS * IMAGE.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat();
    }
    int[] labels = new int[ROWS];
    Arrays.setAll(labels, row -> row % 3);
    Tensor features = Tensor.of(Shape.of(ROWS, IMAGE.size()), values);
    return LabelledRows.of("made up", features, labels, List.of("a", "b", "c"));
  }

  private static BatchSource plain(int batch) {
    return Minibatches.of(rows(), batch, 1);
  }

  private static BatchSource augmented(Row row, int batch, long seed) {
    return AugmentedBatches.of(plain(batch), seed, row.augmentation);
  }

  private static List<List<String>> epochs(BatchSource batches) {
    List<List<String>> epochs = new ArrayList<>();
    for (int epoch = 0; epoch < 3; epoch++) {
      epochs.add(RowText.rest(batches));
      batches.nextEpoch();
    }
    return epochs;
  }

  @ParameterizedTest
  @MethodSource("augmentations")
  void dependsOnTheSeedTheEpochAndTheRowAlone(Row row) {
    List<List<String>> epochs = epochs(augmented(row, BATCH, 7));
    assertThat(epochs(augmented(row, BATCH, 7))).isEqualTo(epochs);
    assertThat(epochs(augmented(row, BATCH, 8))).doesNotContainAnyElementsOf(epochs);
    assertThat(epochs(plain(BATCH))).doesNotContainAnyElementsOf(epochs);
    if (row.rowByRow) {
      assertThat(epochs(augmented(row, 1, 7))).isEqualTo(epochs);
      assertThat(epochs(augmented(row, ROWS, 7))).isEqualTo(epochs);
    }
    try (BatchSource ahead = Prefetch.of(augmented(row, BATCH, 7), 2)) {
      assertThat(epochs(ahead)).isEqualTo(epochs);
    }
  }

  @ParameterizedTest
  @MethodSource("augmentations")
  void continuesFromEveryBatch(Row row) {
    List<List<String>> epochs = epochs(augmented(row, BATCH, 7));
    for (int epoch = 0; epoch < 3; epoch++) {
      for (int at = 0; at <= ROWS; at += row.rowByRow ? 1 : BATCH) {
        BatchSource moved = augmented(row, BATCH, 7);
        moved.moveTo(new Position(epoch, at));
        assertThat(RowText.rest(moved)).isEqualTo(epochs.get(epoch).subList(at, ROWS));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("augmentations")
  void oneMoreChangesNoneOfThoseBefore(Row row) {
    BatchSource two =
        AugmentedBatches.of(plain(BATCH), 7, row.augmentation, new RandomNoise(1e-30f));
    BatchSource one = augmented(row, BATCH, 7);
    float[] x = new float[one.maxRows() * IMAGE.size()];
    float[] y = new float[x.length];
    Targets targets = one.format().newTargets(one.maxRows());
    assertThat(one.next(x, targets)).isEqualTo(two.next(y, targets));
    for (int i = 0; i < x.length; i++) {
      assertThat(y[i]).isBetween(x[i] - 1e-28f, x[i] + 1e-28f);
    }
  }

  @ParameterizedTest
  @MethodSource("augmentations")
  void keepsTheRowsUnchangedInMemory(Row row) {
    LabelledRows rows = rows();
    BatchSource batches = AugmentedBatches.of(Minibatches.of(rows, BATCH, 1), 7, row.augmentation);
    RowText.rest(batches);
    assertThat(rows.features().toArray()).containsExactly(rows().features().toArray());
    assertThat(rows.labels()).containsExactly(rows().labels());
  }

  @ParameterizedTest
  @MethodSource("augmentations")
  void writesNothingBehindTheBatchAndRefusesBuffersThatDoNotFit(Row row) {
    BatchSource batches = augmented(row, BATCH, 7);
    float[] x = new float[batches.maxRows() * IMAGE.size() + 3];
    Targets y = batches.format().newTargets(batches.maxRows());
    Arrays.fill(x, 99);
    int rows = batches.next(x, y);
    assertThat(Arrays.copyOfRange(x, rows * IMAGE.size(), x.length)).containsOnly(99f);
    Position before = batches.position();
    assertThatThrownBy(() -> batches.next(new float[3], y))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("do not fit 3 values");
    assertThatThrownBy(() -> batches.next(x, batches.format().newTargets(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("and 1 targets");
    assertThat(batches.position()).isEqualTo(before);
  }

  @ParameterizedTest
  @MethodSource("augmentations")
  void refusesRowsThatAreNoSuchImages(Row row) {
    if (!row.wholeImages) {
      assertThat(
              AugmentedBatches.of(Minibatches.of(TestData.numbered(4), 2, 1), 7, row.augmentation))
          .isNotNull();
      return;
    }
    BatchSource narrow = Minibatches.of(TestData.numbered(4), 2, 1);
    assertThatThrownBy(() -> AugmentedBatches.of(narrow, 7, row.augmentation))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageEndingWith(": an image of 2 x 5 x 7 has 70 values, but a row has 1 features");
  }

  @ParameterizedTest
  @MethodSource("augmentations")
  void allocatesNothingForABatch(Row row) {
    BatchSource batches = augmented(row, BATCH, 7);
    float[] x = new float[batches.maxRows() * IMAGE.size()];
    Targets y = batches.format().newTargets(batches.maxRows());
    long least = Long.MAX_VALUE;
    for (int epoch = 0; epoch < 50 && least > 0; epoch++) {
      long before = TestData.allocatedBytes();
      for (int n = batches.next(x, y); n > 0; ) {
        n = batches.next(x, y);
      }
      least = Math.min(least, TestData.allocatedBytes() - before);
      batches.nextEpoch();
    }
    assertThat(least).isZero();
  }
}
