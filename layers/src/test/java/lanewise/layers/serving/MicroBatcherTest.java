package lanewise.layers.serving;

import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import lanewise.layers.Allocation;
import lanewise.layers.inference.InferencePlan;
import lanewise.layers.inference.Plans;
import lanewise.tensor.ShapeException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The batcher's answers, limits and end. What computes is a plan, or a gate that a test opens. */
@Tag("once")
@Timeout(1_800)
class MicroBatcherTest {
  private static final int ROWS = 97;
  private static final BatchSettings ONE_THREAD =
      new BatchSettings(4, 0, 16, 1); // batches of 4, no wait, room for 16

  /** A wait for the deadline that no test survives. */
  private static final long FOR_EVER = Duration.ofDays(1).toNanos();

  private final InferencePlan plan = Plans.mlp(1, 37, 53, 11);
  private final float[] rows = Plans.gaussians(2, ROWS * 37);
  private final float[][] answers = Plans.answers(plan, rows);

  /**
   * Answers a row x by x + 1 once it is let in, and keeps the sizes of the batches. Closed before
   * the batcher it opens for good, so that a test that fails ends.
   */
  private static final class Gate implements MicroBatcher.Rows, AutoCloseable {
    final Semaphore entries = new Semaphore(0);
    final Semaphore arrivals = new Semaphore(0);
    final List<Integer> sizes = new ArrayList<>();

    @Override
    public void predict(int rows, float[] in, int inOffset, float[] out, int outOffset) {
      arrivals.release();
      entries.acquireUninterruptibly();
      sizes.add(rows);
      for (int i = 0; i < rows; i++) {
        out[outOffset + i] = in[inOffset + i] + 1;
      }
    }

    void open() {
      entries.release(1_000_000);
    }

    @Override
    public void close() {
      open();
    }
  }

  private static MicroBatcher behind(Gate gate, BatchSettings settings) {
    return new MicroBatcher(1, 1, gate, settings);
  }

  private static float get(CompletableFuture<float[]> future) throws Exception {
    return future.get(30, MINUTES)[0];
  }

  private void askAll(MicroBatcher batcher, int first, int count) throws InterruptedException {
    float[] out = new float[11 + 2];
    for (int i = 0; i < count; i++) {
      int row = (first + i) % ROWS;
      out[0] = -5;
      out[12] = -7;
      batcher.predict(rows, row * 37, out, 1);
      assertThat(out).startsWith(-5).endsWith(-7);
      assertThat(java.util.Arrays.copyOfRange(out, 1, 12)).containsExactly(answers[row]);
    }
  }

  @Test
  void platformThreadsGetTheBitsOfThePlan() throws Exception {
    for (int threads : new int[] {1, 3}) {
      for (long wait : new long[] {0, 300}) {
        BatchSettings settings = new BatchSettings(7, wait, 64, threads);
        try (MicroBatcher batcher = MicroBatcher.of(plan, settings)) {
          Crowd.ofPlatformThreads(12, n -> askAll(batcher, 8 * n, 300)).join();

          MicroBatcher.Counts counts = batcher.counts();
          assertThat(counts.rows()).isEqualTo(12 * 300);
          assertThat(counts.rejected()).isZero();
          assertThat(counts.batches()).isBetween(12 * 300 / 7L, 12 * 300L);
          assertThat(counts.meanBatch()).isEqualTo(3600.0 / counts.batches());
        }
      }
    }
  }

  @Test
  void probabilitiesAreThoseOfThePlan() throws Exception {
    BatchSettings settings = BatchSettings.defaults();
    try (MicroBatcher batcher = MicroBatcher.ofProbabilities(plan, settings);
        MicroBatcher live = MicroBatcher.ofProbabilities(LivePlan.of(plan), settings)) {
      float[] expected = new float[11];
      float[] out = new float[11];
      for (int row = 0; row < ROWS; row++) {
        plan.probabilities(rows, row * 37, expected, 0);
        batcher.predict(rows, row * 37, out, 0);
        assertThat(out).containsExactly(expected);
        live.predict(rows, row * 37, out, 0);
        assertThat(out).containsExactly(expected);
      }
    }
  }

