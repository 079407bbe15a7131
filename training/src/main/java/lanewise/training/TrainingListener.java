package lanewise.training;

/**
 * Is told what happens in a training run, on the thread that trains. What it throws leaves the run
 * between two steps; {@link TrainingRun#finish} and {@link Trainer#fit} end with it, the best
 * weights restored, or the first where no epoch is validated yet.
 */
public interface TrainingListener {
  /** Listens to nothing. */
  TrainingListener NONE = new TrainingListener() {};

  /**
   * A batch is done.
   *
   * @param epoch from 1
   * @param batch from 1, in this epoch
   * @param batches in this epoch
   * @param rows trained on in this epoch so far
   * @param trainLoss the mean loss of this epoch's rows so far
   */
  default void onBatch(int epoch, int batch, int batches, int rows, double trainLoss) {}

  /**
   * An epoch is done and the model is validated; the model has the weights of this epoch.
   *
   * @param report its figures
   */
  default void onEpoch(EpochReport report) {}

  /**
   * This listener and then another.
   *
   * @param next is told of everything after this one
   * @return both as one
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
