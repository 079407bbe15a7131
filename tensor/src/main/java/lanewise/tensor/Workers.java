package lanewise.tensor;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The threads that an operation may use: the caller's alone, a small pool of its own, or an
 * executor that is handed in.
 *
 * <p>Work is cut into numbered blocks that are handed out one by one, so a slow core takes fewer.
 * The caller always works too, and never waits for a thread that has not started: where no other
 * comes in time it does all the blocks itself. Which thread computes a block has no influence on
 * the result of any operation of this library.
 *
 * <p>One job runs at a time; a second caller meanwhile does its blocks on its own thread. {@link
 * #run} allocates nothing (an executor may). The pool's threads are daemons: they do not keep the
 * JVM alive, and {@link #close()} ends them early.
 */
public final class Workers implements AutoCloseable {
  private static final Workers CALLER = new Workers(1, null);
  static final int SPINS = 4_000;

  private final int parallelism;
  private final @Nullable Executor executor;
  private final Thread[] pool;
  private final Runnable helper = new Helper();

  private final AtomicBoolean busy = new AtomicBoolean();

  /** High half: the job's number; low half: how many of its blocks are not handed out yet. */
  private final AtomicLong ticket = new AtomicLong();

  private final AtomicInteger finished = new AtomicInteger();
  private volatile int blocks;
  private volatile @Nullable Blocks body;
  private volatile @Nullable Throwable failure;
  private volatile @Nullable Thread waiting;
  private volatile boolean closed;

  /** A job cut into numbered blocks. */
  @FunctionalInterface
  public interface Blocks {
    /**
     * Does one block.
     *
     * @param block its number, from 0
     */
    void run(int block);
  }

  private Workers(int parallelism, @Nullable Executor executor) {
    this.parallelism = parallelism;
    this.executor = executor;
    this.pool = new Thread[executor == null ? parallelism - 1 : 0];
  }

  /**
   * The caller's thread alone; starts nothing.
   *
   * @return the same object every time
   */
  public static Workers caller() {
    return CALLER;
  }

  /**
   * A pool of its own: the caller and {@code threads - 1} daemon threads.
   *
   * @param threads at least 1; 1 starts nothing
   * @return a new pool; close it to end its threads before the JVM ends
   * @throws IllegalArgumentException if threads is below 1
   * @throws OutOfMemoryError if the system gives no more threads; none is left behind
   */
  public static Workers of(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("workers: " + threads + " threads: use at least 1");
    }
    Workers workers = new Workers(threads, null);
    try {
      for (int i = 0; i < workers.pool.length; i++) {
        Thread thread = new Thread(workers::serve, "lanewise-worker-" + (i + 1));
        thread.setDaemon(true);
        thread.start();
        workers.pool[i] = thread;
      }
      return workers;
    } catch (Throwable noRoom) {
      workers.close(); // else the threads that have started would stay for ever
      throw noRoom;
    }
  }

  /**
   * The caller and up to {@code parallelism - 1} tasks of an executor at a time. Where the executor
   * rejects a task, the caller does that task's blocks.
   *
   * @param executor is handed the tasks; not closed by {@link #close()}
   * @param parallelism at least 1
   * @return a new object
   * @throws IllegalArgumentException if parallelism is below 1
   */
  public static Workers on(Executor executor, int parallelism) {
    if (parallelism < 1) {
      throw new IllegalArgumentException("workers: parallelism " + parallelism + ": at least 1");
    }
    return new Workers(parallelism, executor);
  }

  /**
   * The largest number of threads that work at once, the caller's included.
   *
   * @return at least 1
   */
  public int parallelism() {
    return parallelism;
  }

  /**
   * Runs every block once, on the caller's thread and any others, and returns when all are done.
   *
   * @param count how many blocks
   * @param job must be safe to run from several threads at once, each with another block
   * @throws RuntimeException what a block threw, after all blocks have ended; of several, the
   *     first. An error, or a checked exception that a block threw undeclared, comes out in the
   *     same way
   */
  public void run(int count, Blocks job) {
    if (parallelism == 1 || count <= 1 || closed || !busy.compareAndSet(false, true)) {
      for (int block = 0; block < count; block++) {
        job.run(block);
      }
      return;
    }
    Throwable thrown;
    try {
      failure = null;
      body = job;
      blocks = count;
      finished.set(0);
      ticket.set((((ticket.get() >>> 32) + 1) << 32) | count);
      try {
        wake(count - 1);
      } catch (RejectedExecutionException full) {
        // The executor takes no more tasks; the caller and those that have come do all the blocks.
      } catch (Throwable thrownByExecutor) {
        failure = thrownByExecutor;
      }
      work();
      awaitFinished(count);
      thrown = failure;
      body = null;
    } finally {
      busy.set(false);
    }
    if (thrown != null) {
      throw Workers.<RuntimeException>unchecked(thrown);
    }
  }

  /** Throws anything as it is: a block may throw a checked exception by a generic method. */
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <T extends Throwable> T unchecked(Throwable thrown) throws T {
    throw (T) thrown;
  }

  private void wake(int helpers) {
    if (executor == null) {
      for (int i = 0; i < Math.min(helpers, pool.length); i++) {
        LockSupport.unpark(pool[i]);
      }
    } else {
      for (int i = 0; i < Math.min(helpers, parallelism - 1); i++) {
        executor.execute(helper);
      }
    }
  }

  /** Takes blocks of the current job until none is left. */
  private void work() {
    while (true) {
      long now = ticket.get();
      int left = (int) now;
      if (left == 0) {
        return;
      }
      if (ticket.compareAndSet(now, now - 1)) {
        // The job cannot end, nor another begin, while this block is unfinished.
        int block = blocks - left;
        Blocks job = body;
        try {
          if (job != null) {
            job.run(block);
          }
        } catch (Throwable thrown) {
          if (failure == null) {
            failure = thrown;
          }
        } finally {
          if (finished.incrementAndGet() == blocks) {
            wakeCaller();
          }
        }
      }
    }
  }

  private void awaitFinished(int count) {
    for (int spin = 0; spin < SPINS && finished.get() < count; spin++) {
      Thread.onSpinWait();
    }
    waiting = Thread.currentThread();
    while (finished.get() < count) {
      park();
    }
    waiting = null;
  }

  /**
   * Waits for the last block, or less long. A job must not end before its blocks, or they would
   * count among those of the next one.
   */
  private void park() {
    try {
      LockSupport.park(this);
    } catch (VirtualMachineError noRoom) {
      Thread.onSpinWait(); // a virtual thread needs memory to park
    }
  }

  /** Wakes the caller; if its scheduler takes no more tasks, that costs no thread of the pool. */
  private void wakeCaller() {
    try {
      LockSupport.unpark(waiting);
    } catch (RuntimeException | Error refused) {
      // Only the scheduler of a virtual thread can refuse, and then nothing can wake the caller.
    }
  }

  private void serve() {
    long seen = 0;
    while (!closed) {
      long job = ticket.get() >>> 32;
      if (job != seen) {
        seen = job;
        work();
      }
      for (int spin = 0; spin < SPINS && ticket.get() >>> 32 == seen; spin++) {
        Thread.onSpinWait();
      }
      if (ticket.get() >>> 32 == seen && !closed) {
        LockSupport.park(this);
      }
    }
  }

  /** Ends the pool's own threads; later calls of {@link #run} use the caller's thread alone. */
  @Override
  public void close() {
    if (this == CALLER) {
      return;
    }
    closed = true;
    for (Thread thread : pool) {
      LockSupport.unpark(thread);
    }
  }

  /** Not a lambda, whose first in a program takes some milliseconds. */
  private final class Helper implements Runnable {
    @Override
    public void run() {
      work();
    }
  }
}
