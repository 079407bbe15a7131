package lanewise.bench.compare.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import lanewise.bench.compare.Unit;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

final class PercentilesTest {
  private static Map<String, Double> of(int calls) {
    Histogram nanos = new Histogram(3);
    for (int i = 1; i <= calls; i++) {
      nanos.recordValue(1000L * i);
    }
    return Percentiles.of(nanos, Unit.MICROS);
  }

  @Test
  void ofTenThousandCallsTheLargestIsBeyondTheLast() {
    Map<String, Double> figures = of(10_000);

    assertThat(figures).containsOnlyKeys("p50", "p90", "p99", "p999", "p9999");
    assertThat(figures.get("p50")).isBetween(4995.0, 5005.0);
    assertThat(figures.get("p9999")).isBetween(9990.0, 10_010.0);
  }

  @Test
  void fewCallsTellNoRarePercentile() {
    assertThat(of(9_999)).containsOnlyKeys("p50", "p90", "p99", "p999");
    assertThat(of(999)).containsOnlyKeys("p50", "p90", "p99");
    assertThat(of(2)).containsOnlyKeys("p50");
    assertThat(of(0)).isEmpty();
  }
}
