package lanewise.bench.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import lanewise.bench.report.Estimate;
import org.junit.jupiter.api.Test;

final class ShareTest {
  private static Estimate work(double... nanos) {
    return Estimate.of(List.of(nanos));
  }

  @Test
  void theBoundIsTheLongerOfTheBestTimes() {
    Share bytes = Share.of(new double[] {40, 90}, new double[] {80, 50, 70}, work(100));
    assertThat(bytes).isEqualTo(new Share(50, false, 0.5, 0.5, 0.5));

    Share operations = Share.of(new double[] {90, 60}, new double[] {50, 80}, work(80));
    assertThat(operations).isEqualTo(new Share(60, true, 0.75, 0.75, 0.75));
  }

  /** A round in which all is slower is no better bound. */
  @Test
  void disturbedRoundsChangeNoBound() {
    double[] work = {100, 101, 102, 300, 101};
    double[] calm = {80, 81, 80, 82, 80};
    double[] disturbed = {80, 81, 80, 400, 400};

    assertThat(Share.of(calm, disturbed, work(work))).isEqualTo(Share.of(calm, calm, work(work)));
  }

  @Test
  void aShareAboveAllByMoreThanItsIntervalSaysThatTheBoundWasTooLow() {
    double[] bound = {100, 104};
    Share within = Share.of(bound, bound, work(90, 95, 97, 103, 110));
    assertThat(within.share()).isGreaterThan(1);
    assertThat(within.low()).isLessThan(1);
    assertThat(within.boundTooLow()).isFalse();

    Share beyond = Share.of(bound, bound, work(90, 91, 92, 93, 94));
    assertThat(beyond.low()).isBetween(100 / 94.0, beyond.share());
    assertThat(beyond.share()).as("not clipped").isEqualTo(100 / 92.0);
    assertThat(beyond.high()).isBetween(beyond.share(), 100 / 90.0);
    assertThat(beyond.boundTooLow()).isTrue();
  }
}
