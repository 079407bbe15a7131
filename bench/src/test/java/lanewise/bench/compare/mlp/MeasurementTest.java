package lanewise.bench.compare.mlp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import lanewise.bench.compare.Slices;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

final class MeasurementTest {
  private static Measurement of(String competitor) {
    return of(competitor, 2000);
  }

  private static Measurement of(String competitor, double median) {
    return new Measurement(
        "4-16-3", 64, competitor, "float32", new Slices(median, 0.25), new Tails(1900, 3000, 9000));
  }

  @Test
  void aLineHasMicrosecondsAndNamesTheCase() {
    assertThat(of("other").json(Double.NaN))
        .isEqualTo(
            "{\"work\":\"mlp\",\"case\":\"4-16-3, batch 64\",\"competitor\":\"other\","
                + "\"variant\":\"float32\",\"unit\":\"us\",\"higherIsBetter\":false,\"median\":2.0,"
                + "\"spread\":0.25,\"p50\":1.9,\"p99\":3.0,\"p999\":9.0}");
  }

  @Test
  void onlyOursHasARatioAndOnlyWherePeersWereMeasured() {
    assertThat(of("lanewise").json(5000)).contains("\"ratioToBestPeer\":2.5");
    assertThat(of("lanewise").json(Double.NaN)).doesNotContain("ratioToBestPeer");
    assertThat(of("other").json(5000)).doesNotContain("ratioToBestPeer");
  }

  @Test
  void theBestPeerHasTheSmallestMedianAndIsNotOurs() {
    Measurement slow = of("slow", 7000);
    Measurement fast = of("fast", 4000);

    assertThat(Measurement.bestPeer(List.of(of("lanewise"), slow, fast))).isEqualTo(4000);
    assertThat(Measurement.bestPeer(List.of(of("lanewise")))).isNaN();
  }

  @Test
  void tailsArePercentilesOfTheHistogram() {
    Histogram nanos = new Histogram(3);
    for (int i = 1; i <= 1000; i++) {
      nanos.recordValue(i);
    }

    assertThat(Tails.of(nanos)).isEqualTo(new Tails(500, 990, 999));
  }
}
