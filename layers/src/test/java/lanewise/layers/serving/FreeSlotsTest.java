package lanewise.layers.serving;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("once")
class FreeSlotsTest {
  @Test
  void givesEachNumberOnceAndTheLastOneFirst() {
    FreeSlots free = new FreeSlots(5);
    BitSet taken = new BitSet();
    for (int i = 0; i < 5; i++) {
      taken.set(free.take());
    }
    assertThat(taken.cardinality()).isEqualTo(5);
    assertThat(free.take()).isEqualTo(FreeSlots.NONE);

    free.put(3);
    free.put(1);
    assertThat(free.take()).isEqualTo(1);
    assertThat(free.take()).isEqualTo(3);
    assertThat(free.take()).isEqualTo(FreeSlots.NONE);
  }

  @Test
  void noTwoThreadsHoldTheSameNumber() throws Exception {
    FreeSlots free = new FreeSlots(6);
    AtomicIntegerArray holders = new AtomicIntegerArray(6);
    Crowd.ofPlatformThreads(
            8,
            n -> {
              for (int i = 0; i < 50_000; i++) {
                int number = free.take();
                if (number != FreeSlots.NONE) {
                  assertThat(holders.incrementAndGet(number) == 1).isTrue();
                  holders.decrementAndGet(number);
                  free.put(number);
                }
              }
            })
        .join();

    BitSet home = new BitSet();
    for (int i = 0; i < 6; i++) {
      home.set(free.take());
    }
    assertThat(home.cardinality()).isEqualTo(6);
  }
}
