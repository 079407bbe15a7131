package lanewise.training.data;

import lanewise.layers.loss.Targets;

/**
 * Hands out the rows of a training run in batches, epoch after epoch. {@link Minibatches} shuffles
 * rows in memory; a source of one's own may read them from elsewhere.
 *
 * <p>What it hands out depends on its settings and the {@link Position} alone. So two numbers are
 * its whole state: a source that is made with the same settings and moved to a saved position
 * continues with exactly the rows that would have come next.
 */
public interface BatchSource {
  /**
   * Where a walk through the rows stands.
   *
   * @param epoch the number of the epoch, from 0
   * @param row how many rows of the epoch have been handed out
   */
  record Position(long epoch, long row) {
    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one is negative
     */
    public Position {
      if (epoch < 0 || row < 0) {
        throw new IllegalArgumentException(
            "position: epoch " + epoch + " and row " + row + " must not be negative");
      }
    }
  }

  /**
   * What each row consists of.
   *
   * @return the same for every row
   */
  RowFormat format();

  /**
   * The largest number of rows in a batch: what buffers have to hold.
   *
   * @return at least 1
   */
  int maxRows();

  /**
   * How many batches an epoch has, the last one included.
   *
   * @return at least 1
   */
  int batchesPerEpoch();

  /**
   * Copies the next batch of this epoch: the features of row i to {@code features[i * F]} and on,
   * its target to place i. What lies behind the rows copied is left alone. Allocates nothing.
   *
   * @param features written; room for {@link #maxRows()} * F values
   * @param targets written; as {@link RowFormat#newTargets} gives them for as many rows
   * @return the number of rows copied; 0 at the end of the epoch, and again until {@link
   *     #nextEpoch}
   * @throws IllegalArgumentException if an array is too short for this batch, or the targets are of
   *     another format; nothing is copied then
   */
  int next(float[] features, Targets targets);

  /** Goes to the start of the next epoch, from wherever this is. */
  void nextEpoch();

  /**
   * Where this stands.
   *
   * @return the epoch, and the rows of it that have been handed out
   */
  Position position();

  /**
   * Continues from a saved position.
   *
   * @param position what {@link #position()} returned, for the same rows and settings
   * @throws IllegalArgumentException if there is no such position; nothing changes then
   */
  void moveTo(Position position);
}
