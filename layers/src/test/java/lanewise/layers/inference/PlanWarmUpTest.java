package lanewise.layers.inference;

import static org.assertj.core.api.Assertions.assertThat;

import lanewise.tensor.WarmUp;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("once")
class PlanWarmUpTest {
  private static final long SECOND = 1_000_000_000;

  /** A clock that stands still but for what calls take. */
  private long now = 7;

  private int calls;
  private int mostRows;

  private void take(int rows, long nanosPerRow) {
    calls++;
    mostRows = Math.max(mostRows, rows);
    now += rows * nanosPerRow;
  }

  private WarmUp evidence(long slowNanosPerRow, int slowCalls, long limit) {
    return new PlanWarmUp(
            rows -> take(rows, calls < slowCalls ? slowNanosPerRow : 1_000_000),
            end -> {},
            () -> now)
        .run(64, limit);
  }

  /** As where vectors are objects and other programs use the processor. */
  @Test
  void noCallBeginsThatIsExpectedToEndAfterTheLimit() {
    WarmUp evidence = evidence(SECOND, Integer.MAX_VALUE, 2 * SECOND);
    assertThat(evidence.milliseconds()).isEqualTo(2_000);
    assertThat(evidence.settled()).isFalse();
    assertThat(evidence.calls()).isEqualTo(calls).isEqualTo(2);
    assertThat(mostRows).isEqualTo(1);

    now = -7;
    calls = 0;
    WarmUp longer = evidence(SECOND / 10, Integer.MAX_VALUE, 10 * SECOND);
    assertThat(longer.milliseconds()).isEqualTo(10_000);
    assertThat(longer.settled()).isFalse();
    assertThat(mostRows).isEqualTo(16);
    assertThat(longer.lastMicroseconds()).isPositive();
  }

  @Test
  void allRowsAreCalledOnceTheyAreExpectedToEndInTime() {
    WarmUp evidence = evidence(SECOND, 3, 20 * SECOND);
    assertThat(mostRows).isEqualTo(64);
    assertThat(evidence.calls()).isEqualTo(calls).isGreaterThan(9);
    assertThat(evidence.firstMicroseconds()).isEqualTo(64_000);
  }

  @Test
  void oneRowIsCalledEvenWhereTheLimitIsOver() {
    WarmUp evidence = new PlanWarmUp(rows -> take(rows, SECOND), end -> {}, () -> now).run(1, 1);
    assertThat(evidence.calls()).isEqualTo(calls).isEqualTo(2);
    assertThat(evidence.settled()).isFalse();
  }
}
