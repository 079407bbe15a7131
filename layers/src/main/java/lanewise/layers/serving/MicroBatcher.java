package lanewise.layers.serving;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import lanewise.layers.inference.InferencePlan;
import lanewise.tensor.ShapeException;
import org.jspecify.annotations.Nullable;

/**
 * Joins single rows of many callers into batches and computes them on a few threads of its own: for
 * services whose requests come in bursts.
 *
 * <p>A caller hands in one row and blocks until its outputs are ready, or gets a future. The number
 * of threads that compute is fixed, however many callers there are, and a batch reads the weights
 * once for all its rows. A hand-over between threads costs more than a row of a small model; for
 * such models, calling the plan directly is faster.
 *
 * <p>The outputs of a row have the same bits as those of the plan called directly; the other rows
 * of the batch have no influence. One batch runs wholly on one plan.
 *
 * <p>At most {@link BatchSettings#capacity} rows wait for their answers; a further row is rejected
 * at once, so that a service sheds load instead of falling behind.
 *
 * <p>Safe for any number of threads, virtual ones too: nothing is synchronized and a virtual thread
 * that waits holds no carrier. The blocking form allocates nothing once warm. The threads are
 * daemons; {@link #close} ends them.
 */
public final class MicroBatcher implements AutoCloseable {
  /** The value of {@link #wakeFrom} while no batch is being filled: every row wakes a thread. */
  private static final long ALWAYS = 0;

  /** The pause before a future is completed again for which there was no memory: 1 ms. */
  private static final long RETRY_NANOS = 1_000_000;

  private final int inputSize;
  private final int outputSize;
  private final Rows rows;
  private final BatchSettings settings;
  private final long waitNanos;

  private final FreeSlots free;
  private final @Nullable PendingRow[] slots;
  private final SlotQueue queue;
  private final Thread[] threads;

  /** The thread that takes rows from the queue, while the others compute or are idle. */
  private final AtomicReference<@Nullable Thread> collector = new AtomicReference<>();

  /** The threads that have nothing to do, each at its place. */
  private final AtomicReferenceArray<@Nullable Thread> idle;

  /** A caller whose row has this position in the queue or a later one wakes a thread. */
  private volatile long wakeFrom = ALWAYS;

  private final AtomicReference<@Nullable Thread> closer = new AtomicReference<>();
  private volatile boolean stopped;

  private volatile long rowCount;
  private volatile long batchCount;
  private final LongAdder rejectedCount = new LongAdder();

  /** Computes a batch. */
  @FunctionalInterface
  interface Rows {
    void predict(int rows, float[] in, int inOffset, float[] out, int outOffset);
  }

  /**
   * The work of a batcher since it was made.
   *
   * @param rows the number of rows put into batches, including those that failed
   * @param batches the number of batches computed
   * @param rejected the number of rows refused because too many were waiting
   */
  public record Counts(long rows, long batches, long rejected) {
    /**
     * The average number of rows in a batch.
     *
     * @return the mean, 0 before the first batch
     */
    public double meanBatch() {
      return batches == 0 ? 0 : (double) rows / batches;
    }
  }

  MicroBatcher(int inputSize, int outputSize, Rows rows, BatchSettings settings) {
    this(inputSize, outputSize, rows, settings, settings.waitMicros() * 1000);
  }

  MicroBatcher(int inputSize, int outputSize, Rows rows, BatchSettings settings, long waitNanos) {
    this.inputSize = inputSize;
    this.outputSize = outputSize;
    this.rows = rows;
    this.settings = settings;
    this.waitNanos = waitNanos;
    this.free = new FreeSlots(settings.capacity());
    this.slots = new PendingRow[settings.capacity()];
    this.queue = new SlotQueue(settings.capacity());
    this.threads = new Thread[settings.threads()];
    this.idle = new AtomicReferenceArray<>(settings.threads());
    for (int i = 0; i < threads.length; i++) {
      int place = i;
      PendingRow[] batch = new PendingRow[settings.maxRows()];
      float[] in = new float[values(inputSize)];
      float[] out = new float[values(outputSize)];
      threads[i] = new Thread(() -> serve(place, batch, in, out), "lanewise-batcher-" + (i + 1));
      threads[i].setDaemon(true);
    }
    try {
      for (Thread thread : threads) {
        thread.start();
      }
    } catch (Throwable noRoom) {
      stopped = true; // else the threads that have started would stay for ever
      wakeAll();
      throw noRoom;
    }
  }

