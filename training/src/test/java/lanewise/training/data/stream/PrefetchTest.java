package lanewise.training.data.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import lanewise.layers.loss.Targets;
import lanewise.training.data.BatchSource;
import lanewise.training.data.DataException;
import lanewise.training.data.Minibatches;
import lanewise.training.data.RowFormat;
import lanewise.training.data.TestData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the thread of {@link Prefetch} does, and when it ends. */
@Tag("once")
@Timeout(3_600)
final class PrefetchTest {
  private static final Duration LONG = Duration.ofMinutes(30);

  private final float[] features = new float[2];
  private final Targets targets = Targets.ofClasses(new int[2]);

  /** Ten rows in batches of two, with something to do before each batch. */
  private static class Scripted implements BatchSource {
    private final BatchSource rows = Minibatches.of(TestData.numbered(10), 2, 1);
    final AtomicInteger calls = new AtomicInteger();
    volatile boolean closed;

    @SuppressWarnings("UnusedVariable") // subclasses read it
    void before(int call) {}

    @Override
    public RowFormat format() {
      return rows.format();
    }

    @Override
    public int maxRows() {
      return rows.maxRows();
    }

    @Override
    public int batchesPerEpoch() {
      return rows.batchesPerEpoch();
    }

    @Override
    public int next(float[] x, Targets y) {
      before(calls.incrementAndGet());
      return rows.next(x, y);
    }

    @Override
    public void nextEpoch() {
      rows.nextEpoch();
    }

    @Override
    public Position position() {
      return rows.position();
    }

    @Override
    public void moveTo(Position position) {
      rows.moveTo(position);
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  private static Set<Thread> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("lanewise-prefetch"))
        .collect(Collectors.toSet());
  }

  private static void awaitNoThread() throws InterruptedException {
    for (Thread thread : threads()) {
      thread.join();
    }
  }

  @AfterEach
  void everyTestLeavesNoThread() {
    assertThat(threads()).isEmpty();
  }

  private int next(BatchSource batches) {
    return batches.next(features, targets);
  }

  @Test
  void readsNoFurtherAheadThanItMay() throws InterruptedException {
    CountDownLatch fifth = new CountDownLatch(5);
    Scripted source =
        new Scripted() {
          @Override
          void before(int call) {
            fifth.countDown();
          }
        };
    try (Prefetch batches = Prefetch.of(source, 4, LONG)) {
      assertThat(threads()).isEmpty();
      assertThat(next(batches)).isEqualTo(2);
      fifth.await(); // one was taken, four wait
      Thread.sleep(50);
      assertThat(source.calls).hasValue(5);
    }
    assertThat(source.closed).isTrue();
  }

  @Test
  void closeStopsTheThreadAndTheSource() {
    Scripted source = new Scripted();
    Prefetch batches = Prefetch.of(source, 2, LONG);
    next(batches);
    assertThat(threads()).hasSize(1);
    batches.close();
    assertThat(threads()).isEmpty();
    assertThat(source.closed).isTrue();
    batches.close();
    assertThat(batches.position()).isEqualTo(new BatchSource.Position(0, 2));
    assertThatThrownBy(() -> next(batches))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("prefetch: the batches are closed");
  }

  @Test
  void closeInterruptsASourceThatHangs() throws InterruptedException {
    CountDownLatch hangs = new CountDownLatch(1);
    AtomicReference<Throwable> ended = new AtomicReference<>();
    Scripted source =
        new Scripted() {
          @Override
          void before(int call) {
            if (call == 2) {
              hangs.countDown();
              try {
                new CountDownLatch(1).await();
              } catch (InterruptedException expected) {
                ended.set(expected);
                throw new IllegalStateException(expected);
              }
            }
          }
        };
    Prefetch batches = Prefetch.of(source, 2, LONG);
    assertThat(next(batches)).isEqualTo(2);
    hangs.await();
    batches.close();
    assertThat(ended.get()).isInstanceOf(InterruptedException.class);
  }

  @Test
  void anExceptionComesAfterTheBatchesBeforeIt() {
    UncheckedIOException fault = new UncheckedIOException(new DataException("file: is damaged"));
    Scripted source =
        new Scripted() {
          @Override
          void before(int call) {
            if (call == 3) {
              throw fault;
            }
          }
        };
    try (Prefetch batches = Prefetch.of(source, 4, LONG)) {
      assertThat(next(batches)).isEqualTo(2);
      assertThat(next(batches)).isEqualTo(2);
      assertThatThrownBy(() -> next(batches))
          .isSameAs(fault)
          .hasRootCauseMessage("file: is damaged");
      assertThatThrownBy(() -> next(batches)).isSameAs(fault);
      assertThat(batches.position()).isEqualTo(new BatchSource.Position(0, 4));
      // The call with the fault is over, so that the source may be asked again.
      batches.moveTo(batches.position());
      assertThat(next(batches)).isEqualTo(2);
    }
  }

  @Test
  void anErrorReachesTheCallerToo() {
    Scripted source =
        new Scripted() {
          @Override
          void before(int call) {
            throw new OutOfMemoryError("planted");
          }
        };
    try (Prefetch batches = Prefetch.of(source, 1, LONG)) {
      assertThatThrownBy(() -> next(batches)).isInstanceOf(OutOfMemoryError.class);
    }
  }

  @Test
  void anInterruptedCallerEndsTheThread() throws InterruptedException {
    CountDownLatch started = new CountDownLatch(1);
    Scripted source =
        new Scripted() {
          @Override
          void before(int call) {
            started.countDown();
            try {
              new CountDownLatch(1).await();
            } catch (InterruptedException closed) {
              throw new IllegalStateException(closed);
            }
          }
        };
    Prefetch batches = Prefetch.of(source, 2, LONG);
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    AtomicReference<Boolean> flag = new AtomicReference<>();
    Thread caller =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    next(batches);
                  } catch (UncheckedIOException e) {
                    thrown.set(e);
                    flag.set(Thread.currentThread().isInterrupted());
                  }
                });
    started.await();
    caller.interrupt();
    caller.join();
    assertThat(thrown.get())
        .isInstanceOf(UncheckedIOException.class)
        .hasCauseInstanceOf(InterruptedIOException.class);
    assertThat(flag.get()).isTrue();
    assertThat(source.closed).isTrue();
    assertThat(threads()).isEmpty();
  }

  @Test
  void aThreadThatNobodyNeedsEndsAndAnotherContinues() throws InterruptedException {
    Scripted source = new Scripted();
    Prefetch batches = Prefetch.of(source, 2, Duration.ofMillis(20));
    int rows = 0;
    for (int n = next(batches); n > 0; n = next(batches)) {
      rows += n;
      awaitNoThread();
    }
    assertThat(rows).isEqualTo(10);
    awaitNoThread(); // nothing was closed
    assertThat(source.closed).isFalse();
  }

  @Test
  void refusesToReadNothingAhead() {
    assertThatThrownBy(() -> Prefetch.of(new Scripted(), 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("prefetch: 0 batches must be above 0");
  }
}
