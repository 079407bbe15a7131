package lanewise.layers.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import lanewise.faults.AllocationFaults;
import lanewise.layers.inference.InferencePlan;
import lanewise.layers.inference.Plans;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Each allocation on the way of a request fails once: no slot is lost, and closing returns. */
@Tag("once")
@Timeout(3_600)
class BatcherAllocationFaultsTest {
  private static final int IN = 37;
  private static final int OUT = 11;
  private static final int CAPACITY = 6;
  private static final BatchSettings SETTINGS = new BatchSettings(3, 0, CAPACITY, 2);

  private static Set<Thread> batcherThreads() {
    Set<Thread> threads = new HashSet<>(Thread.getAllStackTraces().keySet());
    threads.removeIf(thread -> !thread.getName().startsWith("lanewise-batcher-"));
    return threads;
  }

  /** Rows for a batcher that has just started, in the three ways in which rows are handed in. */
  static final class Requests implements AllocationFaults.Scenario {
    private final float[] rows = Plans.gaussians(2, 12 * IN);
    private final float[][] answers = Plans.answers(Plans.mlp(1, IN, 53, OUT), rows);
    private final InferencePlan plan = Plans.mlp(1, IN, 53, OUT);
    private MicroBatcher batcher;

    @Override
    public void prepare() {
      batcher = MicroBatcher.of(plan, SETTINGS);
    }

    @Override
    public void act() throws Exception {
      for (int row = 0; row < 4; row++) {
        blocking(row);
      }
      Crowd virtual = Crowd.ofVirtualThreads(1, n -> blocking(4));
      List<CompletableFuture<float[]>> futures = new ArrayList<>();
      for (int row = 5; row < 8; row++) {
        int one = row;
        mayFail(() -> futures.add(batcher.predictAsync(rows, one * IN)));
      }
      for (CompletableFuture<float[]> future : futures) {
        mayFail(() -> assertThat(List.of(answers)).contains(future.get(30, TimeUnit.MINUTES)));
      }
      virtual.join();
    }

    private void blocking(int row) throws Exception {
      float[] out = new float[OUT];
      mayFail(
          () -> {
            batcher.predict(rows, row * IN, out, 0);
            assertThat(out).containsExactly(answers[row]);
          });
    }

    private interface Call {
      void run() throws Exception;
    }

    private static void mayFail(Call call) throws Exception {
      try {
        call.run();
      } catch (OutOfMemoryError | CompletionException | ExecutionException thrown) {
        assertThat(AllocationFaults.isInjected(thrown)).as("%s", thrown).isTrue();
      }
    }

    @Override
    public void check() throws Exception {
      // A row whose caller has left may still be computed: its slot comes back while others are.
      int rounds = 0;
      while (!everySlotIsTaken()) {
        assertThat(rounds++).as("rounds of other rows, and a slot is lost").isLessThan(10_000);
        Thread.sleep(1);
      }
      Thread closer = Thread.startVirtualThread(batcher::close);
      assertThat(closer.join(Duration.ofMinutes(30))).as("closing returns").isTrue();
    }

    /** Hands in as many rows at once as there are slots, and waits for those that are accepted. */
    private boolean everySlotIsTaken() throws Exception {
      List<CompletableFuture<float[]>> futures = new ArrayList<>();
      boolean all = true;
      for (int row = 0; row < CAPACITY && all; row++) {
        try {
          futures.add(batcher.predictAsync(rows, row * IN));
        } catch (RejectedExecutionException full) {
          all = false;
        }
      }
      for (int row = 0; row < futures.size(); row++) {
        assertThat(futures.get(row).get(30, TimeUnit.MINUTES)).containsExactly(answers[row]);
      }
      return all;
    }
  }

  @Test
  void aRequestLosesNoSlot() throws Exception {
    AllocationFaults.Counts counts = AllocationFaults.sweep(Requests.class, 1);

    assertThat(counts.faults()).isGreaterThan(30);
  }

  /** A virtual thread, which needs memory to wait. A row is answered once it waits or failed to. */
  abstract static class Waiting implements AllocationFaults.Scenario {
    final float[] row = {3};
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final Thread thread = Thread.ofVirtual().unstarted(this::run);
    final MicroBatcher batcher =
        new MicroBatcher(1, 1, this::answer, new BatchSettings(1, 0, 2, 1));

