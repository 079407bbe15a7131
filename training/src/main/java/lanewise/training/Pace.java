package lanewise.training;

import lanewise.training.TrainingResult.StopReason;
import org.jspecify.annotations.Nullable;

/** The times of a run in this process, which are not part of its state. */
final class Pace {
  private final long started = System.nanoTime();
  private long nanos;
  private long rows;
  private long epochNanos;
  private long epochRows;

  void learned(int count, long began) {
    long took = System.nanoTime() - began;
    nanos += took;
    rows += count;
    epochNanos += took;
    epochRows += count;
  }

  /** Returns the figures of an epoch whose validation began at the given time. */
  EpochReport report(
      int epoch, double trainLoss, Evaluation validation, boolean isBest, long began) {
    double seconds = seconds(epochNanos + System.nanoTime() - began);
    double rowsPerSecond = epochRows / seconds(epochNanos);
    epochNanos = 0;
    epochRows = 0;
    return new EpochReport(epoch, trainLoss, validation, isBest, seconds, rowsPerSecond);
  }

  TrainingResult result(int epochs, BestEpoch best, @Nullable StopReason reason) {
    return new TrainingResult(
        epochs,
        best.epoch(),
        best.validation(),
        reason == null ? StopReason.REQUEST : reason,
        seconds(System.nanoTime() - started),
        rows / seconds(nanos));
  }

  private static double seconds(long nanos) {
    return Math.max(1, nanos) * 1e-9;
  }
}
