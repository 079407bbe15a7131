package lanewise.training.data.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import lanewise.layers.loss.Targets;
import lanewise.training.data.BatchSource.Position;
import lanewise.training.data.DataException;
import lanewise.training.data.LabelledRows;
import lanewise.training.data.Minibatches;
import lanewise.training.data.RowFormat;
import lanewise.training.data.RowReader;
import lanewise.training.data.RowSource;
import lanewise.training.data.RowText;
import lanewise.training.data.TestData;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The shuffle buffer: which orders it gives, and what it reads. */
@Tag("once")
final class StreamBatchesTest {
  /** Rows that can only be read in order, and count what is done with them. */
  private static final class Counted implements RowSource {
    private final LabelledRows rows;
    private int opened;
    private int closed;
    private int read;
    private int skipped;
    private int failAt = Integer.MAX_VALUE;

    Counted(int rows) {
      this.rows = TestData.numbered(rows);
    }

    @Override
    public int rows() {
      return rows.rows();
    }

    @Override
    public RowFormat format() {
      return rows.format();
    }

    @Override
    public RowReader reader() {
      opened++;
      RowReader reader = rows.reader();
      return new RowReader() {
        private int at;

        @Override
        public RowFormat format() {
          return rows.format();
        }

        @Override
        public int read(int to, int count, float[] features, Targets targets) {
          int done = reader.read(to, count, features, targets);
          at += done;
          read += done;
          if (at > failAt) {
            throw new UncheckedIOException(new DataException("rows: damaged"));
          }
          return done;
        }

        @Override
        public void skip(int count) {
          skipped += count;
          at += count;
          reader.skip(count);
        }

        @Override
        public void close() {
          closed++;
          reader.close();
        }
      };
    }
  }

  private static List<Integer> numbers(StreamBatches batches) {
    List<Integer> numbers = new ArrayList<>();
    float[] x = new float[batches.maxRows()];
    Targets y = batches.format().newTargets(batches.maxRows());
    for (int n = batches.next(x, y); n > 0; n = batches.next(x, y)) {
      for (int i = 0; i < n; i++) {
        numbers.add((int) x[i]);
      }
    }
    return numbers;
  }

  @Test
  void aBufferOfAllRowsGivesEveryOrderEquallyOften() {
    int[] counts = new int[24];
    int expected = 250;
    try (StreamBatches batches = StreamBatches.of(TestData.numbered(4), 4, 11, 4)) {
      for (int epoch = 0; epoch < 24 * expected; epoch++) {
        counts[index(numbers(batches))]++;
        batches.nextEpoch();
      }
    }
    double chiSquare = 0;
    for (int count : counts) {
      chiSquare += Math.pow(count - expected, 2) / expected;
    }
    assertThat(chiSquare).isLessThan(49.7); // 23 degrees of freedom, probability 0.001
  }

  private static int index(List<Integer> order) {
    int index = 0;
    for (int i = 0; i < order.size(); i++) {
      int smaller = 0;
      for (int j = i + 1; j < order.size(); j++) {
        smaller += order.get(j) < order.get(i) ? 1 : 0;
      }
      index = index * (order.size() - i) + smaller;
    }
    return index;
  }

  @Test
  void aRowComesAtMostABufferEarly() {
    int buffer = 7;
    boolean earliest = false;
    try (StreamBatches batches = StreamBatches.of(TestData.numbered(100), 9, 3, buffer)) {
      for (int epoch = 0; epoch < 30; epoch++) {
        List<Integer> order = numbers(batches);
        for (int place = 0; place < order.size(); place++) {
          assertThat(order.get(place) - place).isLessThan(buffer);
          earliest |= order.get(place) - place == buffer - 1;
        }
        batches.nextEpoch();
      }
    }
    assertThat(earliest).isTrue();
  }

  @Test
  void aBufferOfOneKeepsTheOrder() {
    try (StreamBatches batches = StreamBatches.of(TestData.numbered(130), 9, 3, 1)) {
      assertThat(numbers(batches)).isSorted().hasSize(130);
    }
  }

  @Test
  void continuingPassesOverRowsAndReadsAboutABuffer() {
    Counted rows = new Counted(10_000);
    try (StreamBatches batches = StreamBatches.of(rows, 10, 3, 100)) {
      assertThat(rows.opened).isZero();
      batches.moveTo(new Position(2, 8_000));
      assertThat(rows.opened).isZero();
      float[] x = new float[10];
      batches.next(x, batches.format().newTargets(10));
      assertThat(rows.opened).isEqualTo(1);
      assertThat(rows.read + rows.skipped).isBetween(8_100, 8_100 + 64);
      assertThat(rows.skipped).isGreaterThan(5_000);
    }
    assertThat(rows.closed).isEqualTo(1);
  }

  @Test
  void anEpochIsReadOnceAndItsReaderClosed() {
    Counted rows = new Counted(1_000);
    try (StreamBatches batches = StreamBatches.of(rows, 10, 3, 100)) {
      for (int epoch = 1; epoch < 4; epoch++) {
        numbers(batches);
        assertThat(rows.read).isEqualTo(1_000 * epoch);
        batches.nextEpoch();
        assertThat(rows.opened).isEqualTo(epoch);
        assertThat(rows.closed).isEqualTo(epoch);
      }
    }
  }

  @Test
  void afterAFaultThePositionIsThatOfTheLastBatch() {
    Counted rows = new Counted(1_000);
    rows.failAt = 500;
    try (StreamBatches batches = StreamBatches.of(rows, 10, 3, 100)) {
      float[] x = new float[10];
      Targets y = batches.format().newTargets(10);
      int handedOut = 0;
      UncheckedIOException fault = null;
      while (fault == null) {
        try {
          handedOut += batches.next(x, y);
        } catch (UncheckedIOException e) {
          fault = e;
        }
      }
      assertThat(fault).hasRootCauseMessage("rows: damaged");
      assertThat(batches.position()).isEqualTo(new Position(0, handedOut));
      assertThat(rows.closed).isEqualTo(1);
      rows.failAt = Integer.MAX_VALUE;
      try (StreamBatches whole = StreamBatches.of(new Counted(1_000), 10, 3, 100)) {
        whole.moveTo(batches.position());
        assertThat(RowText.rest(batches)).isEqualTo(RowText.rest(whole));
      }
    }
  }

  @Test
  void takesAPermutationWhereRowsCanBeReadInAnyOrder() {
    assertThat(StreamBatches.shuffled(TestData.numbered(5), 2, 1, 3))
        .isInstanceOf(Minibatches.class);
    assertThat(StreamBatches.shuffled(new Counted(5), 2, 1, 3)).isInstanceOf(StreamBatches.class);
  }

  @Test
  void refusesSettingsThatAreNone() {
    assertThatThrownBy(() -> StreamBatches.of(TestData.numbered(5), 0, 1, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("stream: batch size 0 must be above 0");
    assertThatThrownBy(() -> StreamBatches.of(TestData.numbered(5), 2, 1, 0))
        .hasMessage("stream: a shuffle buffer of 0 rows must be above 0");
    StreamBatches closed = StreamBatches.of(TestData.numbered(5), 2, 1, 3);
    closed.close();
    assertThatThrownBy(() -> closed.next(new float[3], closed.format().newTargets(3)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("stream: the batches are closed");
  }
}
