package lanewise.tensor.kernel;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;

/**
 * Scratch objects kept for reuse, so that calls allocate nothing once warm. Safe for any number of
 * threads, virtual ones too; nothing blocks, and nothing is bound to a thread.
 *
 * <p>A thread looks first into the slot that its number leads to, so that threads at work at once
 * seldom meet; only when that is empty into the others. A new object is made only when none is
 * free, so there are as many as were ever out at once; where they are more than the slots, which
 * takes four times as many threads as processors, those left over go to the garbage collector.
 *
 * @param <T> the scratch object
 */
public final class Pool<T> {
  /** Threads at once for which there is a slot each: a power of two, at least 8. */
  private static final int HOMES =
      Math.max(8, Integer.highestOneBit(2 * Runtime.getRuntime().availableProcessors() - 1) * 2);

  /** Homes, and as many again and more for threads that were interrupted while they held one. */
  private static final int SLOTS = 4 * HOMES;

  /** References between two slots, so that no two are in one cache line. */
  private static final int STRIDE = 16;

  private final AtomicReferenceArray<T> slots = new AtomicReferenceArray<>(SLOTS * STRIDE);
  private final Supplier<T> maker;

  /** A pool that makes its objects by {@code maker}. */
  public Pool(Supplier<T> maker) {
    this.maker = maker;
  }

  /** An object that no one else holds. */
  public T acquire() {
    int home = home();
    T free = slots.getPlain(home * STRIDE) == null ? null : slots.getAndSet(home * STRIDE, null);
    return free == null ? search(home) : free;
  }

  private T search(int home) {
    for (int i = 1; i < SLOTS; i++) {
      // The homes first, whatever the first one is: then the rest.
      int at = (i ^ home) * STRIDE;
      if (slots.getPlain(at) != null) {
        T free = slots.getAndSet(at, null);
        if (free != null) {
          return free;
        }
      }
    }
    return maker.get();
  }

  /** Gives an object back; the caller must not use it any more. */
  public void release(T object) {
    int home = home();
    for (int i = 0; i < SLOTS; i++) {
      int at = (i ^ home) * STRIDE;
      if (slots.getPlain(at) == null && slots.compareAndSet(at, null, object)) {
        return;
      }
    }
  }

  private static int home() {
    return (int) Thread.currentThread().threadId() & (HOMES - 1);
  }
}
