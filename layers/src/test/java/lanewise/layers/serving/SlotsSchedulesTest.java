package lanewise.layers.serving;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import lanewise.faults.Schedules;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The free slots and the queue of a batcher, each alone, in schedules that seeds decide. */
@Tag("once")
@Timeout(36_000)
class SlotsSchedulesTest {
  /** Threads that take slots and give them back, more threads than slots or fewer. */
  static final class Takers implements Schedules.Scenario {
    private final int slots = 1 + Schedules.draw(4);
    private final int takers = 2 + Schedules.draw(3);
    private final FreeSlots free = new FreeSlots(slots);
    private final int[] holders = new int[slots];
    private int held;
    private int returned;

    @Override
    public List<Runnable> threads() {
      List<Runnable> threads = new ArrayList<>();
      for (int i = 0; i < takers; i++) {
        threads.add(this::takeAndPut);
      }
      return threads;
    }

    private void takeAndPut() {
      for (int round = 0; round < 4; round++) {
        int returnedBefore = returned;
        int one = take();
        if (one == FreeSlots.NONE) {
          // All slots were out when the call began, or one came back meanwhile.
          assertThat(held + (returned - returnedBefore))
              .as("slots out, where none was free")
              .isGreaterThanOrEqualTo(slots);
          Schedules.point();
          continue;
        }
        int two = Schedules.draw(2) == 0 ? FreeSlots.NONE : take();
        Schedules.point();
        put(one);
        if (two != FreeSlots.NONE) {
          put(two);
        }
      }
    }

    private int take() {
      held++; // from the call on: another may find none because of this one
      int slot = free.take();
      if (slot == FreeSlots.NONE) {
        held--;
      } else {
        assertThat(holders[slot]++).as("others that hold the slot").isZero();
      }
      return slot;
    }

    private void put(int slot) {
      holders[slot]--;
      free.put(slot);
      held--;
      returned++;
    }

    @Override
    public void check() {
      boolean[] seen = new boolean[slots];
      for (int i = 0; i < slots; i++) {
        int slot = free.take();
        assertThat(slot).as("a slot was lost").isNotEqualTo(FreeSlots.NONE);
        assertThat(seen[slot]).as("a slot is free twice").isFalse();
        seen[slot] = true;
      }
      assertThat(free.take()).isEqualTo(FreeSlots.NONE);
    }
  }

  @Test
  void noSlotIsHeldTwiceOrLost() throws Exception {
    Schedules.run(Takers.class, FreeSlots.class);
  }

  /** Threads that add a slot again and again, and two that take in turn. */
  static final class Adders implements Schedules.Scenario {
    private static final int ROUNDS = 4;

    private final int adders = 1 + Schedules.draw(4);
    private final SlotQueue queue = new SlotQueue(adders);
    private final PendingRow[] slots = new PendingRow[adders];
    private final boolean[] queued = new boolean[adders];
    private final long[] positions = new long[adders * ROUNDS];
    private final int[] roundsTaken = new int[adders];
    private final long[] takenAt = new long[adders * ROUNDS];
    private long taken;
    private boolean taking;

    @Override
    public List<Runnable> threads() {
      Arrays.setAll(slots, i -> new PendingRow(i, 0, 0));
      List<Runnable> threads = new ArrayList<>();
      for (int i = 0; i < adders; i++) {
        int number = i;
        threads.add(() -> add(number));
      }
      threads.add(this::takeAll);
      threads.add(this::takeAll);
      return threads;
    }

    private void add(int number) {
      for (int round = 0; round < ROUNDS; round++) {
        while (queued[number]) {
          Schedules.spin();
        }
        queued[number] = true;
        positions[number * ROUNDS + round] = queue.add(slots[number]);
      }
    }

    private void takeAll() {
      while (taken < (long) adders * ROUNDS) {
        if (!taking) {
          taking = true;
          if (!queue.isEmpty()) {
            take();
          }
          taking = false;
        }
        Schedules.spin();
      }
    }

    private void take() {
      assertThat(queue.head()).isEqualTo(taken);
      assertThat(queue.tail()).isGreaterThan(queue.head());
      PendingRow slot = queue.poll();
      assertThat(slot).as("the slot that was there before").isNotNull();
      int number = slot.index;
      takenAt[number * ROUNDS + roundsTaken[number]++] = taken++;
      queued[number] = false;
    }

    @Override
    public void check() {
      assertThat(takenAt)
          .as("slots are taken in the order of their positions")
          .isEqualTo(positions);
      assertThat(Arrays.stream(positions).sorted().toArray())
          .isEqualTo(LongStream.range(0, positions.length).toArray());
      assertThat(queue.isEmpty()).isTrue();
      assertThat(queue.poll()).isNull();
      assertThat(queue.head()).isEqualTo(positions.length).isEqualTo(queue.tail());
    }
  }

  @Test
  void everySlotIsTakenOnceAtItsPosition() throws Exception {
    Schedules.run(Adders.class, SlotQueue.class);
  }
}
