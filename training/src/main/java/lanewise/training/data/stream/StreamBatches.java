package lanewise.training.data.stream;

import java.util.Arrays;
import lanewise.layers.internal.Room;
import lanewise.layers.loss.Targets;
import lanewise.tensor.RandomStream;
import lanewise.training.data.BatchSource;
import lanewise.training.data.Minibatches;
import lanewise.training.data.RowFormat;
import lanewise.training.data.RowReader;
import lanewise.training.data.RowSource;
import lanewise.training.data.Samples;
import lanewise.training.internal.BatchSizes;
import org.jspecify.annotations.Nullable;

/**
 * Hands out rows that can only be read in order, shuffled in a buffer, each row once per epoch.
 *
 * <pre>
 *   the buffer takes the first B rows
 *   for each row to hand out: draw one of the rows in the buffer, uniformly,
 *                             and put the next row of the source in its place
 * </pre>
 *
 * <p>So a row is handed out at most B - 1 places early, and as late as chance has it. A buffer of
 * all rows gives every order with the same probability; a smaller one only mixes neighbours, and a
 * file that is sorted, by class for instance, must be shuffled before. {@link #shuffled} takes a
 * full permutation instead where the rows can be read in any order. The method is that of tf.data's
 * {@code shuffle(B, reshuffle_each_iteration=True)}.
 *
 * <p>The order of an epoch depends only on the seed, the number of the epoch and B, not on the size
 * of the batches, which are divided as {@link Minibatches} describes.
 *
 * <p>The draws do not look at the rows. {@link #moveTo} therefore needs no saved buffer: it draws
 * again what was drawn since the start of the epoch, which tells which rows are in the buffer, and
 * the next batch reads the source up to there, and decodes only these B rows. Continuing in the
 * middle of an epoch costs at most the time to pass over the rows that were handed out, and nothing
 * at the start of one.
 *
 * <p>The buffer takes B times the bytes of a row. An instance is not safe for concurrent use. A
 * source that cannot be read makes {@link #next} throw an {@link java.io.UncheckedIOException}.
 */
public final class StreamBatches implements BatchSource {
  private static final long STREAM = 0x73747265616DL; // the letters of "stream"
  private static final int CHUNK = 64;

  private final RowSource source;
  private final RowFormat format;
  private final int width;
  private final BatchSizes sizes;
  private final RandomStream epochs;

  /** The rows to draw from, at slots 0 to {@code filled - 1}. */
  private final float[] features;

  private final Targets targets;

  /** Rows that have been read and wait for a slot. */
  private final float[] nextFeatures;

  private final Targets nextTargets;
  private int waiting;
  private int waitingAt;

  private long epoch;
  private int row;
  private int filled;
  private RandomStream draws;

  /** Null while the buffer does not hold the rows of the position. */
  private @Nullable RowReader reader;

  private boolean closed;

  private StreamBatches(RowSource source, BatchSizes sizes, long seed, int bufferRows) {
    int slots = Math.min(bufferRows, source.rows());
    int chunk = source.format().chunk(Math.min(CHUNK, source.rows()));
    this.source = source;
    this.format = source.format();
    this.width = format.features().size();
    this.sizes = sizes;
    this.epochs = RandomStream.of(seed).split(STREAM);
    this.draws = epochs.split(0);
    this.features = new float[Room.values("streamed batches", slots, width)];
    this.targets = format.newTargets(slots);
    this.nextFeatures = new float[Room.values("streamed batches", chunk, width)];
    this.nextTargets = format.newTargets(chunk);
  }

  /**
   * Returns batches of a stream, at the start of epoch 0. Nothing is read before the first batch.
   *
   * @param source the rows
   * @param batchSize the number of rows in a batch, at least 1; the last batch of an epoch may have
   *     fewer rows, or one more
   * @param seed the seed of the draws; any number
   * @param bufferRows the number of rows to draw from, B, at least 1; 1 keeps the order of the
   *     source
   * @return a new source of batches, which must be closed
   * @throws IllegalArgumentException if the batch size or the buffer is not positive
   * @throws lanewise.tensor.ShapeException if the buffer exceeds 2^31 - 1 values
   */
  public static StreamBatches of(RowSource source, int batchSize, long seed, int bufferRows) {
    BatchSizes sizes = new BatchSizes("stream", source.rows(), batchSize);
    if (bufferRows < 1) {
      throw new IllegalArgumentException(
          "stream: a shuffle buffer of " + bufferRows + " rows must be above 0");
    }
    return new StreamBatches(source, sizes, seed, bufferRows);
  }