  @Test
  void thousandsOfVirtualThreadsGetTheBitsOfThePlan() throws Exception {
    BatchSettings settings = new BatchSettings(32, 100, 5000, 2);
    try (MicroBatcher batcher = MicroBatcher.of(plan, settings)) {
      Crowd.ofVirtualThreads(5000, n -> askAll(batcher, n, 5)).join();

      assertThat(batcher.counts().rows()).isEqualTo(25_000);
      assertThat(batcher.counts().meanBatch()).isGreaterThan(1);
    }
  }

  @Test
  void rowsThatCameMeanwhileAreABatchAndAreTakenInOrder() throws Exception {
    Gate gate = new Gate();
    try (MicroBatcher batcher = behind(gate, ONE_THREAD);
        gate) {
      List<CompletableFuture<float[]>> futures = new ArrayList<>();
      futures.add(batcher.predictAsync(new float[] {0}, 0));
      gate.arrivals.acquire();
      for (int i = 1; i < 11; i++) {
        futures.add(batcher.predictAsync(new float[] {i}, 0));
      }
      gate.open();

      for (int i = 0; i < futures.size(); i++) {
        assertThat(get(futures.get(i))).isEqualTo(i + 1);
      }
      assertThat(gate.sizes).containsExactly(1, 4, 4, 2);
      assertThat(batcher.counts()).isEqualTo(new MicroBatcher.Counts(11, 4, 0));
      assertThat(batcher.counts().meanBatch()).isEqualTo(2.75);
    }
  }

  @Test
  void rejectsMoreThanItsCapacityAndRecovers() throws Exception {
    Gate gate = new Gate();
    try (MicroBatcher batcher = behind(gate, ONE_THREAD);
        gate) {
      List<CompletableFuture<float[]>> futures = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        futures.add(batcher.predictAsync(new float[] {i}, 0));
      }
      float[] out = {-3};
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(() -> batcher.predict(new float[] {5}, 0, out, 0))
            .isInstanceOf(RejectedExecutionException.class)
            .hasMessage(
                "batcher: 16 rows are waiting for their answers, the limit;"
                    + " send fewer rows at once, or raise the capacity in BatchSettings");
      }
      assertThatThrownBy(() -> batcher.predictAsync(new float[] {5}, 0))
          .isInstanceOf(RejectedExecutionException.class);
      assertThat(out).containsExactly(-3);
      assertThat(batcher.counts().rejected()).isEqualTo(3);

