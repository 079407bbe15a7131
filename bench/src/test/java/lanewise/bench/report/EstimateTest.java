package lanewise.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class EstimateTest {
  /** Slices between 1 and 1.02 times a value. */
  private static double[] fork(double around, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return random.doubles(15, around, 1.02 * around).toArray();
  }

  @Test
  void medianAndSpreadDoNotDependOnTheOrder() {
    double[] nanos = IntStream.rangeClosed(1, 11).mapToDouble(i -> i * 7 % 11 * 10 + 10).toArray();

    Estimate estimate = Estimate.of(List.of(nanos));

    assertThat(estimate.median()).isEqualTo(60);
    assertThat(estimate.spread()).isEqualTo((100.0 - 20.0) / 60);
    assertThat(nanos[0]).isEqualTo(80);
  }

  @Test
  void oneSliceIsItsOwnInterval() {
    assertThat(Estimate.of(List.of(new double[] {5})))
        .isEqualTo(new Estimate(5, 5, 5, 0, List.of(5.0), false));
  }

  @Test
  void theIntervalHoldsTheMedianAndShrinksWithMoreForks() {
    Estimate few = Estimate.of(List.of(fork(100, 1), fork(101, 2)));
    Estimate many =
        Estimate.of(IntStream.range(0, 20).mapToObj(i -> fork(i % 2 == 0 ? 100 : 101, i)).toList());

    assertThat(few.low()).isBetween(100.0, few.median());
    assertThat(few.high()).isBetween(few.median(), 1.02 * 101);
    assertThat(many.high() - many.low()).isLessThan(few.high() - few.low());
  }

  @Test
  void forksThatDisagreeByMoreThanTheyVaryAreSeen() {
    assertThat(Estimate.of(List.of(fork(100, 1), fork(104, 2), fork(100, 3))).split()).isFalse();
    Estimate split = Estimate.of(List.of(fork(100, 1), fork(120, 2), fork(100, 3)));

    assertThat(split.split()).isTrue();
    assertThat(split.forks()).hasSize(3);
    assertThat(split.forks().get(1)).isBetween(120.0, 1.02 * 120);
    assertThat(split.high()).as("the interval has both").isGreaterThan(119);
  }

  @Test
  void wideForksMayDifferByWhatTheyVary() {
    double[] wide = {80, 90, 100, 110, 120};
    double[] wider = {90, 100, 110, 120, 130};

    assertThat(Estimate.of(List.of(wide, wider)).split()).isFalse();
  }

  @Test
  void noSliceIsRefused() {
    assertThatThrownBy(() -> Estimate.of(List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("estimate: there is no slice");
    assertThatThrownBy(() -> Estimate.of(List.of(new double[0])))
        .hasMessage("estimate: there is no slice");
  }
}
