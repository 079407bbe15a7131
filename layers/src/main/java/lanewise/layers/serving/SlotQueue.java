package lanewise.layers.serving;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The slots whose rows wait, in the order of their arrival. Any thread may add to this ring, one
 * thread at a time may take from it. It has a place for every slot, so adding never fails.
 *
 * <p>Adding reserves a position, then fills it. In between the queue ends there for the taker, even
 * if later positions are already filled.
 */
final class SlotQueue {
  private final AtomicReferenceArray<@Nullable PendingRow> ring;
  private final int mask;
  private final AtomicLong tail = new AtomicLong();
  private volatile long head;

  SlotQueue(int slots) {
    int size = slots == 1 ? 1 : Integer.highestOneBit(slots - 1) << 1;
    ring = new AtomicReferenceArray<>(size);
    mask = size - 1;
  }

  /** Adds a slot and returns its position; positions count from 0 and never repeat. */
  long add(PendingRow slot) {
    long position = tail.getAndIncrement();
    ring.set((int) position & mask, slot);
    return position;
  }

  /** Takes the first slot from the queue, or returns null. For one thread at a time. */
  @SuppressWarnings("NonAtomicVolatileUpdate") // one thread at a time
  @Nullable PendingRow poll() {
    int place = (int) head & mask;
    PendingRow slot = ring.get(place);
    if (slot != null) {
      ring.set(place, null);
      head++;
    }
    return slot;
  }

  /** Tests whether the queue is empty; may be out of date if another thread takes. */
  boolean isEmpty() {
    return ring.get((int) head & mask) == null;
  }

  /** The position of the next slot to be taken. */
  long head() {
    return head;
  }

  /** The position of the next slot to be added. */
  long tail() {
    return tail.get();
  }
}
