package lanewise.layers.serving;

/**
 * The settings of a {@link MicroBatcher}.
 *
 * @param maxRows the most rows in a batch, at least 1
 * @param waitMicros the longest time that the first row of a batch waits for others, in
 *     microseconds; with 0 a batch consists of the rows that arrived while the threads were busy,
 *     and a row that finds an idle thread does not wait
 * @param capacity the most rows that may be waiting for an answer, at least maxRows; further rows
 *     are rejected
 * @param threads the number of threads that compute, at least 1
 */
public record BatchSettings(int maxRows, long waitMicros, int capacity, int threads) {
  private static final long MAX_WAIT_MICROS = 60_000_000;
  private static final int MAX_CAPACITY = 1 << 20;

  /**
   * Checks the settings.
   *
   * @throws IllegalArgumentException if one is out of range, the wait above a minute, or the
   *     capacity above 1,048,576
   */
  public BatchSettings {
    if (maxRows < 1) {
      throw new IllegalArgumentException("batcher: batches of " + maxRows + ": use at least 1");
    }
    if (waitMicros < 0 || waitMicros > MAX_WAIT_MICROS) {
      throw new IllegalArgumentException(
          "batcher: a wait of " + waitMicros + " us: use 0 to " + MAX_WAIT_MICROS);
    }
    if (capacity < maxRows || capacity > MAX_CAPACITY) {
      throw new IllegalArgumentException(
          "batcher: a capacity of %s with batches of %s: use %s to %s"
              .formatted(capacity, maxRows, maxRows, MAX_CAPACITY));
    }
    if (threads < 1) {
      throw new IllegalArgumentException("batcher: " + threads + " threads: use at least 1");
    }
  }

  /**
   * The default settings: batches of up to 32 rows, no waiting, 1,024 rows at once, and one thread
   * for each processor granted to this JVM ({@link Runtime#availableProcessors}).
   *
   * @return the settings
   */
  public static BatchSettings defaults() {
    return new BatchSettings(32, 0, 1024, Runtime.getRuntime().availableProcessors());
  }

  /**
   * These settings with another batch size.
   *
   * @param value at least 1, at most the capacity
   * @return a changed copy
   */
  public BatchSettings withMaxRows(int value) {
    return new BatchSettings(value, waitMicros, capacity, threads);
  }

  /**
   * These settings with another wait.
   *
   * @param value the wait in microseconds, 0 for no wait
   * @return a changed copy
   */
  public BatchSettings withWaitMicros(long value) {
    return new BatchSettings(maxRows, value, capacity, threads);
  }

  /**
   * These settings with another capacity.
   *
   * @param value at least the size of a batch
   * @return a changed copy
   */
  public BatchSettings withCapacity(int value) {
    return new BatchSettings(maxRows, waitMicros, value, threads);
  }

  /**
   * These settings with another number of threads.
   *
   * @param value at least 1
   * @return a changed copy
   */
  public BatchSettings withThreads(int value) {
    return new BatchSettings(maxRows, waitMicros, capacity, value);
  }
}