  /**
   * Returns shuffled batches of any source: in a full permutation, as {@link Minibatches}, where
   * its rows can be read in any order, and else through a buffer.
   *
   * @param source the rows
   * @param batchSize as {@link #of} takes it
   * @param seed as {@link #of} takes it
   * @param bufferRows as {@link #of} takes it; not used where a full permutation is possible
   * @return a new source of batches, which must be closed
   * @throws IllegalArgumentException if the batch size or the buffer is not positive
   */
  public static BatchSource shuffled(RowSource source, int batchSize, long seed, int bufferRows) {
    return source instanceof Samples samples
        ? Minibatches.of(samples, batchSize, seed)
        : of(source, batchSize, seed, bufferRows);
  }

  @Override
  public RowFormat format() {
    return format;
  }

  @Override
  public int maxRows() {
    return sizes.largest();
  }

  @Override
  public int batchesPerEpoch() {
    return sizes.count();
  }

  @Override
  public int next(float[] toFeatures, Targets toTargets) {
    if (closed) {
      throw new IllegalStateException("stream: the batches are closed");
    }
    int rows = sizes.at(row);
    format.requireRoom("stream", rows, toFeatures, toTargets);
    if (rows == 0) {
      return 0;
    }
    try {
      draw(reader == null ? fill() : reader, rows, toFeatures, toTargets);
    } catch (RuntimeException | Error failure) {
      forget(); // the buffer no longer holds the rows of the position
      throw failure;
    }
    row += rows;
    return rows;
  }

  private void draw(RowReader open, int rows, float[] toFeatures, Targets toTargets) {
    for (int i = 0; i < rows; i++) {
      int slot = draws.nextInt(filled);
      copy(features, targets, slot, toFeatures, toTargets, i);
      if (waitingAt < waiting || refill(open, CHUNK)) {
        copy(nextFeatures, nextTargets, waitingAt, features, targets, slot);
        waitingAt++;
      } else {
        filled--;
        copy(features, targets, filled, features, targets, slot);
      }
    }
  }

  private void copy(float[] x, Targets y, int from, float[] toX, Targets toY, int to) {
    System.arraycopy(x, from * width, toX, to * width, width);
    format.copyTargets(y, from, toY, to, 1);
  }

  /** Reads the next chunk of at most so many rows; returns false at the end of the source. */
  private boolean refill(RowReader open, int most) {
    int count = Math.min(most, nextFeatures.length / width);
    waitingAt = 0;
    waiting = open.read(0, count, nextFeatures, nextTargets);
    return waiting > 0;
  }

  /** Opens the source and puts the rows of the position into the buffer. */
  private RowReader fill() {
    draws = epochs.split(epoch);
    filled = features.length / width;
    int[] held = new int[filled];
    Arrays.setAll(held, slot -> slot);
    int next = filled;
    for (int i = 0; i < row; i++) {
      int slot = draws.nextInt(filled);
      if (next < sizes.rows()) {
        held[slot] = next++;
      } else {
        held[slot] = held[--filled];
      }
    }
    RowReader opened = source.reader();
    try {
      load(opened, held, next);
    } catch (RuntimeException | Error failure) {
      opened.close();
      throw failure;
    }
    reader = opened;
    return opened;
  }

  /** Reads the rows that the slots hold, in the order of the source, up to the next row. */
  private void load(RowReader opened, int[] held, int next) {
    long[] byRow = new long[filled];
    for (int slot = 0; slot < filled; slot++) {
      byRow[slot] = ((long) held[slot] << Integer.SIZE) | slot;
    }
    Arrays.sort(byRow);
    waiting = 0;
    waitingAt = 0;
    int at = 0;
    for (long each : byRow) {
      int wanted = (int) (each >>> Integer.SIZE);
      int waitingRows = waiting - waitingAt;
      int first = at - waitingRows;
      if (wanted - first < waitingRows) {
        waitingAt += wanted - first;
      } else {
        opened.skip(wanted - at);
        at = wanted;
        if (!refill(opened, next - wanted)) {
          throw new IllegalStateException("stream: the source ends before row " + wanted);
        }
        at += waiting;
      }
      copy(nextFeatures, nextTargets, waitingAt, features, targets, (int) each);
      waitingAt++;
    }
    waiting = 0;
    waitingAt = 0;
    opened.skip(next - at);
  }

  @Override
  public void nextEpoch() {
    forget();
    epoch++;
    row = 0;
  }

  @Override
  public Position position() {
    return new Position(epoch, row);
  }

  @Override
  public void moveTo(Position position) {
    int to = sizes.requireRow(position.row());
    forget();
    epoch = position.epoch();
    row = to;
  }

  private void forget() {
    if (reader != null) {
      reader.close();
      reader = null;
    }
  }

  @Override
  public void close() {
    closed = true;
    forget();
  }
}
