package lanewise.training;

/**
 * Receives the events of a training run, on the thread that trains. An exception from a listener
 * leaves the run between two steps. {@link TrainingRun#finish} and {@link Trainer#fit} rethrow it
 * and restore the weights of the best epoch, or the initial weights if no epoch is validated yet.
 */
public interface TrainingListener {
  /** The listener that ignores every event. */
  TrainingListener NONE = new TrainingListener() {};

  /**
   * Receives the progress after a batch.
   *
   * @param epoch the number of the epoch, from 1
   * @param batch the number of the batch in this epoch, from 1
   * @param batches the number of batches in this epoch
   * @param rows the number of rows of this epoch that have been used so far
   * @param trainLoss the mean loss of these rows
   */
  default void onBatch(int epoch, int batch, int batches, int rows, double trainLoss) {}

  /**
   * Receives the figures after an epoch and its validation. The model has the weights of this
   * epoch.
   *
   * @param report the figures of the epoch
   */
  default void onEpoch(EpochReport report) {}

  /**
   * Returns a listener that passes every event to this listener and then to another.
   *
   * @param next the listener that receives every event after this one
   * @return the combined listener
   */
  default TrainingListener andThen(TrainingListener next) {
    TrainingListener first = this;
    return new TrainingListener() {
      @Override
      public void onBatch(int epoch, int batch, int batches, int rows, double trainLoss) {
        first.onBatch(epoch, batch, batches, rows, trainLoss);
        next.onBatch(epoch, batch, batches, rows, trainLoss);
      }

      @Override
      public void onEpoch(EpochReport report) {
        first.onEpoch(report);
        next.onEpoch(report);
      }
    };
  }
}
