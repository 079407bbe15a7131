package lanewise.training.checkpoint;

/** Decides when the next checkpoint is due, from the last one. */
final class Intervals {
  private final Checkpoints settings;
  private final long nanos;
  private long lastSteps;
  private int lastEpochs;
  private long lastTime;

  Intervals(Checkpoints settings) {
    this.settings = settings;
    // A time that does not fit is longer than any run.
    long seconds = settings.every().toSeconds();
    this.nanos =
        seconds > Long.MAX_VALUE / 2_000_000_000L ? Long.MAX_VALUE : settings.every().toNanos();
  }

  /** There is a checkpoint of this moment. */
  void reset(long steps, int epochs, long time) {
    lastSteps = steps;
    lastEpochs = epochs;
    lastTime = time;
  }

  boolean isDue(long steps, int epochs, long time) {
    return passed(steps, lastSteps, settings.everySteps())
        || passed(epochs, lastEpochs, settings.everyEpochs())
        || (nanos > 0 && time - lastTime >= nanos);
  }

  /** Whether a multiple of the interval lies after the last number, up to this one. */
  private static boolean passed(long now, long last, long interval) {
    return interval > 0 && now / interval > last / interval;
  }
}
