package lanewise.layers.serving;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import lanewise.layers.inference.InferencePlan;
import lanewise.layers.inference.Plans;
import lanewise.layers.inference.Workspace;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Many threads on one plan, without rest, give the bits of one thread: some calls of each, or as
 * many as fit into the seconds that {@code -Dlanewise.soak.seconds=60} gives.
 */
@Tag("once")
class SharedPlanTest {
  private static final int SECONDS = Integer.getInteger("lanewise.soak.seconds", 0);
  private static final int ROWS = 70;

  private static final int FEWEST_CALLS = 300;

  @Test
  void manyThreadsGiveTheBitsOfOne() throws Exception {
    InferencePlan plan = Plans.mlp(5, 64, 96, 33, 10);
    float[] rows = Plans.gaussians(6, ROWS * 64);
    float[][] answers = Plans.answers(plan, rows);
    AtomicLong asked = new AtomicLong();
    long end = System.nanoTime() + SECONDS * 1_000_000_000L;

    Crowd.ofPlatformThreads(
            24,
            n -> {
              Workspace own = plan.newWorkspace(1 + n);
              float[] out = new float[ROWS * 10];
              for (int i = n; i < n + FEWEST_CALLS || System.nanoTime() - end < 0; i++) {
                int first = i % ROWS;
                int count = 1 + i % 7 % (ROWS - first);
                Arrays.fill(out, Float.NaN);
                switch (n % 3) {
                  case 0 -> plan.predict(count, rows, first * 64, out, 0);
                  case 1 -> plan.predict(own, count, rows, first * 64, out, 0);
                  default -> {
                    count = 1;
                    plan.predict(rows, first * 64, out, 0);
                  }
                }
                for (int row = 0; row < count; row++) {
                  int from = row * 10;
                  if (!Arrays.equals(out, from, from + 10, answers[first + row], 0, 10)) {
                    throw new AssertionError(
                        "thread %d, row %d of %d from %d".formatted(n, row, count, first));
                  }
                }
                asked.addAndGet(count);
              }
            })
        .join();

    assertThat(asked.get()).isGreaterThan(1000);
  }
}
