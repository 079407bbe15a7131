package lanewise.training.checkpoint;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import lanewise.training.TrainingRun;
import lanewise.training.state.Memory;
import org.jspecify.annotations.Nullable;

/**
 * Writes checkpoints beside the thread that trains, from two buffers: one is written while the
 * other takes the next snapshot.
 *
 * <p>Where snapshots come faster than the disk takes them, a newer one takes the place of the one
 * that waits: the run does not wait, and the newest is on the disk soon. Only one that must be kept
 * is waited for. Each buffer takes as much memory as the state of the run; the second comes into
 * being when it is first needed.
 *
 * <p>The first failure ends the writing, and the next call of the run throws it.
 */
final class CheckpointWriter implements AutoCloseable {
  /** A copy of a run's state, and the checkpoint that it becomes. */
  private static final class Snapshot {
    private final Memory memory;
    private @Nullable Checkpoint checkpoint;
    private boolean mustBeKept;

    Snapshot(Memory memory) {
      this.memory = memory;
    }
  }

  /** Writes a snapshot, whose arrays do not change meanwhile. */
  interface Sink {
    void write(Checkpoint checkpoint, Memory memory) throws IOException;
  }

  private final Sink sink;
  private final Supplier<Memory> newBuffer;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<Snapshot> free = new ArrayDeque<>(2);
  private int buffers;
  private @Nullable Snapshot waiting;
  private @Nullable Snapshot inWork;
  private volatile @Nullable Throwable failure;
  private volatile boolean failureIsKnown;
  private @Nullable Thread thread;
  private boolean closed;

  /**
   * Starts no thread yet.
   *
   * @param newBuffer returns a new memory with the arrays of the state
   */
  CheckpointWriter(Sink sink, Supplier<Memory> newBuffer) {
    this.sink = sink;
    this.newBuffer = newBuffer;
  }

  /**
   * Copies the state of a run and leaves it to be written.
   *
   * @param mustBeKept whether no newer snapshot may take the place of this one
   * @throws CheckpointException if an earlier one could not be written
   */
  void take(TrainingRun run, Checkpoint checkpoint, boolean mustBeKept) {
    Snapshot snapshot = room();
    boolean taken = false;
    try {
      run.stateInto(snapshot.memory);
      snapshot.checkpoint = checkpoint;
      snapshot.mustBeKept = mustBeKept;
      leave(snapshot);
      taken = true;
    } finally {
      if (!taken) {
        giveBack(snapshot);
      }
    }
  }

  private void leave(Snapshot snapshot) {
    lock.lock();
    try {
      if (thread == null) {
        thread = Thread.ofPlatform().daemon().name("lanewise-checkpoints").start(this::work);
      }
      waiting = snapshot; // only once there is a thread that writes it: close waits for that
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void giveBack(Snapshot snapshot) {
    lock.lock();
    try {
      free.add(snapshot);
    } finally {
      lock.unlock();
    }
  }

  /** Returns a free buffer, or the one that waits to be written. */
  private Snapshot room() {
    lock.lock();
    try {
      requireNoFailure();
      while (waiting != null && waiting.mustBeKept) {
        changed.awaitUninterruptibly();
        requireNoFailure();
      }
      Snapshot room = waiting != null ? waiting : free.poll();
      waiting = null;
      if (room == null) {
        room = new Snapshot(newBuffer.get());
        buffers++;
      }
      return room;
    } finally {
      lock.unlock();
    }
  }

  /** Returns the number of buffers so far, at most 2. */
  int buffers() {
    lock.lock();
    try {
      return buffers;
    } finally {
      lock.unlock();
    }
  }

  private void work() {
    for (Snapshot next = next(); next != null; next = next()) {
      Throwable thrown = null;
      try {
        if (next.checkpoint != null) {
          sink.write(next.checkpoint, next.memory);
        }
      } catch (Throwable failed) { // whatever it is, the run must hear of it
        thrown = failed;
      }
      done(next, thrown);
    }
  }

  /** Waits for a snapshot to write, and returns null at the end. */
  private @Nullable Snapshot next() {
    lock.lock();
    try {
      while (waiting == null && !closed && failure == null) {
        changed.awaitUninterruptibly();
      }
      inWork = failure == null ? waiting : null;
      waiting = null;
      return inWork;
    } finally {
      lock.unlock();
    }
  }

  private void done(Snapshot snapshot, @Nullable Throwable thrown) {
    lock.lock();
    try {
      inWork = null;
      free.add(snapshot);
      failure = thrown;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until everything that was taken is on the disk. Any thread may call it.
   *
   * @throws CheckpointException if a checkpoint could not be written
   */
  void flush() {
    lock.lock();
    try {
      awaitTheEndOfWork();
      requireNoFailure();
    } finally {
      lock.unlock();
    }
  }

  private void awaitTheEndOfWork() {
    while (failure == null && (waiting != null || inWork != null)) {
      changed.awaitUninterruptibly();
    }
  }

  /**
   * Throws what went wrong. Waits for nothing.
   *
   * @throws CheckpointException if a checkpoint could not be written
   */
  void requireNoFailure() {
    Throwable thrown = failure;
    if (thrown == null) {
      return;
    }
    failureIsKnown = true;
    String sentence = "checkpoints: %s; the checkpoints before it are whole";
    if (thrown instanceof IOException io) {
      throw new CheckpointException(sentence.formatted(io.getMessage()), io);
    }
    throw new IllegalStateException(sentence.formatted(thrown), thrown);
  }

  /** Writes what was taken, ends the thread, and throws a failure that nobody has heard of. */
  @Override
  public void close() {
    lock.lock();
    try {
      awaitTheEndOfWork();
      closed = true;
      changed.signalAll();
      if (!failureIsKnown) {
        requireNoFailure();
      }
    } finally {
      lock.unlock();
    }
  }
}