      gate.open();
      for (int i = 0; i < 16; i++) {
        assertThat(get(futures.get(i))).isEqualTo(i + 1);
      }
      batcher.predict(new float[] {5}, 0, out, 0);
      assertThat(out).containsExactly(6);
    }
  }

  @Test
  void aLoneRowWaitsForTheDeadlineAndNoLonger() throws Exception {
    Gate gate = new Gate();
    gate.open();
    try (MicroBatcher batcher = behind(gate, ONE_THREAD.withWaitMicros(50_000));
        gate) {
      float[] out = new float[1];
      long begin = System.nanoTime();
      batcher.predict(new float[] {1}, 0, out, 0);

      assertThat(Duration.ofNanos(System.nanoTime() - begin))
          .isGreaterThanOrEqualTo(Duration.ofMillis(50));
      assertThat(out).containsExactly(2);
      assertThat(gate.sizes).containsExactly(1);
    }
  }

  @Test
  void aFullBatchDoesNotWaitForTheDeadline() throws Exception {
    Gate gate = new Gate();
    gate.open();
    try (MicroBatcher batcher = new MicroBatcher(1, 1, gate, ONE_THREAD.withThreads(2), FOR_EVER);
        gate) {
      Crowd.ofPlatformThreads(4, n -> batcher.predict(new float[] {n}, 0, new float[1], 0)).join();

      assertThat(gate.sizes).containsExactly(4);
    }
  }

  @Test
  void fullBatchesNeverWaitHoweverTheirRowsArrive() throws Exception {
    BatchSettings settings = new BatchSettings(8, 0, 8, 2);
    try (MicroBatcher batcher = new MicroBatcher(37, 11, plan::predict, settings, FOR_EVER)) {
      // Eight callers who each wait for a batch of eight: after one wake-up that is missed, no
      // other comes.
      Crowd.ofPlatformThreads(8, n -> askAll(batcher, n, 2000)).join();

      assertThat(batcher.counts()).isEqualTo(new MicroBatcher.Counts(16_000, 2000, 0));
    }
  }

  @Test
  void anInterruptEndsTheWaitAndLeavesTheArraysAlone() throws Exception {
    Gate gate = new Gate();
    try (MicroBatcher batcher = behind(gate, ONE_THREAD);
        gate) {
      float[][] out = {{-1}, {-2}};
      Crowd callers =
          Crowd.ofPlatformThreads(
              2,
              n ->
                  assertThatThrownBy(() -> batcher.predict(new float[] {n}, 0, out[n], 0))
                      .isInstanceOf(InterruptedException.class)
                      .hasMessage("batcher: interrupted while the row waited"));
      gate.arrivals.acquire();
      callers.awaitParked();
      callers.threads().forEach(Thread::interrupt);
      callers.join();

      gate.open();
      float[] later = new float[1];
      for (int i = 0; i < 40; i++) { // more than there are slots: those of the two are used again
        batcher.predict(new float[] {i}, 0, later, 0);
        assertThat(later).containsExactly(i + 1);
      }
      assertThat(out[0]).containsExactly(-1);
      assertThat(out[1]).containsExactly(-2);
    }
  }

  @Test
  void aRowWhoseCallerLeftIsNotComputedIfItIsStillInTheQueue() throws Exception {
    Gate gate = new Gate();
    try (MicroBatcher batcher = behind(gate, ONE_THREAD);
        gate) {
      CompletableFuture<float[]> first = batcher.predictAsync(new float[1], 0);
      gate.arrivals.acquire();
      Crowd second =
          Crowd.ofVirtualThreads(
              1,
              n ->
                  assertThatThrownBy(() -> batcher.predict(new float[1], 0, new float[1], 0))
                      .isInstanceOf(InterruptedException.class));
      second.awaitParked();
      second.threads().getFirst().interrupt();
      second.join();
      gate.open();

      assertThat(get(first)).isEqualTo(1);
      batcher.predict(new float[1], 0, new float[1], 0);
      assertThat(gate.sizes).containsExactly(1, 1);
    }
  }

  @Test
  void anInterruptedThreadHandsNothingIn() {
    Gate gate = new Gate();
    try (MicroBatcher batcher = behind(gate, ONE_THREAD);
        gate) {
      Thread.currentThread().interrupt();

      assertThatThrownBy(() -> batcher.predict(new float[1], 0, new float[1], 0))
          .isInstanceOf(InterruptedException.class)
          .hasMessage("batcher: interrupted before the row was handed in");
      assertThat(Thread.interrupted()).isFalse();
      assertThat(batcher.counts().rows()).isZero();
    }
  }

  @Test
  void interruptsAtAnyMomentCostNoAnswerAndNoSlot() throws Exception {
    AtomicInteger interrupted = new AtomicInteger();
    BatchSettings settings = new BatchSettings(3, 0, 8, 2);
    try (MicroBatcher batcher = MicroBatcher.of(plan, settings)) {
      Crowd callers =
          Crowd.ofPlatformThreads(
              8,
              n -> {
                float[] out = new float[11];
                for (int i = 0; i < 3000; i++) {
                  int row = (n + i) % ROWS;
                  java.util.Arrays.fill(out, -1);
                  try {
                    batcher.predict(rows, row * 37, out, 0);
                    assertThat(out).containsExactly(answers[row]);
                  } catch (InterruptedException e) {
                    interrupted.incrementAndGet();
                    assertThat(out).containsOnly(-1);
                  } catch (RejectedExecutionException full) {
                    // A row whose caller has left keeps its slot for a moment.
                    assertThat(full).hasMessageContaining("8 rows are waiting");
                  }
                }
              });
      for (int i = 0; callers.anyAlive(); i++) {
        callers.threads().get(i % 8).interrupt();
        Thread.sleep(0, 100_000);
      }
      callers.join();

      assertThat(interrupted.get()).isPositive();
      // And closing ends, which waits for every slot.
    }
  }

  @Test
  void whatThePlanThrowsFailsThatBatchOnly() throws Exception {
    AtomicReference<Throwable> next = new AtomicReference<>();
    MicroBatcher.Rows failing =
        (count, in, inOffset, out, outOffset) -> {
          if (next.get() instanceof Error error) {
            throw error;
          }
          if (next.get() instanceof RuntimeException exception) {
            throw exception;
          }
          out[outOffset] = 9;
        };
    try (MicroBatcher batcher = new MicroBatcher(1, 1, failing, ONE_THREAD)) {
      float[] out = {-1};
      for (Throwable failure : List.of(new StackOverflowError("deep"), new ArithmeticException())) {
        next.set(failure);
        assertThatThrownBy(() -> batcher.predict(new float[1], 0, out, 0))
            .isInstanceOf(CompletionException.class)
            .hasMessage("batcher: the batch of this row failed: " + failure)
            .hasCause(failure);
        assertThat(out).containsExactly(-1);
        CompletableFuture<float[]> future = batcher.predictAsync(new float[1], 0);
        assertThat(catchThrowable(future::join))
            .isInstanceOf(CompletionException.class)
            .hasCause(failure);
      }
      next.set(null);
      batcher.predict(new float[1], 0, out, 0);
      assertThat(out).containsExactly(9);
    }
  }

  @Test
  void aRowThatThePlanRefusesFailsItsCallerOnly() throws Exception {
    Gate gate = new Gate();
    MicroBatcher.Rows picky =
        (count, in, inOffset, out, outOffset) -> {
          gate.predict(count, in, inOffset, out, outOffset);
          for (int i = 0; i < count; i++) {
            if (Float.isNaN(in[inOffset + i])) {
              throw new IllegalArgumentException("row " + i + " is NaN");
            }
          }
        };
    try (MicroBatcher batcher = new MicroBatcher(1, 1, picky, ONE_THREAD);
        gate) {
      CompletableFuture<float[]> first = batcher.predictAsync(new float[1], 0);
      gate.arrivals.acquire();
      List<CompletableFuture<float[]>> futures = new ArrayList<>();
      for (float value : new float[] {1, 2, Float.NaN, 4}) {
        futures.add(batcher.predictAsync(new float[] {value}, 0));
      }
      gate.open();

      assertThat(get(first)).isEqualTo(1);
      assertThat(get(futures.get(0))).isEqualTo(2);
      assertThat(get(futures.get(1))).isEqualTo(3);
      assertThat(get(futures.get(3))).isEqualTo(5);
      assertThat(catchThrowable(() -> get(futures.get(2))))
          .hasCauseInstanceOf(IllegalArgumentException.class)
          .hasRootCauseMessage("row 0 is NaN");
      assertThat(gate.sizes).containsExactly(1, 4, 1, 1, 1, 1);
      assertThatThrownBy(() -> batcher.predict(new float[] {Float.NaN}, 0, new float[1], 0))
          .isExactlyInstanceOf(IllegalArgumentException.class)
          .hasMessage("row 0 is NaN");
    }
  }

  @Test
  void aFuturesRowIsCopiedAndWhatFollowsItRunsElsewhere() throws Exception {
    Gate gate = new Gate();
    try (MicroBatcher batcher = behind(gate, ONE_THREAD);
        gate) {
      float[] in = {0, 41};
      CompletableFuture<Thread> follower =
          batcher
              .predictAsync(in, 1)
              .thenApply(
                  out -> {
                    assertThat(out).containsExactly(42);
                    return Thread.currentThread();
                  });
      in[1] = 7;
      gate.open();

      assertThat(follower.get(30, MINUTES).getName()).doesNotStartWith("lanewise-batcher");
    }
  }

  @Test
  void closingUnderLoadAnswersOrRejectsEveryCaller() throws Exception {
    for (int round = 0; round < 40; round++) {
      BatchSettings settings = new BatchSettings(5, 50L * (round % 3), 40, 1 + round % 3);
      MicroBatcher batcher = MicroBatcher.of(plan, settings);
      CountDownLatch busy = new CountDownLatch(60);
      Crowd.Work untilClosed =
          n -> {
            float[] out = new float[11];
            for (int i = n; ; i++) {
              try {
                batcher.predict(rows, i % ROWS * 37, out, 0);
                assertThat(out).containsExactly(answers[i % ROWS]);
              } catch (RejectedExecutionException e) {
                if (e.getMessage().equals("batcher: it is closed and takes no more rows")) {
                  return;
                }
                assertThat(e).hasMessageContaining("40 rows are waiting");
                Thread.sleep(1);
              }
              busy.countDown();
            }
          };
      Crowd platform = Crowd.ofPlatformThreads(8, untilClosed);
      Crowd virtual = Crowd.ofVirtualThreads(60, untilClosed);
      busy.await();

      Crowd closers = Crowd.ofPlatformThreads(2, n -> batcher.close());
      closers.join();
      platform.join();
      virtual.join();
      batcher.close();
    }
  }

  @Test
  void closingComputesWhatWaitsForADeadlineAndEndsTheThreads() throws Exception {
    Gate gate = new Gate();
    gate.open();
    MicroBatcher batcher = behind(gate, ONE_THREAD.withWaitMicros(60_000_000).withThreads(3));
    CompletableFuture<float[]> future = batcher.predictAsync(new float[] {1}, 0);
    long before = batcherThreads();
    assertThat(before).isGreaterThanOrEqualTo(3);

    batcher.close();

    assertThat(get(future)).isEqualTo(2);
    assertThat(batcherThreads()).isLessThanOrEqualTo(before - 3);
    batcher.close();
    assertThatThrownBy(() -> batcher.predict(new float[1], 0, new float[1], 0))
        .isInstanceOf(RejectedExecutionException.class)
        .hasMessage("batcher: it is closed and takes no more rows");
    assertThatThrownBy(() -> batcher.predictAsync(new float[1], 0))
        .isInstanceOf(RejectedExecutionException.class);
    assertThat(batcher.counts()).isEqualTo(new MicroBatcher.Counts(1, 1, 0));
  }

  private static long batcherThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("lanewise-batcher-") && thread.isDaemon())
        .count();
  }

  @Test
  void anInterruptDoesNotEndClosing() throws Exception {
    Gate gate = new Gate();
    MicroBatcher batcher = behind(gate, ONE_THREAD);
    CompletableFuture<float[]> future = batcher.predictAsync(new float[] {1}, 0);
    gate.arrivals.acquire();
    CountDownLatch closed = new CountDownLatch(1);
    Crowd closer =
        Crowd.ofPlatformThreads(
            1,
            n -> {
              batcher.close();
              closed.countDown();
              assertThat(Thread.interrupted()).isTrue();
            });
    closer.threads().getFirst().interrupt();
    assertThat(closed.await(100, java.util.concurrent.TimeUnit.MILLISECONDS)).isFalse();
    gate.open();
    closer.join();

    assertThat(get(future)).isEqualTo(2);
  }

  @Tag("compiled")
  @Test
  void aBlockingCallAllocatesNothingOnceWarm() {
    for (BatchSettings settings :
        List.of(new BatchSettings(8, 0, 16, 1), new BatchSettings(8, 20, 16, 2))) {
      try (MicroBatcher batcher = MicroBatcher.of(plan, settings)) {
        float[] out = new float[11];
        Allocation.assertSettlesAtNone(
            settings.toString(),
            () -> {
              try {
                batcher.predict(rows, 0, out, 0);
              } catch (InterruptedException e) {
                throw new AssertionError(e);
              }
            });
      }
    }
  }

  @Test
  void refusesWhatDoesNotFit() throws Exception {
    try (MicroBatcher batcher = MicroBatcher.of(plan)) {
      float[] in = new float[40];
      float[] out = new float[11];
      assertThatThrownBy(() -> batcher.predict(in, 4, out, 0))
          .isInstanceOf(ShapeException.class)
          .hasMessage("batcher: a row of 37 from 4 does not fit the input of 40 values");
      assertThatThrownBy(() -> batcher.predict(in, 0, out, 1))
          .isInstanceOf(ShapeException.class)
          .hasMessage("batcher: a row of 11 from 1 does not fit the output of 11 values");
      assertThatThrownBy(() -> batcher.predictAsync(in, -1)).isInstanceOf(ShapeException.class);
      assertThatThrownBy(() -> batcher.predict(in, Integer.MAX_VALUE, out, 0))
          .isInstanceOf(ShapeException.class);
      batcher.predict(in, 3, out, 0);
    }
    assertThatThrownBy(
            () ->
                new MicroBatcher(
                    1 << 20, 1, (n, x, i, y, o) -> {}, new BatchSettings(4096, 0, 4096, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("batches of 4096 rows of 1048576 values do not fit an array");
  }
}
