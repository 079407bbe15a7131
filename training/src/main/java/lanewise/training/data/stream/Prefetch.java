package lanewise.training.data.stream;

import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Objects;
import lanewise.layers.internal.Room;
import lanewise.layers.loss.Targets;
import lanewise.training.data.BatchSource;
import lanewise.training.data.RowFormat;
import org.jspecify.annotations.Nullable;

/**
 * Reads batches of another source ahead, on one thread of its own, so that reading, unpacking and
 * augmentation overlap with training. The batches are exactly those of the other source.
 *
 * <pre>{@code
 * try (BatchSource batches = Prefetch.of(StreamBatches.of(rows, 64, seed, 4096), 4)) {
 *   trainer.start(model, batches, validation).finish();
 * }
 * }</pre>
 *
 * <p>At most a fixed number of batches wait; the thread reads the next one when one has been taken.
 * It also reads across the end of an epoch, so that an epoch begins without a pause after the
 * validation. {@link #position} is that of the batches that were taken, not of those that wait.
 *
 * <p>An exception of the other source reaches the caller of {@link #next} after all batches that
 * were read before it: the same object again, with the stack trace of the thread that met it.
 *
 * <p>The thread is a daemon. It ends with {@link #close}, when the caller is interrupted while it
 * waits for a batch, after an exception, and by itself when nobody has taken a batch for five
 * seconds; the next call then starts another. A run that is abandoned therefore leaves no thread.
 *
 * <p>Taking a batch copies it and allocates nothing. The batches that wait take as much memory as
 * the buffers of as many steps. An instance is for one thread.
 */
public final class Prefetch implements BatchSource {
  private static final Duration IDLE = Duration.ofSeconds(5);

  private final BatchSource source;
  private final RowFormat format;
  private final int maxRows;
  private final int batchesPerEpoch;
  private final int width;
  private final Ring ring;

  private @Nullable Thread thread;
  private long epoch;
  private long row;

  /** Whether the last batch of the epoch has been taken, and the end after it. */
  private boolean ended;

  private boolean closed;

  private Prefetch(BatchSource source, int batches, Duration idle) {
    this.source = source;
    this.format = source.format();
    this.maxRows = source.maxRows();
    this.batchesPerEpoch = source.batchesPerEpoch();
    this.width = format.features().size();
    this.ring = new Ring(source, batches, idle.toMillis());
    Position start = source.position();
    this.epoch = start.epoch();
    this.row = start.row();
  }

  /**
   * Returns a source that reads ahead, at the position of the other source. The thread starts with
   * the first batch.
   *
   * @param source the source to read, which nothing else may use from now on, and which is closed
   *     with this one
   * @param batches the largest number of batches that wait, at least 1
   * @return a new source of batches, which must be closed
   * @throws IllegalArgumentException if the number is not positive
   */
  public static Prefetch of(BatchSource source, int batches) {
    return of(source, batches, IDLE);
  }

  static Prefetch of(BatchSource source, int batches, Duration idle) {
    if (batches < 1) {
      throw new IllegalArgumentException("prefetch: " + batches + " batches must be above 0");
    }
    return new Prefetch(source, batches, idle);
  }

  /** A batch that waits; 0 rows are the end of an epoch. */
  private static final class Batch {
    private final float[] features;
    private final Targets targets;
    private int rows;

    Batch(float[] features, Targets targets) {
      this.features = features;
      this.targets = targets;
    }
  }

  /**
   * The batches between the two threads, oldest first. The thread knows this object and the source,
   * not the {@link Prefetch} itself.
   */
  private static final class Ring implements Runnable {
    private final BatchSource source;
    private final Batch[] batches;
    private final long idleMillis;

    // Guarded by this object.
    private int oldest;
    private int full;
    private boolean running;
    private boolean stopping;
    private @Nullable Throwable failure;

    Ring(BatchSource source, int count, long idleMillis) {
      this.source = source;
      this.batches = new Batch[count];
      this.idleMillis = idleMillis;
      for (int i = 0; i < count; i++) {
        int rows = source.maxRows();
        float[] features =
            new float[Room.values("prefetch", rows, source.format().features().size())];
        batches[i] = new Batch(features, source.format().newTargets(rows));
      }
    }

    @Override
    public void run() {
      try {
        for (Batch free = awaitFree(); free != null; free = awaitFree()) {
          free.rows = source.next(free.features, free.targets);
          if (free.rows == 0) {
            source.nextEpoch();
          }
          publish();
        }
      } catch (Throwable thrown) { // all that the caller would have met without this thread
        fail(thrown);
      }
    }

