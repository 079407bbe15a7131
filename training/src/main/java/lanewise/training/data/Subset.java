package lanewise.training.data;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import lanewise.layers.loss.Targets;
import org.jspecify.annotations.Nullable;

/** Some of the rows of a source. */
final class Subset {
  private Subset() {}

  private static void check(int total, int... rows) {
    if (rows.length == 0) {
      throw new InvalidDatasetException("subset: at least one row is needed");
    }
    for (int row : rows) {
      Objects.checkIndex(row, total);
    }
  }

  /** A part of rows that can be read in any order. */
  static final class AnyOrder implements Samples {
    private final Samples whole;

    /** The row of the whole for each row of the part. */
    private final int[] numbers;

    /** The translated numbers of a call that is over, for the next one, which need not allocate. */
    private final AtomicReference<int @Nullable []> idle = new AtomicReference<>(new int[0]);

    private AnyOrder(Samples whole, int[] numbers) {
      this.whole = whole;
      this.numbers = numbers;
    }

    static AnyOrder of(Samples whole, int... rows) {
      check(whole.rows(), rows);
      return new AnyOrder(whole, rows.clone());
    }

    @Override
    public int rows() {
      return numbers.length;
    }

    @Override
    public RowFormat format() {
      return whole.format();
    }

    @Override
    public void gather(int[] order, int from, int count, float[] features, Targets targets) {
      int[] translated = idle.getAndSet(null);
      if (translated == null || translated.length < count) {
        translated = new int[count];
      }
      for (int i = 0; i < count; i++) {
        translated[i] = numbers[order[from + i]];
      }
      whole.gather(translated, 0, count, features, targets);
      idle.set(translated);
    }
  }

  /** A part of rows that are read from the first to the last. */
  static final class Rows implements RowSource {
    private final RowSource whole;

    /** The rows of the part, ascending. */
    private final int[] numbers;

    private Rows(RowSource whole, int[] numbers) {
      this.whole = whole;
      this.numbers = numbers;
    }

    static Rows of(RowSource whole, int... rows) {
      check(whole.rows(), rows);
      for (int i = 1; i < rows.length; i++) {
        if (rows[i] <= rows[i - 1]) {
          throw new InvalidDatasetException(
              "subset: row %s is named after row %s; name rows that are streamed in ascending order"
                  .formatted(rows[i], rows[i - 1]));
        }
      }
      return new Rows(whole, rows.clone());
    }

    @Override
    public int rows() {
      return numbers.length;
    }

    @Override
    public RowFormat format() {
      return whole.format();
    }

    @Override
    public RowReader reader() {
      return new Reader(whole.reader(), numbers);
    }
  }

  private static final class Reader implements RowReader {
    private final RowReader whole;
    private final int[] numbers;

    /** The next row of the part, and the next row of the whole. */
    private int next;

    private int at;

    Reader(RowReader whole, int[] numbers) {
      this.whole = whole;
      this.numbers = numbers;
    }

    @Override
    public RowFormat format() {
      return whole.format();
    }

    @Override
    public int read(int to, int count, float[] features, Targets targets) {
      int rows = Math.min(count, numbers.length - next);
      int done = 0;
      while (done < rows) {
        whole.skip(numbers[next] - at);
        at = numbers[next];
        int run = 1;
        while (done + run < rows && numbers[next + run] == at + run) {
          run++;
        }
        int read = whole.read(to + done, run, features, targets);
        next += read;
        at += read;
        done += read;
        if (read < run) {
          return done;
        }
      }
      return done;
    }

    @Override
    public void skip(int count) {
      next += count;
    }

    @Override
    public void close() {
      whole.close();
    }
  }
}
