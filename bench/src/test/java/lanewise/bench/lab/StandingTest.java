package lanewise.bench.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import lanewise.bench.report.Estimate;
import org.junit.jupiter.api.Test;

final class StandingTest {
  private static Estimate between(double low, double high) {
    return new Estimate((low + high) / 2, low, high, 0, List.of((low + high) / 2), false);
  }

  @Test
  void theRatioIsTheTimeOfOursByThatOfYours() {
    assertThat(Standing.of(between(40, 60), between(90, 110)))
        .isEqualTo(new Standing(2, 1.5, 2.75));
  }

  @Test
  void intervalsThatHaveSomethingInCommonAreNoise() {
    Estimate ours = between(90, 110);

    assertThat(Standing.of(between(60, 89), ours).verdict()).isEqualTo("faster");
    assertThat(Standing.of(between(60, 91), ours).verdict()).isEqualTo("within noise");
    assertThat(Standing.of(between(60, 90), ours).verdict()).as("touch").isEqualTo("within noise");
    assertThat(Standing.of(between(109, 150), ours).verdict()).isEqualTo("within noise");
    assertThat(Standing.of(between(111, 150), ours).verdict()).isEqualTo("slower");
    assertThat(Standing.of(between(95, 105), ours).words()).isEqualTo("within noise");
    assertThat(Standing.of(between(111, 150), ours).words()).isEqualTo("yours is slower");
  }
}
