package lanewise.training.data;

import lanewise.layers.loss.Targets;
import lanewise.layers.preprocessing.FeatureScaler;

/**
 * Hands out the rows of a training run in batches, epoch after epoch. {@link Minibatches} shuffles
 * rows in memory; a custom source may read them from elsewhere.
 *
 * <p>The batches depend only on the settings of the source and its {@link Position}. These two
 * numbers are therefore its whole state: a source that is created with the same settings and moved
 * to a saved position continues with exactly the rows that would have come next.
 */
public interface BatchSource extends AutoCloseable {
  /**
   * The position of a source within its epochs.
   *
   * @param epoch the number of the epoch, from 0
   * @param row the number of rows of the epoch that have been handed out
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
   * Returns the format of the rows.
   *
   * @return the format, which is the same for every row
   */
  RowFormat format();

  /**
   * Returns the largest number of rows in a batch, for which buffers must have room.
   *
   * @return at least 1
   */
  int maxRows();

  /**
   * Returns the number of batches in an epoch, including the last one.
   *
   * @return at least 1
   */
  int batchesPerEpoch();

  /**
   * Copies the next batch of this epoch. The features of row i are copied to {@code features[i *
   * F]} and the elements after it, and its target to position i. Elements after the copied rows are
   * not changed. Allocates nothing.
   *
   * @param features the array to write, with room for {@link #maxRows()} * F values
   * @param targets the targets to write, created by {@link RowFormat#newTargets} for the same
   *     number of rows
   * @return the number of rows copied; at the end of the epoch it is 0 until {@link #nextEpoch} is
   *     called
   * @throws IllegalArgumentException if an array is too short for this batch, or the targets have
   *     another format; nothing is copied in that case
   */
  int next(float[] features, Targets targets);

  /** Moves to the start of the next epoch from any position. */
  void nextEpoch();

  /**
   * Returns the current position.
   *
   * @return the epoch, and the number of its rows that have been handed out
   */
  Position position();

  /**
   * Continues from a saved position.
   *
   * @param position a position that {@link #position()} returned for the same rows and settings
   * @throws IllegalArgumentException if there is no such position; nothing is changed in that case
   */
  void moveTo(Position position);

  /**
   * Returns these batches with their features scaled whenever they are read.
   *
   * @param scaler a scaler for the same number of features
   * @return a source that uses this one, which nothing else may use from now on
   * @throws lanewise.tensor.ShapeException if the scaler is for another number of features
   */
  default BatchSource scaled(FeatureScaler scaler) {
    return new Scaled.Batches(this, Scaled.requireFits(scaler, format()));
  }

  /**
   * Releases files and threads; a source in memory has none. The source cannot be used afterwards,
   * but {@link #position} still returns where it was. A second call does nothing.
   */
  @Override
  default void close() {}
}