    /** Returns the batch to fill next, or null where the thread must end. */
    private synchronized @Nullable Batch awaitFree() throws InterruptedException {
      long deadline = System.nanoTime() + idleMillis * 1_000_000;
      while (full == batches.length && !stopping) {
        long left = (deadline - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
          break;
        }
        wait(left);
      }
      if (full == batches.length || stopping) {
        running = false;
        return null;
      }
      return batches[(oldest + full) % batches.length];
    }

    private synchronized void publish() {
      full++;
      notifyAll();
    }

    private synchronized void fail(Throwable thrown) {
      running = false;
      failure = thrown;
      notifyAll();
    }

    /** Returns the oldest batch that waits, or null after a failure. */
    synchronized @Nullable Batch awaitOldest() throws InterruptedException {
      while (full == 0 && running) {
        wait();
      }
      return full == 0 ? null : batches[oldest];
    }

    synchronized void release() {
      oldest = (oldest + 1) % batches.length;
      full--;
      notifyAll();
    }

    synchronized @Nullable Throwable failure() {
      return failure;
    }

    /** Returns whether a thread must be started, which is then counted as running. */
    synchronized boolean claimStart() {
      boolean needed = !running && failure == null && full < batches.length;
      if (needed) {
        running = true;
        stopping = false;
      }
      return needed;
    }

    synchronized void cancelStart() {
      running = false;
    }

    synchronized void requestStop() {
      stopping = true;
      notifyAll();
    }

    /** Discards all that was read ahead, after the thread has ended. */
    synchronized void clear() {
      oldest = 0;
      full = 0;
      failure = null;
    }
  }

  @Override
  public RowFormat format() {
    return format;
  }

  @Override
  public int maxRows() {
    return maxRows;
  }

  @Override
  public int batchesPerEpoch() {
    return batchesPerEpoch;
  }

  @Override
  public int next(float[] features, Targets targets) {
    if (closed) {
      throw new IllegalStateException("prefetch: the batches are closed");
    }
    if (ended) {
      return 0;
    }
    Batch batch = awaitBatch();
    int rows = batch.rows;
    format.requireRoom("prefetch", rows, features, targets);
    System.arraycopy(batch.features, 0, features, 0, rows * width);
    format.copyTargets(batch.targets, 0, targets, 0, rows);
    ring.release();
    row += rows;
    ended = rows == 0;
    return rows;
  }

  private Batch awaitBatch() {
    try {
      startThread();
      Batch batch = ring.awaitOldest();
      return batch == null ? rethrow() : batch;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      close();
      InterruptedIOException cause =
          new InterruptedIOException("prefetch: interrupted while waiting for a batch");
      cause.initCause(interrupted);
      throw new UncheckedIOException(cause);
    }
  }

  private void startThread() {
    if (ring.claimStart()) {
      try {
        thread = Thread.ofPlatform().daemon().name("lanewise-prefetch").start(ring);
      } catch (Throwable noRoom) {
        ring.cancelStart(); // else the next call would wait for a thread that never came
        throw noRoom;
      }
    }
  }

  private Batch rethrow() {
    Throwable failure = Objects.requireNonNull(ring.failure());
    switch (failure) {
      case RuntimeException unchecked -> throw unchecked;
      case Error error -> throw error;
      default -> throw new IllegalStateException("prefetch: " + failure, failure);
    }
  }

  @Override
  public void nextEpoch() {
    if (ended) {
      ended = false;
      epoch++;
      row = 0;
    } else {
      moveTo(new Position(epoch + 1, 0));
    }
  }

  @Override
  public Position position() {
    return new Position(epoch, row);
  }

  /** Discards what was read ahead, and waits for a batch that is being read. */
  @Override
  public void moveTo(Position position) {
    stopThread(false);
    Position before = position();
    try {
      source.moveTo(position);
    } catch (IllegalArgumentException noSuchPosition) {
      source.moveTo(before);
      throw noSuchPosition;
    } finally {
      ring.clear();
    }
    epoch = position.epoch();
    row = position.row();
    ended = false;
  }

  /**
   * Stops the thread and closes the other source. A call of {@link BatchSource#next} that is under
   * way on the thread is interrupted, and this method waits for its end.
   */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      stopThread(true);
      source.close();
    }
  }

  private void stopThread(boolean interrupting) {
    ring.requestStop();
    Thread running = thread;
    if (running == null) {
      return;
    }
    if (interrupting) {
      running.interrupt();
    }
    boolean interrupted = false;
    while (running.isAlive()) {
      try {
        running.join();
      } catch (InterruptedException again) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    thread = null;
  }
}
