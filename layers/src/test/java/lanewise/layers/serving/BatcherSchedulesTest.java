package lanewise.layers.serving;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import lanewise.faults.Schedules;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The batcher in schedules that seeds decide. */
@Tag("once")
@Timeout(36_000)
class BatcherSchedulesTest {
  private static final Class<?>[] TESTED = {MicroBatcher.class, SlotQueue.class, FreeSlots.class};

  /** Callers, one of whom may be interrupted, and one who closes at any time. */
  static final class Callers implements Schedules.Scenario {
    private final int callers = 1 + Schedules.draw(4);
    private final MicroBatcher batcher =
        new MicroBatcher(
            1,
            1,
            (rows, in, inOffset, out, outOffset) -> {
              for (int i = 0; i < rows; i++) {
                out[outOffset + i] = in[inOffset + i] + 1;
              }
            },
            new BatchSettings(
                1 + Schedules.draw(3),
                Schedules.draw(2),
                3 + Schedules.draw(2),
                1 + Schedules.draw(2)));
    private int ended;

    @Override
    public List<Runnable> threads() {
      List<Runnable> threads = new ArrayList<>();
      for (int i = 0; i < callers; i++) {
        int number = i;
        threads.add(() -> call(number));
      }
      threads.add(batcher::close);
      if (Schedules.draw(2) == 0) {
        threads.add(() -> Schedules.interrupt(Schedules.draw(callers)));
      }
      return threads;
    }

    private void call(int number) {
      float[] out = new float[1];
      for (int row = 10 * number; row < 10 * number + 3; row++) {
        out[0] = -1;
        try {
          batcher.predict(new float[] {row}, 0, out, 0);
          assertThat(out[0]).isEqualTo(row + 1);
        } catch (InterruptedException | RejectedExecutionException refused) {
          assertThat(out[0]).isEqualTo(-1);
        }
      }
      ended++;
    }

    @Override
    public void check() {
      assertThat(ended).isEqualTo(callers);
      MicroBatcher.Counts counts = batcher.counts();
      assertThat(counts.rows()).isBetween(0L, 3L * callers);
      assertThat(counts.batches()).isLessThanOrEqualTo(counts.rows());
    }
  }

  @Test
  void everyCallerReturnsAndClosingEnds() throws Exception {
    Schedules.run(Callers.class, TESTED);
  }

  /** Callers of full batches, whose first row waits without end for the last. */
  static final class FullBatches implements Schedules.Scenario {
    private final MicroBatcher batcher =
        new MicroBatcher(
            1,
            1,
            (rows, in, inOffset, out, outOffset) -> {
              assertThat(rows).isEqualTo(3);
              System.arraycopy(in, inOffset, out, outOffset, rows);
            },
            new BatchSettings(3, 60_000_000, 3, 1 + Schedules.draw(2)));
    private final long begin = Schedules.nanoTime();
    private int ended;

    @Override
    public List<Runnable> threads() {
      List<Runnable> threads = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        threads.add(this::call);
      }
      return threads;
    }

    private void call() {
      try {
        for (int round = 0; round < 2; round++) {
          batcher.predict(new float[1], 0, new float[1], 0);
        }
      } catch (InterruptedException impossible) {
        throw new AssertionError(impossible);
      }
      if (++ended == 3) {
        assertThat(Schedules.nanoTime() - begin)
            .as("a wake-up was missed")
            .isLessThan(60_000_000_000L);
        batcher.close();
      }
    }

    @Override
    public void check() {
      assertThat(batcher.counts()).isEqualTo(new MicroBatcher.Counts(6, 2, 0));
    }
  }

  @Test
  void aFullBatchMissesNoWakeUp() throws Exception {
    Schedules.run(FullBatches.class, TESTED);
  }
}
