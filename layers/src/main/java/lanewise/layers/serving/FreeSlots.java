package lanewise.layers.serving;

import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The numbers of the free slots, in a lock-free stack (R. K. Treiber, 1986) that allocates nothing.
 * The slot returned last is taken first, while it is in the cache.
 */
final class FreeSlots {
  /** The value that {@link #take} returns if no slot is free. */
  static final int NONE = -1;

  /**
   * The low half is the topmost number plus 1, or 0. The high half counts changes, so that none is
   * missed.
   */
  private final AtomicLong top;

  /** For each number the one below it, encoded as in the low half of {@link #top}. */
  private final AtomicIntegerArray below;

  FreeSlots(int count) {
    below = new AtomicIntegerArray(count);
    for (int i = 0; i + 1 < count; i++) {
      below.setPlain(i, i + 2);
    }
    top = new AtomicLong(1);
  }

  int take() {
    while (true) {
      long now = top.get();
      int first = (int) now;
      if (first == 0) {
        return NONE;
      }
      if (top.compareAndSet(now, after(now, below.getPlain(first - 1)))) {
        return first - 1;
      }
    }
  }

  void put(int number) {
    while (true) {
      long now = top.get();
      below.setPlain(number, (int) now);
      if (top.compareAndSet(now, after(now, number + 1))) {
        return;
      }
    }
  }

  private static long after(long now, int first) {
    return ((now >>> 32) + 1) << 32 | first;
  }
}
