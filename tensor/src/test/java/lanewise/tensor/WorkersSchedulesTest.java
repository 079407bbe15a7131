package lanewise.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import lanewise.faults.Schedules;
import lanewise.tensor.kernel.Pool;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Threads of a pool and scratch memory in schedules that seeds decide. */
@Tag("once")
@Timeout(36_000)
class WorkersSchedulesTest {
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
    Schedules.run(Jobs.class, Workers.SPINS, Workers.class);
  }

  /** Callers whose blocks have jobs of their own, on an executor that is late, full, or broken. */
  static final class Lent implements Schedules.Scenario {
    private final List<Runnable> tasks = new ArrayList<>();
    private final boolean inTime = Schedules.draw(2) == 0;
    private final int accepted = Schedules.draw(4);
    private final Workers workers = Workers.on(this::execute, 2 + Schedules.draw(2));
    private int done;
    private int executed;

    private void execute(Runnable task) {
      if (executed++ == accepted) {
        throw new RejectedExecutionException("full");
      }
      tasks.add(task);
    }

    @Override
    public List<Runnable> threads() {
      return List.of(this::call, this::call, this::lend, this::lend, () -> Schedules.interrupt(0));
    }

    private void lend() {
      while (done < 2) {
        if (inTime && !tasks.isEmpty()) {
          tasks.removeLast().run();
        } else {
          Schedules.spin();
        }
      }
      while (!tasks.isEmpty()) {
        tasks.removeLast().run(); // the job is over
      }
    }

    private void call() {
      for (int round = 0; round < 3; round++) {
        int[] runs = new int[3];
        int[] inner = new int[3 * 2];
        boolean fails = round == 1;
        try {
          workers.run(
              3,
              block -> {
                runs[block]++;
                workers.run(2, half -> inner[2 * block + half]++);
                Schedules.point();
                if (fails && block != 1) {
                  Lent.<RuntimeException>fail(new IOException("block " + block));
                }
              });
          assertThat(fails).isFalse();
        } catch (Exception thrown) {
          assertThat(fails).isTrue();
          assertThat(thrown)
              .isExactlyInstanceOf(IOException.class)
              .hasMessageMatching("block [02]");
        }
        assertThat(inner).as("blocks of jobs within blocks").startsWith(1, 1);
        // Alone, a caller ends with the first block that fails.
        assertThat(runs).as("runs of a block").containsAnyOf(1).doesNotContain(2);
        if (!fails) {
          assertThat(runs).containsOnly(1);
          assertThat(inner).containsOnly(1);
        }
      }
      done++;
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <T extends Throwable> void fail(Throwable thrown) throws T {
      throw (T) thrown;
    }

    @Override
    public void check() {
      assertThat(done).isEqualTo(2);
      assertThat(tasks).isEmpty();
    }
  }

  @Test
  void anExecutorThatIsLateOrFullCostsNoBlock() throws Exception {
    Schedules.run(Lent.class, Workers.SPINS, Workers.class);
  }

  /** Threads that hold an object of a pool each. */
  static final class Holders implements Schedules.Scenario {
    private final Pool<int[]> pool = new Pool<>(this::make);
    private int made;

    private int[] make() {
      made++;
      return new int[1];
    }

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
      assertThat(made).as("objects for three threads").isBetween(1, 3);
      assertThat(pool.acquire()[0]).isZero();
    }
  }

  @Test
  void noTwoThreadsHoldAnObject() throws Exception {
    Schedules.run(Holders.class, Pool.class);
  }
}
