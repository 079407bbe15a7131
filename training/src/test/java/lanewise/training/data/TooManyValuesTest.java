package lanewise.training.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import lanewise.layers.loss.Targets;
import lanewise.tensor.Shape;
import lanewise.tensor.ShapeException;
import lanewise.tensor.Tensor;
import lanewise.training.data.idx.Idx;
import lanewise.training.data.stream.Prefetch;
import lanewise.training.data.stream.StreamBatches;
import lanewise.training.metric.ConfusionMatrix;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows with more values than an array holds are refused by an exception that names them. */
@Tag("once")
final class TooManyValuesTest {
  private static final int ROWS = 1 << 30;

  /** Rows that only say how many they are. */
  private record Claimed(int rows, RowFormat format) implements RowSource {
    @Override
    public RowReader reader() {
      throw new AssertionError("nothing is read");
    }
  }

  /** Batches that only say how large they are. */
  private record ClaimedBatches(int maxRows, RowFormat format) implements BatchSource {
    @Override
    public int batchesPerEpoch() {
      return 1;
    }

    @Override
    public int next(float[] features, Targets targets) {
      throw new AssertionError("nothing is read");
    }

    @Override
    public void nextEpoch() {}

    @Override
    public Position position() {
      return new Position(0, 0);
    }

    @Override
    public void moveTo(Position position) {}
  }

  private static void assertRefused(ThrowingCallable call, String message) {
    assertThatThrownBy(call)
        .isExactlyInstanceOf(ShapeException.class)
        .hasMessage(message + " are more than the 2^31 - 1 values of an array: use fewer rows");
  }

  @Test
  void ofTargets() {
    RowFormat format = RowFormat.ofValues(Shape.of(1), 4);
    assertRefused(() -> format.newTargets(ROWS), "targets: 1073741824 rows of 4 values");
  }

  @Test
  void ofASubset() {
    int[] rows = new int[60_000];
    ValueRows wide = ValueRows.of("wide", Tensor.zeros(1, 40_000), Tensor.zeros(1, 1));
    assertRefused(() -> wide.subset(rows), "subset: 60000 rows of 40000 values");
    ValueRows many = ValueRows.of("many", Tensor.zeros(1, 1), Tensor.zeros(1, 40_000));
    assertRefused(() -> many.subset(rows), "subset: 60000 rows of 40000 values");
    LabelledRows classes =
        LabelledRows.of("classes", Tensor.zeros(1, 40_000), new int[1], List.of("all"));
    assertThatThrownBy(() -> classes.subset(rows))
        .isInstanceOf(InvalidDatasetException.class)
        .hasMessage("data set classes: a subset of 60000 rows is over 2^31 - 1 values");
  }

  @Test
  void ofAShuffleBuffer() {
    Claimed rows = new Claimed(ROWS, RowFormat.ofClasses(Shape.of(2), 2));
    assertRefused(
        () -> StreamBatches.of(rows, 10, 1, ROWS), "streamed batches: 1073741824 rows of 2 values");
  }

  @Test
  void ofBatchesThatAreReadAhead() {
    ClaimedBatches batches = new ClaimedBatches(ROWS, RowFormat.ofClasses(Shape.of(2), 2));
    assertRefused(() -> Prefetch.of(batches, 1), "prefetch: 1073741824 rows of 2 values");
  }

  @Test
  void ofAConfusionMatrix() {
    assertRefused(() -> ConfusionMatrix.of(46_341), "confusion matrix: 46341 rows of 46341 values");
  }

  /** 64 images would be 2^31 bytes; the file has no blocks on the disk. */
  @Test
  void largeImagesAreReadFewAtATime(@TempDir Path folder) throws IOException {
    int side = 1 << 13;
    Path images = folder.resolve("images");
    try (RandomAccessFile file = new RandomAccessFile(images.toFile(), "rw")) {
      file.write(header(0x803, 1, side, side / 2));
      file.setLength(16L + (1 << 25));
    }
    Path labels = folder.resolve("labels");
    Files.write(labels, new byte[] {0, 0, 8, 1, 0, 0, 0, 1, 0});
    RowSource rows = Idx.open(images, labels, List.of("one"));
    assertThat(rows.format().features().size()).isEqualTo(1 << 25);
    rows.reader().close();
  }

  private static byte[] header(int... numbers) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * numbers.length);
    for (int number : numbers) {
      bytes.putInt(number);
    }
    return bytes.array();
  }
}
