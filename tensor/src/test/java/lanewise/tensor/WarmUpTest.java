package lanewise.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import lanewise.tensor.blas.Blas;
import lanewise.tensor.blas.PackedWeights;
import lanewise.tensor.blas.Transpose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("once")
class WarmUpTest {
  /** A clock that stands still but for what code takes. */
  private long now = 1_000_000_007;

  @Test
  void aProductOfOneRowSettlesAndAllocatesNothing() {
    PackedWeights weights = PackedWeights.of(Transpose.YES, 300, 77, new float[77 * 300], 0, 300);
    float[] x = new float[300];
    float[] y = new float[77];

    WarmUp evidence =
        WarmUp.run(() -> Blas.sgemmPacked(1, x, 0, 300, weights, y, 0, 77), Duration.ofMinutes(30));

    assertThat(evidence.settled()).as(evidence.toString()).isTrue();
    assertThat(evidence.bytesPerCall()).isZero();
    assertThat(evidence.calls()).isGreaterThan(100);
    assertThat(evidence.lastMicroseconds()).isLessThanOrEqualTo(evidence.firstMicroseconds());
    assertThat(evidence.toString())
        .startsWith(evidence.calls() + " calls in ")
        .endsWith(" 0 B a call, settled, vectors of " + evidence.vectorBits() + " bits");
    assertThat(evidence.vectorBits()).isEqualTo(Engine.describe().vectorBits()).isPositive();
  }

  @Test
  void theLimitEndsWhatKeepsGettingFaster() {
    AtomicInteger calls = new AtomicInteger();
    Runnable faster = () -> take(40_000_000L / (1L << Math.min(30, calls.getAndIncrement())));

    WarmUp evidence = WarmUp.run(faster, Duration.ofNanos(1), () -> now);

    assertThat(evidence.settled()).isFalse();
    assertThat(evidence.calls()).isEqualTo(1);
    assertThat(evidence.firstMicroseconds()).isGreaterThanOrEqualTo(40_000);
    assertThat(evidence.toString()).contains(", still changing, ");
  }

  /** As when a service first runs scalar code, then a kernel that is not compiled yet. */
  @Test
  void slowerCodeThatAllocatesIsWaitedFor() {
    AtomicInteger calls = new AtomicInteger();
    byte[][] sink = new byte[1][];
    Runnable changing =
        () -> {
          int call = calls.getAndIncrement();
          boolean boxing = call >= 10 && call < 110;
          if (boxing) {
            sink[0] = new byte[100_000];
          }
          take(boxing ? 3_000_000 : call < 10 ? 100_000 : 1_000);
        };

    WarmUp evidence = WarmUp.run(changing, Duration.ofSeconds(20), () -> now);

    assertThat(evidence.settled()).as(evidence.toString()).isTrue();
    assertThat(evidence.calls()).isGreaterThan(110);
    assertThat(evidence.bytesPerCall()).isZero();
  }

  private void take(long nanos) {
    now += nanos;
  }

  @Test
  void refusesNoTimeAndPassesOnWhatIsThrown() {
    assertThatThrownBy(() -> WarmUp.run(() -> {}, Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("warm-up: the limit is PT0S; use more than 0");
    assertThatThrownBy(
            () ->
                WarmUp.run(
                    () -> {
                      throw new IllegalStateException("no model");
                    },
                    Duration.ofSeconds(1)))
        .hasMessage("no model");
  }
}