  private int values(int width) {
    long values = (long) settings.maxRows() * width;
    if (values > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "batcher: batches of %s rows of %s values do not fit an array; use smaller batches"
              .formatted(settings.maxRows(), width));
    }
    return (int) values;
  }

  /**
   * Starts a batcher for one plan with {@link BatchSettings#defaults}.
   *
   * @param plan computes the batches
   * @return a new batcher; close it
   */
  public static MicroBatcher of(InferencePlan plan) {
    return of(plan, BatchSettings.defaults());
  }

  /**
   * Starts a batcher for one plan.
   *
   * @param plan computes the batches
   * @param settings sizes, wait and threads
   * @return a new batcher; close it
   * @throws IllegalArgumentException if a batch has more values than an array can hold
   */
  public static MicroBatcher of(InferencePlan plan, BatchSettings settings) {
    return new MicroBatcher(plan.inputSize(), plan.outputSize(), plan::predict, settings);
  }

  /**
   * Starts a batcher for a plan that may be replaced, with {@link BatchSettings#defaults}.
   *
   * @param plan computes the batches by its current plan
   * @return a new batcher; close it
   */
  public static MicroBatcher of(LivePlan plan) {
    return of(plan, BatchSettings.defaults());
  }

  /**
   * Starts a batcher for a plan that may be replaced.
   *
   * @param plan computes the batches by its current plan
   * @param settings sizes, wait and threads
   * @return a new batcher; close it
   * @throws IllegalArgumentException if a batch has more values than an array can hold
   */
  public static MicroBatcher of(LivePlan plan, BatchSettings settings) {
    return new MicroBatcher(plan.inputSize(), plan.outputSize(), plan::predict, settings);
  }

  /**
   * Starts a batcher whose outputs are the probabilities of the classes, by {@link
   * InferencePlan#probabilities(int, float[], int, float[], int)}.
   *
   * @param plan computes the batches
   * @param settings sizes, wait and threads
   * @return a new batcher; close it
   * @throws IllegalArgumentException if a batch has more values than an array can hold
   * @throws IllegalStateException if the plan does not give probabilities of classes
   */
  public static MicroBatcher ofProbabilities(InferencePlan plan, BatchSettings settings) {
    plan.requireProbabilities();
    return new MicroBatcher(plan.inputSize(), plan.outputSize(), plan::probabilities, settings);
  }

  /**
   * Starts a batcher whose outputs are the probabilities of the classes, for a plan that may be
   * replaced.
   *
   * @param plan computes the batches by its current plan
   * @param settings sizes, wait and threads
   * @return a new batcher; close it
   * @throws IllegalArgumentException if a batch has more values than an array can hold
   * @throws IllegalStateException if the plan does not give probabilities of classes
   */
  public static MicroBatcher ofProbabilities(LivePlan plan, BatchSettings settings) {
    plan.current().requireProbabilities();
    return new MicroBatcher(plan.inputSize(), plan.outputSize(), plan::probabilities, settings);
  }

  /**
   * Computes the outputs of one row. Blocks until they are ready.
   *
   * <p>An interrupt ends the wait, unless the outputs are already there: then the call returns as
   * usual and leaves the thread's interrupt status set. After an interrupt the row may still be
   * computed, but the caller's arrays are no longer touched: they are read before the row is handed
   * over, and written by the caller's own thread.
   *
   * @param in [inputSize] from inOffset on
   * @param inOffset the index at which the row begins
   * @param out written: [outputSize] from outOffset on; untouched if the call throws
   * @param outOffset the index at which the outputs begin
   * @throws InterruptedException if the thread is interrupted before or while it waits
   * @throws RejectedExecutionException if {@link BatchSettings#capacity} rows are waiting already,
   *     or the batcher is closed
   * @throws ShapeException if an array is too short
   * @throws IllegalArgumentException if the plan refuses this row; other callers are not affected
   * @throws CompletionException if computing the batch failed otherwise; the cause is the same
   *     exception for all callers of the batch
   * @throws OutOfMemoryError if there is no memory for the buffers of the row; the batcher goes on,
   *     and the next row may have its place
   */
  public void predict(float[] in, int inOffset, float[] out, int outOffset)
      throws InterruptedException {
    requireRoom("input", inputSize, in.length, inOffset);
    requireRoom("output", outputSize, out.length, outOffset);
    if (Thread.interrupted()) {
      throw new InterruptedException("batcher: interrupted before the row was handed in");
    }
    PendingRow slot = take();
    slot.caller = Thread.currentThread();
    enqueue(slot, in, inOffset);
    await(slot);
    Throwable failure = slot.failure;
    if (failure == null) {
      System.arraycopy(slot.out, 0, out, outOffset, outputSize);
    }
    release(slot);
    if (failure != null) {
      throw thrown(failure);
    }
  }

  /**
   * Computes the outputs of one row asynchronously. Hands the row over as {@link #predict} does and
   * returns at once; allocates the future and its array.
   *
   * <p>Dependents of the future run on its default executor, not on the threads that compute.
   * Cancelling or completing the future from outside does not take the row back.
   *
   * @param in [inputSize] from inOffset on; may be changed once the call has returned
   * @param inOffset the index at which the row begins
   * @return a future that completes with the outputs, a new array, or with one of the exceptions of
   *     {@link #predict}
   * @throws RejectedExecutionException if {@link BatchSettings#capacity} rows are waiting already,
   *     or the batcher is closed
   * @throws ShapeException if the array is too short
   * @throws OutOfMemoryError if there is no memory for the buffers of the row
   */
  public CompletableFuture<float[]> predictAsync(float[] in, int inOffset) {
    requireRoom("input", inputSize, in.length, inOffset);
    CompletableFuture<float[]> future = new CompletableFuture<>();
    PendingRow slot = take();
    slot.future = future;
    enqueue(slot, in, inOffset);
    return future;
  }

  /**
   * The work of the batcher so far. Each number is exact, but they are read one after the other
   * while work goes on.
   *
   * @return a snapshot
   */
  public Counts counts() {
    long batches = batchCount;
    return new Counts(rowCount, batches, rejectedCount.sum());
  }

  /**
   * Computes the rows that have been handed in, without waiting for more, rejects further ones, and
   * ends the threads. Returns when every blocked caller has its answer, every future is completed
   * or handed to its executor for completion, and the threads have ended; a second call waits for
   * the threads too. An interrupt does not end the wait; the thread's interrupt status is set again
   * at the end.
   */
  @Override
  public void close() {
    boolean interrupted = false;
    if (closer.compareAndSet(null, Thread.currentThread())) {
      wakeAll();
      // Takes every slot: one is free once its caller has the answer, and goes to nobody else then.
      int home = 0;
      while (home < settings.capacity()) {
        if (free.take() != FreeSlots.NONE) {
          home++;
        } else {
          pause();
          interrupted |= Thread.interrupted();
        }
      }
      stopped = true;
      wakeAll();
    }
    for (Thread thread : threads) {
      while (thread.isAlive()) {
        try {
          thread.join();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits until a slot is free, or less long. */
  private void pause() {
    try {
      LockSupport.park(this);
    } catch (OutOfMemoryError noRoom) {
      Thread.onSpinWait(); // a virtual thread needs memory to park; whoever closes goes on anyway
    }
  }

  // The callers' part.

  private static void requireRoom(String what, int width, int length, int offset) {
    if (offset < 0 || (long) offset + width > length) {
      throw new ShapeException(
          "batcher: a row of %s from %s does not fit the %s of %s values"
              .formatted(width, offset, what, length));
    }
  }

  private PendingRow take() {
    int index = free.take();
    if (closer.get() != null) {
      if (index != FreeSlots.NONE) {
        release(index);
      }
      throw new RejectedExecutionException("batcher: it is closed and takes no more rows");
    }
    if (index == FreeSlots.NONE) {
      rejectedCount.increment();
      throw new RejectedExecutionException(
          "batcher: %s rows are waiting for their answers, the limit; send fewer rows at once, or raise the capacity in BatchSettings"
              .formatted(settings.capacity()));
    }
    try {
      PendingRow slot = slots[index];
      if (slot == null) {
        slot = new PendingRow(index, inputSize, outputSize);
        slots[index] = slot;
      }
      return slot;
    } catch (Throwable noRoom) {
      release(index);
      throw noRoom;
    }
  }

  private void enqueue(PendingRow slot, float[] in, int inOffset) {
    System.arraycopy(in, inOffset, slot.in, 0, inputSize);
    slot.state.set(PendingRow.WAITING);
    if (waitNanos > 0) {
      slot.arrival = System.nanoTime();
    }
    long position = queue.add(slot);
    if (position >= wakeFrom) {
      Thread taker = collector.get();
      if (taker == null) {
        wakeIdle();
      } else {
        LockSupport.unpark(taker);
      }
    }
  }

  private void await(PendingRow slot) throws InterruptedException {
    while (slot.state.get() == PendingRow.WAITING) {
      try {
        LockSupport.park(this);
      } catch (Throwable noRoom) { // a virtual thread needs memory to park
        if (!slot.state.compareAndSet(PendingRow.WAITING, PendingRow.ABANDONED)) {
          release(slot);
        }
        throw noRoom;
      }
      if (Thread.interrupted()) {
        if (slot.state.compareAndSet(PendingRow.WAITING, PendingRow.ABANDONED)) {
          throw new InterruptedException("batcher: interrupted while the row waited");
        }
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private void release(PendingRow slot) {
    slot.caller = null;
    slot.future = null;
    slot.failure = null;
    release(slot.index);
  }

  private void release(int index) {
    free.put(index);
    Thread waiting = closer.get();
    if (waiting != null) {
      LockSupport.unpark(waiting);
    }
  }

  private static RuntimeException thrown(Throwable failure) {
    return failure instanceof IllegalArgumentException refused
        ? refused
        : new CompletionException("batcher: the batch of this row failed: " + failure, failure);
  }

  // The threads' part: one at a time collects a batch, then lets another thread collect, and
  // computes.

  private void serve(int place, PendingRow[] batch, float[] in, float[] out) {
    while (!stopped) {
      int count = 0;
      if (!queue.isEmpty() && collector.compareAndSet(null, Thread.currentThread())) {
        try {
          count = collect(batch);
        } finally {
          collector.set(null);
        }
        if (!queue.isEmpty()) {
          wakeIdle();
        }
      }
      if (count > 0) {
        compute(batch, count, in, out);
      } else {
        awaitWork(place);
      }
    }
  }

  private void awaitWork(int place) {
    // Become visible as idle first, then check the queue again: a caller adds its row first and
    // then looks for an idle thread.
    idle.set(place, Thread.currentThread());
    if (!stopped && (collector.get() != null || queue.isEmpty())) {
      LockSupport.park(this);
    }
    idle.set(place, null);
  }

  /** Takes rows until the batch is full or the first one has waited long enough. */
  private int collect(PendingRow[] batch) {
    int count = 0;
    while (true) {
      PendingRow slot;
      while (count < batch.length && (slot = queue.poll()) != null) {
        if (slot.state.get() == PendingRow.ABANDONED) {
          release(slot);
        } else {
          batch[count++] = slot;
        }
      }
      if (count == 0 || count == batch.length || waitNanos == 0 || closer.get() != null) {
        break;
      }
      long left = batch[0].arrival + waitNanos - System.nanoTime();
      if (left <= 0) {
        break;
      }
      // Ask to be woken by the last missing row; but if a row is being added, by the next one,
      // since the last one may have been added before it.
      wakeFrom = queue.head() + (batch.length - count) - 1;
      if (queue.tail() > queue.head()) {
        wakeFrom = queue.head();
      }
      if (queue.isEmpty()) {
        LockSupport.parkNanos(this, left);
      }
    }
    wakeFrom = ALWAYS;
    if (count > 0) {
      addToCounts(count);
    }
    return count;
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // one thread collects at a time
  private void addToCounts(int count) {
    rowCount += count;
    batchCount++;
  }

  private void compute(PendingRow[] batch, int count, float[] in, float[] out) {
    for (int i = 0; i < count; i++) {
      System.arraycopy(batch[i].in, 0, in, i * inputSize, inputSize);
    }
    Throwable failure = attempt(0, count, in, out);
    boolean alone = failure instanceof IllegalArgumentException && count > 1;
    for (int i = 0; i < count; i++) {
      // The plan refuses one of the rows: only that row's caller gets the exception.
      finish(batch[i], i, alone ? attempt(i, 1, in, out) : failure, out);
    }
  }

  /** Computes rows and returns the exception, if any. This thread survives any exception. */
  private @Nullable Throwable attempt(int from, int count, float[] in, float[] out) {
    try {
      rows.predict(count, in, from * inputSize, out, from * outputSize);
      return null;
    } catch (Throwable thrown) {
      return thrown;
    }
  }

  private void finish(PendingRow slot, int row, @Nullable Throwable failure, float[] out) {
    CompletableFuture<float[]> future = slot.future;
    if (future != null) {
      release(slot);
      complete(future, row, failure, out);
      return;
    }
    if (failure == null) {
      System.arraycopy(out, row * outputSize, slot.out, 0, outputSize);
    }
    slot.failure = failure;
    Thread caller = slot.caller;
    if (slot.state.compareAndSet(PendingRow.WAITING, PendingRow.DONE)) {
      wake(caller);
    } else {
      release(slot);
    }
  }

  /** Wakes a caller; whatever goes wrong there costs the other rows of the batch nothing. */
  private static void wake(@Nullable Thread caller) {
    try {
      LockSupport.unpark(caller);
    } catch (RuntimeException | Error refused) {
      // The scheduler of a virtual thread takes no more tasks.
    }
  }

  /**
   * Completes a future, by its executor if that can be. Without memory even for that it tries again
   * until there is some: a future that never completes would be worse.
   */
  private void complete(
      CompletableFuture<float[]> future, int row, @Nullable Throwable failure, float[] out) {
    Throwable refused;
    try {
      if (failure == null) {
        float[] result = new float[outputSize];
        System.arraycopy(out, row * outputSize, result, 0, outputSize);
        future.defaultExecutor().execute(() -> future.complete(result));
      } else {
        RuntimeException thrown = thrown(failure);
        future.defaultExecutor().execute(() -> fail(future, thrown));
      }
      return;
    } catch (RuntimeException | Error noRoom) {
      refused = failure == null ? noRoom : failure;
    }
    fail(future, refused);
  }

  private static void fail(CompletableFuture<float[]> future, Throwable failure) {
    while (!future.isDone()) {
      try {
        future.completeExceptionally(failure);
      } catch (OutOfMemoryError noRoom) {
        LockSupport.parkNanos(future, RETRY_NANOS);
      }
    }
  }

  private void wakeIdle() {
    for (int i = 0; i < threads.length; i++) {
      Thread thread = idle.get(i);
      if (thread != null) {
        LockSupport.unpark(thread);
        return;
      }
    }
  }

  private void wakeAll() {
    for (Thread thread : threads) {
      LockSupport.unpark(thread);
    }
  }
}
