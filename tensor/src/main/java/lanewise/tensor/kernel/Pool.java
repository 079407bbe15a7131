package lanewise.tensor.kernel;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;

/**
 * A few scratch objects kept for reuse, so that calls allocate nothing once warm. Safe for any
 * number of threads, virtual ones too; when all objects are out, a new one is made and, if no slot
 * is free at its return, left to the garbage collector.
 *
 * @param <T> the scratch object
 */
public final class Pool<T> {
  private final AtomicReferenceArray<T> slots = new AtomicReferenceArray<>(16);
  private final Supplier<T> maker;

  /** A pool that makes its objects by {@code maker}. */
  public Pool(Supplier<T> maker) {
    this.maker = maker;
  }

  /** An object that no one else holds. */
  public T acquire() {
    for (int i = 0; i < slots.length(); i++) {
      if (slots.getPlain(i) != null) {
        T free = slots.getAndSet(i, null);
        if (free != null) {
          return free;
        }
      }
    }
    return maker.get();
  }

  /** Gives an object back; the caller must not use it any more. */
  public void release(T object) {
    for (int i = 0; i < slots.length(); i++) {
      if (slots.getPlain(i) == null && slots.compareAndSet(i, null, object)) {
        return;
      }
    }
  }
}
