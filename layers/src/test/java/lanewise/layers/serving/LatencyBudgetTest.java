package lanewise.layers.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.function.LongUnaryOperator;
import lanewise.layers.inference.InferencePlan;
import lanewise.layers.inference.Plans;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("once")
@Tag("compiled")
class LatencyBudgetTest {
  private static final Duration SHORT = Duration.ofMillis(20);

  private final InferencePlan plan = Plans.mlp(1, 16, 8, 4);
  private final float[] in = Plans.gaussians(2, 16);
  private final float[] out = new float[4];

  /** A clock that stands still but for calls, of the duration given, and for waiting. */
  private static final class FakeClock {
    private long now = 1_000_000_007;

    LatencyBudget budget(LongUnaryOperator nanosOfCall) {
      return LatencyBudget.of(
              number -> now += nanosOfCall.applyAsLong(number),
              () -> now,
              due -> now = Math.max(now, due))
          .warmUp(SHORT);
    }
  }

  @Test
  void percentilesAreExact() {
    // 1, 2, …, 2000 ns in another order.
    LatencyBudget budget = new FakeClock().budget(number -> number * 7 % 2000 + 1).calls(2000);

    LatencyBudget.Report report = budget.measure();

    assertThat(report.calls()).isEqualTo(2000);
    assertThat(report.p50Nanos()).isEqualTo(1000);
    assertThat(report.p99Nanos()).isEqualTo(1980);
    assertThat(report.p999Nanos()).isEqualTo(1998);
    assertThat(report.maxNanos()).isEqualTo(2000);
    assertThat(report.bytesPerCall()).isZero();
    assertThat(report.warmUp().calls()).isPositive();
    assertThat(report)
        .hasToString(
            "2000 calls: p50 1000 ns, p99 1980 ns, p99.9 1998 ns, max 2000 ns, 0 B a call");
  }

  @Test
  void percentilesOfFewCallsAreTimesThatOccurred() {
    LatencyBudget.Report one = new FakeClock().budget(number -> 5).calls(1).measure();
    assertThat(one.p50Nanos()).isEqualTo(5);
    assertThat(one.p999Nanos()).isEqualTo(5);

    LatencyBudget.Report three = new FakeClock().budget(number -> 3 - number).calls(3).measure();
    assertThat(three.p50Nanos()).isEqualTo(2);
    assertThat(three.p99Nanos()).isEqualTo(3);
  }

  @Test
  void aLimitMayBeReachedButNotPassed() {
    LatencyBudget budget =
        new FakeClock()
            .budget(number -> number + 1)
            .calls(1000)
            .p50(Duration.ofNanos(500))
            .p99(Duration.ofNanos(990))
            .p999(Duration.ofNanos(999))
            .bytesPerCall(0);
    assertThat(budget.check().p999Nanos()).isEqualTo(999);

    assertThatThrownBy(() -> budget.p99(Duration.ofNanos(989)).check())
        .isInstanceOf(AssertionError.class)
        .hasMessageStartingWith(
            """
            latency budget broken
              p50: 500 ns, within 500 ns
              p99: 990 ns, above 989 ns
              p99.9: 999 ns, within 999 ns
              bytes a call: 0, within 0
              measured: 1000 calls: p50 500 ns, p99 990 ns, p99.9 999 ns, max 1000 ns, 0 B a call
              warm-up: \
            """)
        .hasMessageContaining(" calls in ");
  }

  @Test
  void eachLimitIsChecked() {
    LongUnaryOperator steady = number -> 100;
    Duration less = Duration.ofNanos(99);
    broken(new FakeClock().budget(steady).p50(less), "p50: 100 ns, above 99 ns");
    broken(new FakeClock().budget(steady).p99(less), "p99: 100 ns, above 99 ns");
    broken(new FakeClock().budget(steady).p999(less), "p99.9: 100 ns, above 99 ns");
  }

  private static void broken(LatencyBudget budget, String line) {
    assertThatThrownBy(budget::check)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining(line)
        .message()
        .satisfies(message -> assertThat(message.lines()).hasSize(4));
  }

