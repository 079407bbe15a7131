package lanewise.tensor.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class PoolTest {
  private final AtomicInteger made = new AtomicInteger();
  private final Pool<AtomicInteger> pool =
      new Pool<>(
          () -> {
            made.incrementAndGet();
            return new AtomicInteger();
          });

  @Test
  void oneThreadUsesOneObject() {
    for (int i = 0; i < 1000; i++) {
      pool.release(pool.acquire());
    }

    assertThat(made).hasValue(1);
  }

  @Test
  void objectsThatAreOutAtOnceAreKeptForLater() {
    for (int round = 0; round < 3; round++) {
      List<AtomicInteger> out = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        out.add(pool.acquire());
      }
      out.forEach(pool::release);
    }

    assertThat(made).hasValue(20);
  }

  @Test
  void anotherThreadTakesWhatIsFree() throws Exception {
    for (int i = 0; i < 100; i++) {
      Thread thread = Thread.ofVirtual().start(() -> pool.release(pool.acquire()));
      thread.join();
    }

    assertThat(made).hasValue(1);
  }

  @Test
  void noObjectIsHeldByTwoThreads() throws Exception {
    int threads = 8;
    List<Future<Boolean>> results = new ArrayList<>();
    try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
      for (int t = 0; t < threads; t++) {
        results.add(executor.submit(this::alwaysAlone));
      }
    }

    for (Future<Boolean> result : results) {
      assertThat(result.get()).isTrue();
    }
    // A search may miss an object that moves to a slot behind it, so one more may be made.
    assertThat(made.get()).isLessThanOrEqualTo(2 * threads);
  }

  private boolean alwaysAlone() {
    boolean alone = true;
    for (int i = 0; i < 100_000; i++) {
      AtomicInteger holders = pool.acquire();
      alone &= holders.incrementAndGet() == 1;
      holders.decrementAndGet();
      pool.release(holders);
    }
    return alone;
  }
}
