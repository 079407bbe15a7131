package lanewise.layers.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import lanewise.tensor.Engine;
import org.junit.jupiter.api.Test;

class RequiredVectorsTest {
  private final AtomicInteger calls = new AtomicInteger();
  private final LatencyBudget budget =
      LatencyBudget.of(() -> calls.incrementAndGet()).calls(10).warmUp(Duration.ofMillis(1));

  @Test
  void aBudgetMayRequireVectors() {
    int bits = Engine.describe().vectorBits();
    budget.requireVectors();
    if (bits > 0) {
      assertThat(budget.check().warmUp().vectorBits()).isEqualTo(bits);
    } else {
      assertThatThrownBy(budget::check)
          .isInstanceOf(AssertionError.class)
          .hasMessage(
              "latency budget: scalar code runs, not vectors: forced by -Dlanewise.simd=scalar");
      assertThat(calls).hasValue(0);
    }
  }

  @Test
  void aReportTellsOfScalarCode() {
    LatencyBudget.Report report = budget.measure();
    boolean scalar = Engine.describe().vectorBits() == 0;
    assertThat(report.toString().endsWith(", scalar code")).isEqualTo(scalar);
    assertThat(report.warmUp().toString().endsWith(", scalar code")).isEqualTo(scalar);
  }
}
