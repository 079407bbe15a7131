package lanewise.tensor;

import static lanewise.tensor.blas.Transpose.NO;
import static lanewise.tensor.blas.Transpose.YES;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReference;
import lanewise.faults.AllocationFaults;
import lanewise.tensor.blas.Blas;
import lanewise.tensor.ops.TensorMath;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The allocations of a pool and of the work on it fail, of the work a part in each build. */
@Tag("once")
@Timeout(3_600)
class WorkersAllocationFaultsTest {
  private static Set<Thread> workers() {
    Set<Thread> threads = new HashSet<>(Thread.getAllStackTraces().keySet());
    threads.removeIf(thread -> !thread.getName().startsWith("lanewise-worker-"));
    return threads;
  }

  /** The start of a pool. */
  static final class Start implements AllocationFaults.Scenario {
    private final Set<Thread> before = workers();

    @Override
    public void prepare() {}

    @Override
    public void act() {
      Workers.of(4).close();
    }

    @Override
    public void check() throws Exception {
      for (Thread thread : workers()) {
        if (!before.contains(thread)) {
          assertThat(thread.join(Duration.ofMinutes(30))).as("%s ends", thread).isTrue();
        }
      }
    }
  }

  @Test
  void aStartThatFailsLeavesNoThread() throws Exception {
    AllocationFaults.Counts counts = AllocationFaults.sweep(Start.class, 1);

    assertThat(counts.faults()).isGreaterThan(6);
    assertThat(counts.escaped()).isEqualTo(counts.faults());
  }

  /** Jobs whose blocks and whose executor allocate. */
  static final class Jobs implements AllocationFaults.Scenario {
    private final Workers pool = Workers.of(3);
    private final Workers lent = Workers.on(task -> new Thread(task).start(), 3);

    @Override
    public void prepare() {}

    @Override
    public void act() {
      check(pool);
      check(lent);
    }

    private static void check(Workers workers) {
      AtomicIntegerArray runs = new AtomicIntegerArray(9);
      workers.run(
          9,
          block -> {
            TensorMath.add(Tensor.zeros(3), 1);
            runs.incrementAndGet(block);
          });
      for (int block = 0; block < 9; block++) {
        assertThat(runs.get(block)).as("block %d", block).isEqualTo(1);
      }
    }

    @Override
    public void check() {
      check(pool);
      check(lent);
      pool.close();
    }
  }

  @Test
  void aJobThatFailsLeavesThePoolWhole() throws Exception {
    AllocationFaults.Counts counts = AllocationFaults.sweep(Jobs.class, 2);

    assertThat(counts.faults()).isGreaterThan(30);
    assertThat(counts.escaped()).isEqualTo(counts.faults());
  }

  /** A virtual thread that waits for a block on another thread, and needs memory to do so. */
  static final class Waiting implements AllocationFaults.Scenario {
    private final Workers pool = Workers.of(2);

    @Override
    public void prepare() {}

    @Override
    public void act() throws Exception {
      AtomicReference<Throwable> failure = new AtomicReference<>();
      Thread caller = Thread.ofVirtual().unstarted(() -> jobs(failure));
      caller.start();
      caller.join();
      assertThat(failure.get()).isNull();
    }

    private void jobs(AtomicReference<Throwable> failure) {
      try {
        for (int job = 0; job < 3; job++) {
          wait(pool, Thread.currentThread());
        }
      } catch (Throwable thrown) {
        failure.set(thrown);
      }
    }

    /** Each of two threads has a block; that of the pool's own ends after the caller waits. */
    private static void wait(Workers pool, Thread caller) {
      CountDownLatch both = new CountDownLatch(2);
      AtomicInteger ended = new AtomicInteger();
      try {
        pool.run(
            2,
            block -> {
              meet(both);
              if (!Thread.currentThread().equals(caller)) {
                while (caller.getState() != Thread.State.WAITING && !AllocationFaults.isOver()) {
                  Thread.onSpinWait();
                }
                sleep(); // a caller that failed to wait has time to leave
              }
              ended.incrementAndGet();
            });
      } finally {
        assertThat(ended.get()).as("blocks that ended before their job").isEqualTo(2);
      }
    }

    private static void meet(CountDownLatch both) {
      both.countDown();
      try {
        both.await();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }

    private static void sleep() {
      try {
        Thread.sleep(10);
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }

    @Override
    public void check() {
      for (int job = 0; job < 3; job++) {
        AtomicIntegerArray runs = new AtomicIntegerArray(9);
        pool.run(9, runs::incrementAndGet);
        for (int block = 0; block < 9; block++) {
          assertThat(runs.get(block)).as("block %d", block).isEqualTo(1);
        }
      }
      pool.close();
    }
  }

  @Test
  void aCallerWithoutMemoryToWaitEndsNoJobBeforeItsBlocks() throws Exception {
    AllocationFaults.Counts counts = AllocationFaults.sweep(Waiting.class, 1);

    assertThat(counts.faults()).as("times that the caller waited").isGreaterThanOrEqualTo(3);
    assertThat(counts.escaped()).isZero();
  }

  /** Products of every kind, whose scratch memory comes from pools. */
  static final class Products implements AllocationFaults.Scenario {
    private static final int[][] SIZES = {{1, 40, 50}, {5, 7, 60}, {40, 33, 20}};
    private final Workers workers = Workers.of(2);

    @Override
    public void prepare() {}

    @Override
    public void act() {
      for (int[] size : SIZES) {
        check(size[0], size[1], size[2]);
      }
    }

    @Override
    public void check() {
      act();
      workers.close();
    }

    /** All numbers are small integers, so the sums are exact. */
    private void check(int m, int n, int k) {
      float[] a = new float[m * k];
      float[] b = new float[k * n];
      Arrays.fill(a, 2);
      Arrays.fill(b, 3);
      float[] c = new float[m * n];
      Blas.sgemm(workers, NO, YES, m, n, k, 1, a, 0, k, b, 0, k, 0, c, 0, n);
      assertThat(c).containsOnly(6 * k);
      Blas.sgemm(workers, YES, NO, m, n, k, 1, a, 0, m, b, 0, n, 0, c, 0, n);
      assertThat(c).containsOnly(6 * k);
      Tensor left = Tensor.wrap(a, Shape.of(k, m)).transpose();
      assertThat(TensorMath.sum(left, 1).toArray()).containsOnly(2 * k);
      Tensor logs = TensorMath.logSoftmax(TensorMath.mul(left, Tensors.scalar(0)), 0);
      assertThat(logs.toArray()).containsOnly(logs.toArray()[0]);
    }
  }

  @Test
  void aProductIsRightAfterAnyFault() throws Exception {
    AllocationFaults.Counts counts = AllocationFaults.sweep(Products.class, 2);

    assertThat(counts.faults()).isGreaterThan(30);
  }
}
