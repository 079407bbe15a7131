package lanewise.training.data;

import lanewise.layers.loss.Targets;
import lanewise.tensor.RandomStream;

/**
 * Hands out rows in shuffled batches, every row once an epoch.
 *
 * <pre>{@code
 * float[] x = new float[batches.maxRows() * features];
 * Targets y = batches.format().newTargets(batches.maxRows());
 * while (batches.position().epoch() < epochs) {
 *   for (int rows = batches.next(x, y); rows > 0; rows = batches.next(x, y)) {
 *     // learn from the first rows of x and y
 *   }
 *   batches.nextEpoch();
 * }
 * }</pre>
 *
 * <p>The order of an epoch is a Fisher-Yates permutation of the rows, every order equally likely,
 * and depends on the seed and the epoch's number alone. The batch size does not change the order.
 *
 * <p>The last batch of an epoch has what is left. One row alone does not make a batch, for layers
 * such as batch normalization cannot learn from it: it joins the batch before, which has one row
 * more then. With a batch size of 1, or one row in all, every batch has one row.
 *
 * <p>{@link #next} allocates nothing; {@link #nextEpoch} and {@link #moveTo} reuse the buffer of
 * row numbers. Not safe for concurrent use.
 */
public final class Minibatches implements BatchSource {
  private final Samples samples;
  private final RowFormat format;
  private final int batchSize;
  private final RandomStream epochs;
  private final int[] order;
  private long epoch;
  private int cursor;

  private Minibatches(Samples samples, int batchSize, long seed) {
    this.samples = samples;
    this.format = samples.format();
    this.batchSize = batchSize;
    this.epochs = RandomStream.of(seed);
    this.order = new int[samples.rows()];
    reorder();
  }

  /**
   * Batches of some rows, from the start of epoch 0.
   *
   * @param samples the rows
   * @param batchSize rows in a batch, at least 1; the last batch of an epoch may have fewer, or one
   *     more
   * @param seed any number
   * @return a new walk through the rows
   * @throws IllegalArgumentException if the batch size is not positive
   */
  public static Minibatches of(Samples samples, int batchSize, long seed) {
    if (batchSize <= 0) {
      throw new IllegalArgumentException(
          "minibatches: batch size " + batchSize + " must be above 0");
    }
    return new Minibatches(samples, batchSize, seed);
  }

  private void reorder() {
    for (int row = 0; row < order.length; row++) {
      order[row] = row;
    }
    epochs.split(epoch).shuffle(order);
  }

  @Override
  public RowFormat format() {
    return format;
  }

  /** Other than the batch size, the number of rows is only in the last batch of an epoch. */
  @Override
  public int next(float[] features, Targets targets) {
    int left = order.length - cursor;
    int rows = oneIsLeft() && left - 1 == batchSize ? left : Math.min(batchSize, left);
    format.requireRoom("minibatches", rows, features, targets);
    samples.gather(order, cursor, rows, features, targets);
    cursor += rows;
    return rows;
  }

  /** Goes to the start of the next epoch, which has an order of its own, from wherever this is. */
  @Override
  public void nextEpoch() {
    epoch++;
    cursor = 0;
    reorder();
  }

  @Override
  public Position position() {
    return new Position(epoch, cursor);
  }

  @Override
  public void moveTo(Position position) {
    if (position.row() > order.length) {
      throw new IllegalArgumentException(
          "minibatches: row %d is behind the last of %d rows"
              .formatted(position.row(), order.length));
    }
    epoch = position.epoch();
    cursor = (int) position.row();
    reorder();
  }

  /** The batch size, one more if a row joins the last batch, or the number of rows if fewer. */
  @Override
  public int maxRows() {
    return Math.min(oneIsLeft() ? batchSize + 1 : batchSize, order.length);
  }

  /** Whether the last batch of a whole epoch would be a row alone. */
  private boolean oneIsLeft() {
    return batchSize > 1 && order.length > 1 && order.length % batchSize == 1;
  }

  @Override
  public int batchesPerEpoch() {
    return oneIsLeft() ? order.length / batchSize : Math.ceilDiv(order.length, batchSize);
  }
}
