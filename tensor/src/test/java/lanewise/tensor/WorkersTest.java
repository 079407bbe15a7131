package lanewise.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Each block once, whatever happens. */
@Timeout(1_800)
class WorkersTest {
  @Test
  void everyBlockExactlyOnce() {
    try (Workers workers = Workers.of(4)) {
      for (int repeat = 0; repeat < 20_000; repeat++) {
        assertEachOnce(workers, repeat % 37);
      }
    }
  }

  private static void assertEachOnce(Workers workers, int count) {
    AtomicIntegerArray runs = new AtomicIntegerArray(count);
    workers.run(count, runs::incrementAndGet);
    for (int i = 0; i < count; i++) {
      if (runs.get(i) != 1) {
        assertThat(runs.get(i)).as("runs of block %d of %d", i, count).isEqualTo(1);
      }
    }
  }

  @Test
  void manyCallersAtOnce() throws InterruptedException {
    try (Workers workers = Workers.of(3)) {
      List<Throwable> failures = new ArrayList<>();
      Thread[] callers = new Thread[4];
      for (int i = 0; i < callers.length; i++) {
        callers[i] =
            new Thread(
                () -> {
                  for (int repeat = 0; repeat < 5_000; repeat++) {
                    assertEachOnce(workers, 1 + repeat % 11);
                  }
                });
        callers[i].setUncaughtExceptionHandler(
            (thread, failure) -> {
              synchronized (failures) {
                failures.add(failure);
              }
            });
        callers[i].start();
      }
      for (Thread caller : callers) {
        caller.join();
      }
      assertThat(failures).isEmpty();
    }
  }

  @Test
  void whatABlockWritesIsSeenByTheCaller() {
    try (Workers workers = Workers.of(3)) {
      int[] written = new int[64];
      for (int repeat = 1; repeat <= 5_000; repeat++) {
        int value = repeat;
        workers.run(written.length, block -> written[block] = value);
        for (int seen : written) {
          if (seen != value) {
            assertThat(seen).isEqualTo(value);
          }
        }
      }
    }
  }

  @Test
  void anExceptionComesOutAfterAllBlocksHaveEnded() {
    try (Workers workers = Workers.of(3)) {
      for (int repeat = 0; repeat < 1_000; repeat++) {
        AtomicInteger ended = new AtomicInteger();
        assertThatThrownBy(
                () ->
                    workers.run(
                        16,
                        block -> {
                          ended.incrementAndGet();
                          if (block == 5) {
                            throw new IllegalStateException("block 5");
                          }
                        }))
            .isInstanceOf(IllegalStateException.class)
            .hasMessage("block 5");
        assertThat(ended).hasValue(16);
        assertEachOnce(workers, 7);
      }
    }
  }

  @Test
  void anErrorComesOutToo() {
    try (Workers workers = Workers.of(2)) {
      assertThatThrownBy(
              () ->
                  workers.run(
                      4,
                      block -> {
                        throw new AssertionError("block");
                      }))
          .isInstanceOf(AssertionError.class);
      assertEachOnce(workers, 7);
    }
  }

