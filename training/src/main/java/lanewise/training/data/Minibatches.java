package lanewise.training.data;

import lanewise.layers.loss.Targets;
import lanewise.tensor.RandomStream;
import lanewise.training.internal.BatchSizes;

/**
 * Hands out rows in shuffled batches, each row once per epoch.
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
 * <p>The order of an epoch is a Fisher-Yates permutation of the rows: every order is equally
 * likely. It depends only on the seed and the number of the epoch, not on the batch size.
 *
 * <p>The last batch of an epoch has the remaining rows. A single remaining row does not become a
 * batch of its own, because layers such as batch normalization cannot learn from it. It joins the
 * previous batch, which then has one more row. With a batch size of 1, or with only one row in
 * total, every batch has one row.
 *
 * <p>{@link #next} allocates nothing; {@link #nextEpoch} and {@link #moveTo} reuse the buffer of
 * row numbers. An instance is not safe for concurrent use.
 */
public final class Minibatches implements BatchSource {
  private final Samples samples;
  private final RowFormat format;
  private final BatchSizes sizes;
  private final RandomStream epochs;
  private final int[] order;
  private long epoch;
  private int cursor;

  private Minibatches(Samples samples, int batchSize, long seed) {
    this.samples = samples;
    this.format = samples.format();
    this.sizes = new BatchSizes("minibatches", samples.rows(), batchSize);
    this.epochs = RandomStream.of(seed);
    this.order = new int[samples.rows()];
    reorder();
  }

  /**
   * Returns batches of some rows, at the start of epoch 0.
   *
   * @param samples the rows
   * @param batchSize the number of rows in a batch, at least 1; the last batch of an epoch may have
   *     fewer rows, or one more
   * @param seed the seed of the shuffles; any number
   * @return a new source of batches
   * @throws IllegalArgumentException if the batch size is not positive
   */
  public static Minibatches of(Samples samples, int batchSize, long seed) {
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

  /** The number of rows differs from the batch size only in the last batch of an epoch. */
  @Override
  public int next(float[] features, Targets targets) {
    int rows = sizes.at(cursor);
    format.requireRoom("minibatches", rows, features, targets);
    samples.gather(order, cursor, rows, features, targets);
    cursor += rows;
    return rows;
  }

  /** Moves to the start of the next epoch, which has its own order, from any position. */
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
    cursor = sizes.requireRow(position.row());
    epoch = position.epoch();
    reorder();
  }

  /**
   * Returns the batch size, one more if a single row joins the last batch, or the number of rows if
   * that is smaller.
   */
  @Override
  public int maxRows() {
    return sizes.largest();
  }

  @Override
  public int batchesPerEpoch() {
    return sizes.count();
  }
}
