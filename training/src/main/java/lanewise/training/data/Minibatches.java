package lanewise.training.data;

import lanewise.tensor.RandomStream;

/**
 * Hands out the rows of a data set in shuffled batches, every row once an epoch.
 *
 * <pre>{@code
 * while (batches.position().epoch() < epochs) {
 *   for (int rows = batches.next(x, y); rows > 0; rows = batches.next(x, y)) {
 *     // learn from the first rows of x and y
 *   }
 *   batches.nextEpoch();
 * }
 * }</pre>
 *
 * <p>The order of an epoch is a Fisher-Yates permutation of the rows, every order equally likely,
 * and depends on the seed and the epoch's number alone. So the {@link Position}, two numbers, is
 * the whole state: an object made with the same data set and seed and moved to a saved position
 * continues with exactly the rows that would have come next. The batch size does not change the
 * order.
 *
 * <p>The last batch of an epoch has what is left. One row alone does not make a batch, for layers
 * such as batch normalization cannot learn from it: it joins the batch before, which has one row
 * more then. With a batch size of 1, or a data set of one row, every batch has one row.
 *
 * <p>{@link #next} allocates nothing; {@link #nextEpoch} and {@link #moveTo} reuse the buffer of
 * row numbers. Not safe for concurrent use.
 */
public final class Minibatches {
  private final Dataset dataset;
  private final int batchSize;
  private final RandomStream epochs;
  private final int[] order;
  private long epoch;
  private int cursor;

  private Minibatches(Dataset dataset, int batchSize, long seed) {
    this.dataset = dataset;
    this.batchSize = batchSize;
    this.epochs = RandomStream.of(seed);
    this.order = new int[dataset.rows()];
    reorder();
  }

  /**
   * Where a walk through the data stands.
   *
   * @param epoch the number of the epoch, from 0
   * @param cursor how many rows of the epoch have been handed out
   */
  public record Position(long epoch, int cursor) {
    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one is negative
     */
    public Position {
      if (epoch < 0 || cursor < 0) {
        throw new IllegalArgumentException(
            "position: epoch " + epoch + " and cursor " + cursor + " must not be negative");
      }
    }
  }

  /**
   * Batches of a data set, from the start of epoch 0.
   *
   * @param dataset the rows
   * @param batchSize rows in a batch, at least 1; the last batch of an epoch may have fewer, or one
   *     more
   * @param seed any number
   * @return a new walk through the data
   * @throws IllegalArgumentException if the batch size is not positive
   */
  public static Minibatches of(Dataset dataset, int batchSize, long seed) {
    if (batchSize <= 0) {
      throw new IllegalArgumentException(
          "minibatches: batch size " + batchSize + " must be above 0");
    }
    return new Minibatches(dataset, batchSize, seed);
  }

  private void reorder() {
    for (int row = 0; row < order.length; row++) {
      order[row] = row;
    }
    epochs.split(epoch).shuffle(order);
  }

  /**
   * Copies the next batch of this epoch: row i to {@code features[i * F]} and on, its class index
   * to {@code labels[i]}. What lies behind the rows copied is left alone.
   *
   * @param features written; room for {@link #maxRows()} * F values
   * @param labels written; room for as many rows
   * @return the number of rows copied, other than the batch size only in the last batch; 0 at the
   *     end of the epoch, and again until {@link #nextEpoch}
   * @throws IllegalArgumentException if an array is too short for this batch; nothing is copied
   */
  public int next(float[] features, int[] labels) {
    int left = order.length - cursor;
    int rows = oneIsLeft() && left - 1 == batchSize ? left : Math.min(batchSize, left);
    if (features.length < (long) rows * dataset.featureCount() || labels.length < rows) {
      throw new IllegalArgumentException(
          "minibatches: %d rows of %d features do not fit %d values and %d labels"
              .formatted(rows, dataset.featureCount(), features.length, labels.length));
    }
    dataset.gather(order, cursor, rows, features, labels);
    cursor += rows;
    return rows;
  }

  /** Goes to the start of the next epoch, which has an order of its own, from wherever this is. */
  public void nextEpoch() {
    epoch++;
    cursor = 0;
    reorder();
  }

  /**
   * Where this stands; to be saved with a checkpoint.
   *
   * @return the epoch and the rows of it that have been handed out
   */
  public Position position() {
    return new Position(epoch, cursor);
  }

  /**
   * Continues from a saved position.
   *
   * @param position what {@link #position()} returned, for the same data set and seed
   * @throws IllegalArgumentException if the position is behind the last row; nothing changes then
   */
  public void moveTo(Position position) {
    if (position.cursor() > order.length) {
      throw new IllegalArgumentException(
          "minibatches: cursor %d is behind the last of %d rows of %s"
              .formatted(position.cursor(), order.length, dataset.name()));
    }
    epoch = position.epoch();
    cursor = position.cursor();
    reorder();
  }

  /**
   * The largest number of rows in a batch: what buffers have to hold.
   *
   * @return the batch size, one more if a row joins the last batch, or the number of rows if that
   *     is less
   */
  public int maxRows() {
    return Math.min(oneIsLeft() ? batchSize + 1 : batchSize, order.length);
  }

  /** Whether the last batch of a whole epoch would be a row alone. */
  private boolean oneIsLeft() {
    return batchSize > 1 && order.length > 1 && order.length % batchSize == 1;
  }

  /**
   * How many batches an epoch has, the last one included.
   *
   * @return at least 1
   */
  public int batchesPerEpoch() {
    return oneIsLeft() ? order.length / batchSize : Math.ceilDiv(order.length, batchSize);
  }
}
