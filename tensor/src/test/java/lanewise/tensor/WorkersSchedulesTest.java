package lanewise.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import lanewise.faults.Schedules;
import lanewise.tensor.kernel.Pool;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Threads of a pool and scratch memory in schedules that seeds decide. */
@Tag("once")
@Timeout(36_000)
class WorkersSchedulesTest {
  private static final int COUNT = Integer.getInteger("schedules", 200);
  private static final long SEED = Long.getLong("schedules.seed", 0);

  /** Two callers with several jobs each, and one who closes at any time. */
  static final class Jobs implements Schedules.Scenario {
    private final Workers workers = Workers.of(2 + Schedules.draw(2));
    private int done;

    @Override
    public List<Runnable> threads() {
      List<Runnable> threads = new ArrayList<>();
      threads.add(this::call);
      threads.add(this::call);
      threads.add(workers::close);
      return threads;
    }

    private void call() {
      for (int count = 1; count <= 4; count++) {
        int[] runs = new int[count];
        boolean fails = count == 3;
        try {
          workers.run(
              count,
              block -> {
                runs[block]++;
                Schedules.point();
                if (fails && block == 2) {
                  throw new IllegalStateException("block 2");
                }
              });
          assertThat(fails).isFalse();
        } catch (IllegalStateException expected) {
          assertThat(fails).isTrue();
        }
        assertThat(runs).containsOnly(1);
      }
      done++;
    }

    @Override
    public void check() {
      assertThat(done).isEqualTo(2);
    }
  }

  @Test
  void everyBlockRunsOnceAndTheThreadsEnd() throws Exception {
    Schedules.run(Jobs.class, Set.of(Workers.class.getName()), Workers.SPINS, SEED, COUNT);
  }

  /** Threads that hold an object of a pool each. */
  static final class Holders implements Schedules.Scenario {
    private final Pool<int[]> pool = new Pool<>(() -> new int[1]);

    @Override
    public List<Runnable> threads() {
      return List.of(this::hold, this::hold, this::hold);
    }

    private void hold() {
      for (int i = 0; i < 5; i++) {
        int[] object = pool.acquire();
        assertThat(object[0]++).as("others that hold the object").isZero();
        Schedules.point();
        object[0]--;
        pool.release(object);
      }
    }

    @Override
    public void check() {
      assertThat(pool.acquire()[0]).isZero();
    }
  }

  @Test
  void noTwoThreadsHoldAnObject() throws Exception {
    Schedules.run(Holders.class, Set.of(Pool.class.getName()), SEED, COUNT);
  }
}
