package lanewise.training;

import java.time.Duration;
import lanewise.training.TrainingResult.StopReason;
import org.jspecify.annotations.Nullable;

/** The times of a run in this process, which are not part of its state. */
final class Pace {
  private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE);

  private final long started = System.nanoTime();
  private final long limit;
  private long nanos;
  private long rows;
  private long epochNanos;
  private long epochRows;

  /**
   * Starts to measure.
   *
   * @param limit the duration after which the run is over, or null
   */
  Pace(@Nullable Duration limit) {
    this.limit = limit == null || limit.compareTo(LONGEST) > 0 ? Long.MAX_VALUE : limit.toNanos();
  }

  void learned(int count, long began) {
    long took = System.nanoTime() - began;
    nanos += took;
    rows += count;
    epochNanos += took;
    epochRows += count;
  }

  /** The times of one epoch. */
  record OfEpoch(double seconds, double rowsPerSecond) {}

  /** Returns the times of an epoch whose validation began at the given time, and starts anew. */
  OfEpoch epoch(long began) {
    double seconds = seconds(epochNanos + System.nanoTime() - began);
    double rowsPerSecond = epochRows / seconds(epochNanos);
    epochNanos = 0;
    epochRows = 0;
    return new OfEpoch(seconds, rowsPerSecond);
  }

  /** Returns whether the run has lasted as long as its limit. */
  boolean isOver() {
    return System.nanoTime() - started >= limit;
  }

  TrainingResult result(
      int epochs, BestEpoch best, @Nullable StopReason reason, @Nullable Divergence divergence) {
    return new TrainingResult(
        epochs,
        best.epoch(),
        best.validation(),
        reason == null ? StopReason.REQUEST : reason,
        divergence,
        seconds(System.nanoTime() - started),
        rows / seconds(nanos));
  }

  private static double seconds(long nanos) {
    return Math.max(1, nanos) * 1e-9;
  }
}