    /** What the thread does. */
    abstract void await() throws InterruptedException;

    private void run() {
      try {
        await();
      } catch (Throwable thrown) {
        failure.set(thrown);
      }
    }

    private void answer(int rows, float[] in, int inOffset, float[] out, int outOffset) {
      while (thread.getState() != Thread.State.WAITING && !AllocationFaults.isOver()) {
        Thread.onSpinWait();
      }
      out[outOffset] = -in[inOffset];
    }

    @Override
    public void prepare() {}

    /** Runs the thread to its end, and throws an error that it threw. */
    final void runThread() throws InterruptedException {
      thread.start();
      thread.join();
      if (failure.get() instanceof Error error) {
        throw error;
      }
      assertThat(failure.get() == null).as("%s", failure.get()).isTrue();
    }

    final CompletableFuture<float[]> handedIn() {
      return batcher.predictAsync(row, 0);
    }
  }

  /** It waits for its answer. */
  static final class ForAnAnswer extends Waiting {
    @Override
    void await() throws InterruptedException {
      batcher.predict(row, 0, new float[1], 0);
    }

    @Override
    public void act() throws InterruptedException {
      runThread();
    }

    @Override
    public void check() {
      // The one thread of the batcher is done with the first row when it answers the next.
      assertThat(handedIn().join()).containsExactly(-3);
      List<CompletableFuture<float[]>> both = List.of(handedIn(), handedIn());
      both.forEach(each -> assertThat(each.join()).containsExactly(-3));
      batcher.close();
    }
  }

  @Test
  void aCallerWithoutMemoryToWaitLosesNoSlot() throws Exception {
    AllocationFaults.Counts counts = AllocationFaults.sweep(ForAnAnswer.class, 1);

    assertThat(counts.faults()).as("the buffers of a row, and the wait").isGreaterThanOrEqualTo(4);
    assertThat(counts.escaped()).isEqualTo(counts.faults());
  }

  /** It closes the batcher, and waits for the slot of a row. */
  static final class ForTheEnd extends Waiting {
    private final List<CompletableFuture<float[]>> handedIn = new ArrayList<>();

    @Override
    void await() {
      try {
        batcher.close();
      } catch (OutOfMemoryError noRoom) {
        throw new AssertionError("closing threw: " + noRoom);
      }
    }

    @Override
    public void act() throws InterruptedException {
      handedIn.add(handedIn());
      runThread();
    }

    @Override
    public void check() {
      for (CompletableFuture<float[]> each : handedIn) {
        assertThat(each.handle((answer, fault) -> isRight(answer, fault)).join()).isTrue();
      }
      batcher.close();
      assertThatThrownBy(this::handedIn).isInstanceOf(RejectedExecutionException.class);
    }

    private static boolean isRight(float[] answer, Throwable fault) {
      return fault == null ? answer[0] == -3 : AllocationFaults.isInjected(fault);
    }
  }

  @Test
  void oneWhoClosesWithoutMemoryToWaitStillEndsTheThreads() throws Exception {
    AllocationFaults.Counts counts = AllocationFaults.sweep(ForTheEnd.class, 1);

    assertThat(counts.faults()).as("those of a future, and the wait").isGreaterThan(5);
    assertThat(counts.escaped()).as("what the future's caller got").isLessThan(counts.faults());
  }

  /** The start of a batcher. */
  static final class Start implements AllocationFaults.Scenario {
    private final InferencePlan plan = Plans.mlp(1, IN, 53, OUT);
    private final Set<Thread> before = batcherThreads();

    @Override
    public void prepare() {}

    @Override
    public void act() {
      MicroBatcher.of(plan, SETTINGS).close();
    }

    @Override
    public void check() throws Exception {
      for (Thread thread : batcherThreads()) {
        if (!before.contains(thread)) {
          assertThat(thread.join(Duration.ofMinutes(30))).as("%s ends", thread).isTrue();
        }
      }
    }
  }

  @Test
  void aStartThatFailsLeavesNoThread() throws Exception {
    AllocationFaults.Counts counts = AllocationFaults.sweep(Start.class, 1);

    assertThat(counts.faults()).isGreaterThan(10);
    assertThat(counts.escaped()).isEqualTo(counts.faults());
  }
}