  @Test
  void aPauseIsOneCallInAClosedLoopAndAllThatWereDueInAnOpenOne() {
    // Calls of 1 us; the one numbered 100 takes 500 us.
    LongUnaryOperator pause = number -> number == 100 ? 500_000 : 1_000;

    LatencyBudget.Report closed = new FakeClock().budget(pause).calls(1000).measure();
    assertThat(closed.p99Nanos()).isEqualTo(1_000);
    assertThat(closed.maxNanos()).isEqualTo(500_000);

    LatencyBudget.Report open =
        new FakeClock().budget(pause).calls(1000).perSecond(100_000).measure();
    // One call every 10 us: 500, 491, 482, … us, until 1 us is reached again.
    assertThat(open.maxNanos()).isEqualTo(500_000);
    assertThat(open.p999Nanos()).isEqualTo(491_000);
    assertThat(open.p99Nanos()).isEqualTo(410_000);
    assertThat(open.p50Nanos()).isEqualTo(1_000);
  }

  @Test
  void callsAreDueAtTheRateHoweverLittleTheyTake() {
    FakeClock clock = new FakeClock();
    long start = clock.now;
    LatencyBudget.of(number -> {}, () -> clock.now, due -> clock.now = due)
        .warmUp(SHORT)
        .calls(301)
        .perSecond(3)
        .p50(Duration.ofNanos(1))
        .check();

    assertThat(clock.now - start).isEqualTo(100_000_000_000L);
  }

  @Test
  void aPlanKeepsARealBudgetInBothLoops() {
    LatencyBudget budget =
        LatencyBudget.of(() -> plan.predict(in, 0, out, 0))
            .warmUp(Duration.ofMinutes(30))
            .calls(20_000)
            .p50(Duration.ofSeconds(1))
            .p99(Duration.ofMinutes(1))
            .bytesPerCall(0);
    LatencyBudget.Report report = budget.check();
    assertThat(report.p50Nanos()).isPositive();
    assertThat(report.p99Nanos()).isGreaterThanOrEqualTo(report.p50Nanos());
    assertThat(report.maxNanos()).isGreaterThanOrEqualTo(report.p999Nanos());

    long begin = System.nanoTime();
    budget.calls(200).perSecond(1000).check();
    assertThat(System.nanoTime() - begin).isGreaterThanOrEqualTo(199_000_000);
  }

  @Test
  void allocationBreaksTheBudget() {
    byte[][] kept = new byte[1][];
    LatencyBudget budget =
        LatencyBudget.of(number -> kept[0] = new byte[1000 + (int) (number & 1)])
            .warmUp(SHORT)
            .bytesPerCall(1015);

    assertThatThrownBy(budget::check)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("bytes a call: 10")
        .hasMessageContaining(", above 1015");
    assertThat(budget.bytesPerCall(1100).check().bytesPerCall()).isBetween(1016L, 1100L);
  }

  @Test
  void bytesCannotBeLimitedOnAVirtualThread() throws Exception {
    Crowd.ofVirtualThreads(
            1,
            n ->
                assertThatThrownBy(() -> LatencyBudget.of(() -> {}).bytesPerCall(0).check())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageStartingWith("latency budget: bytes cannot be counted here;"))
        .join();
  }

  @Test
  void refusesWhatMeansNothing() {
    LatencyBudget budget = LatencyBudget.of(() -> {});
    assertThatThrownBy(budget::check)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "latency budget: no limit is set; set one, or use measure() to see the figures");
    assertThatThrownBy(() -> budget.calls(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("latency budget: 0 calls: use at least 1");
    assertThatThrownBy(() -> budget.perSecond(0))
        .hasMessage("latency budget: 0.0 calls per second: use more than 0");
    assertThatThrownBy(() -> budget.perSecond(Double.NaN))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> budget.p999(Duration.ZERO))
        .hasMessage("latency budget: the limit of p99.9 is PT0S; use more than 0");
    assertThatThrownBy(() -> budget.warmUp(Duration.ofNanos(-1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> budget.bytesPerCall(-1))
        .hasMessage("latency budget: -1 bytes per call: use 0 or more");
  }

  @Test
  void whatACallThrowsIsPassedOn() {
    LatencyBudget budget =
        LatencyBudget.of(
                () -> {
                  throw new UnsupportedOperationException("no model");
                })
            .p50(SHORT);
    assertThatThrownBy(budget::check).hasMessage("no model");
  }
}
