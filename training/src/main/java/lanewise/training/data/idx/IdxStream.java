package lanewise.training.data.idx;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import lanewise.layers.loss.Targets;
import lanewise.training.data.DataException;
import lanewise.training.data.RowFormat;
import lanewise.training.data.RowReader;
import lanewise.training.data.RowSource;
import lanewise.training.internal.MappedRows;
import org.jspecify.annotations.Nullable;

/**
 * Images and labels that are read from the first to the last, one pair of files after another.
 *
 * @param pairs at least one
 * @param rows the number of rows of all of them
 * @param format of the rows
 */
record IdxStream(List<Pair> pairs, int rows, RowFormat format) implements RowSource {
  /** The rows that are unpacked at a time. */
  static final int CHUNK = 64;

  /** A file of images, the file of their labels, and the number of both. */
  record Pair(Path images, Path labels, int rows) {}

  @Override
  public RowReader reader() {
    return new Reader(pairs, rows, format);
  }

  private static final class Reader implements RowReader {
    private final List<Pair> pairs;
    private final RowFormat format;
    private final int width;
    private final int chunk;
    private final byte[] pixels;
    private final byte[] classes = new byte[CHUNK];

    /** The next pair to open, and the rows that the open one still has. */
    private int nextPair;

    private int left;

    /** The rows that all pairs still have. */
    private int remaining;

    private @Nullable IdxInput images;
    private @Nullable IdxInput labels;

    Reader(List<Pair> pairs, int rows, RowFormat format) {
      this.pairs = pairs;
      this.remaining = rows;
      this.format = format;
      this.width = format.features().size();
      this.chunk = format.chunk(CHUNK);
      this.pixels = new byte[width * chunk];
    }

    @Override
    public RowFormat format() {
      return format;
    }

    @Override
    public int read(int at, int count, float[] features, Targets targets) {
      format.requireRoom("read", at + Math.min(count, remaining), features, targets);
      int done = 0;
      try {
        while (done < count && advance()) {
          int rows = Math.min(Math.min(count - done, left), chunk);
          copy(rows, at + done, features, targets);
          done += rows;
        }
        return done;
      } catch (DataException failure) {
        throw new UncheckedIOException(failure);
      }
    }

    private void copy(int rows, int at, float[] features, Targets targets) throws DataException {
      IdxInput x = requireOpen(images);
      IdxInput y = requireOpen(labels);
      x.read(pixels, rows * width);
      y.read(classes, rows);
      int first = at * width;
      for (int i = 0; i < rows * width; i++) {
        features[first + i] = pixels[i] & 0xFF;
      }
      for (int i = 0; i < rows; i++) {
        int label = classes[i] & 0xFF;
        if (label >= format.outputs()) {
          int row = pairs.get(nextPair - 1).rows() - left + i;
          throw new DataException(
              MappedRows.badLabel(y.file().toString(), row, label, format.outputs()));
        }
        targets.classes()[at + i] = label;
      }
      left -= rows;
      remaining -= rows;
    }

    private static IdxInput requireOpen(@Nullable IdxInput input) {
      if (input == null) {
        throw new IllegalStateException("read: the reader is closed");
      }
      return input;
    }

    /** Opens the next pair where the current one is at its end; returns false after the last. */
    private boolean advance() throws DataException {
      while (left == 0) {
        if (images != null && labels != null) {
          images.requireEnd();
          labels.requireEnd();
        }
        closeFiles();
        if (nextPair == pairs.size()) {
          return false;
        }
        Pair pair = pairs.get(nextPair++);
        images = IdxInput.open(pair.images(), 3);
        labels = IdxInput.open(pair.labels(), 1);
        left = pair.rows();
        if (images.rows() != left || labels.rows() != left || images.rowSize() != width) {
          throw new DataException(pair.images() + ": the file has changed since it was opened");
        }
      }
      return true;
    }

    @Override
    public void skip(int count) {
      try {
        int skipped = 0;
        while (skipped < count && advance()) {
          int rows = Math.min(count - skipped, left);
          requireOpen(images).skip((long) rows * width);
          requireOpen(labels).skip(rows);
          left -= rows;
          remaining -= rows;
          skipped += rows;
        }
      } catch (DataException failure) {
        throw new UncheckedIOException(failure);
      }
    }

    private void closeFiles() throws DataException {
      IdxInput x = images;
      IdxInput y = labels;
      images = null;
      labels = null;
      try {
        if (x != null) {
          x.close();
        }
      } finally {
        if (y != null) {
          y.close();
        }
      }
    }

    @Override
    public void close() {
      left = 0;
      remaining = 0;
      nextPair = pairs.size();
      try {
        closeFiles();
      } catch (DataException failure) {
        throw new UncheckedIOException(failure);
      }
    }
  }
}