  @Test
  void aCheckedExceptionComesOutAndCostsNoThread() {
    try (Workers workers = Workers.of(3)) {
      List<Thread> before = threadsAtWork(workers);
      for (int repeat = 0; repeat < 1_000; repeat++) {
        AtomicInteger ended = new AtomicInteger();
        Throwable thrown =
            catchThrowable(
                () ->
                    workers.run(
                        16,
                        block -> {
                          ended.incrementAndGet();
                          throw WorkersTest.<RuntimeException>generic(new IOException("disk"));
                        }));
        assertThat(thrown).isExactlyInstanceOf(IOException.class).hasMessage("disk");
        assertThat(ended).hasValue(16);
        assertEachOnce(workers, 7);
      }
      assertThat(before).allMatch(Thread::isAlive);
    }
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <T extends Throwable> T generic(Throwable thrown) throws T {
    throw (T) thrown;
  }

  /** The threads of a pool of three, each of which takes a block and waits for the others. */
  private static List<Thread> threadsAtWork(Workers workers) {
    List<Thread> threads = Collections.synchronizedList(new ArrayList<>());
    CountDownLatch all = new CountDownLatch(3);
    workers.run(
        3,
        block -> {
          threads.add(Thread.currentThread());
          all.countDown();
          try {
            all.await();
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
        });
    return threads;
  }

  @Test
  void aJobInsideABlockRunsOnThatThread() {
    try (Workers workers = Workers.of(3)) {
      AtomicIntegerArray runs = new AtomicIntegerArray(8 * 5);
      workers.run(
          8,
          outer -> {
            Thread thread = Thread.currentThread();
            workers.run(
                5,
                inner -> {
                  assertThat(Thread.currentThread()).isSameAs(thread);
                  runs.incrementAndGet(outer * 5 + inner);
                });
          });
      for (int i = 0; i < runs.length(); i++) {
        assertThat(runs.get(i)).isEqualTo(1);
      }
    }
  }

  @Test
  void anExecutorLendsItsThreads() {
    try (ExecutorService executor = Executors.newFixedThreadPool(2)) {
      Workers workers = Workers.on(executor, 3);
      assertThat(workers.parallelism()).isEqualTo(3);
      for (int repeat = 0; repeat < 5_000; repeat++) {
        assertEachOnce(workers, repeat % 9);
      }
      workers.close();
      assertThat(executor.isShutdown()).isFalse();
      assertEachOnce(workers, 9);
    }
  }

  @Test
  void anExecutorThatRefusesLeavesTheWorkToTheCaller() {
    ExecutorService executor = Executors.newFixedThreadPool(1);
    executor.shutdown();
    Workers workers = Workers.on(executor, 2);
    for (int repeat = 0; repeat < 100; repeat++) {
      assertEachOnce(workers, 9);
    }
    Workers refusing =
        Workers.on(
            task -> {
              throw new RejectedExecutionException("full");
            },
            4);
    assertEachOnce(refusing, 9);
  }

  @Test
  void anExecutorThatRunsLateFindsNothingToDo() {
    List<Runnable> late = new ArrayList<>();
    Workers workers = Workers.on(late::add, 3);
    assertEachOnce(workers, 9);
    assertThat(late).isNotEmpty();
    late.forEach(Runnable::run);
    assertEachOnce(workers, 9);
  }

  @Test
  void afterCloseTheCallerWorksAlone() throws InterruptedException {
    Workers workers = Workers.of(3);
    List<Thread> pool = poolThreads();
    assertThat(pool).hasSizeGreaterThanOrEqualTo(2).allMatch(Thread::isDaemon);
    assertEachOnce(workers, 9);
    workers.close();
    workers.close();
    for (Thread thread : pool) {
      thread.join(10_000);
      assertThat(thread.isAlive()).isFalse();
    }
    Thread caller = Thread.currentThread();
    workers.run(9, block -> assertThat(Thread.currentThread()).isSameAs(caller));
  }

  @Test
  void theCallerAloneStartsNoThread() {
    List<Thread> before = poolThreads();
    try (Workers one = Workers.of(1)) {
      for (Workers workers : new Workers[] {Workers.caller(), one}) {
        Thread caller = Thread.currentThread();
        assertThat(workers.parallelism()).isEqualTo(1);
        workers.run(9, block -> assertThat(Thread.currentThread()).isSameAs(caller));
      }
    }
    // Threads of pools that other tests have closed may end meanwhile.
    assertThat(before).containsAll(poolThreads());
    assertThat(Workers.caller()).isSameAs(Workers.caller());
    Workers.caller().close();
    assertEachOnce(Workers.caller(), 3);
  }

  private static List<Thread> poolThreads() {
    Thread[] all = new Thread[Thread.activeCount() + 64];
    int count = Thread.enumerate(all);
    return Arrays.stream(all, 0, count)
        .filter(thread -> thread.getName().startsWith("lanewise-worker"))
        .toList();
  }

  @Test
  void anInterruptedCallerFinishesItsJob() {
    try (Workers workers = Workers.of(2)) {
      Thread.currentThread().interrupt();
      for (int repeat = 0; repeat < 100; repeat++) {
        assertEachOnce(workers, 9);
      }
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void refusesNoThreads() {
    assertThatThrownBy(() -> Workers.of(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("workers: 0 threads: use at least 1");
    assertThatThrownBy(() -> Workers.on(Runnable::run, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("workers: parallelism 0: at least 1");
  }

  @Test
  void runAllocatesNothing() {
    try (Workers workers = Workers.of(2)) {
      int[] touched = new int[64];
      Workers.Blocks job = block -> touched[block]++;
      Allocation.assertNoneInSteadyState(() -> workers.run(64, job));
    }
  }
}
