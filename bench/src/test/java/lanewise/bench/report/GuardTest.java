package lanewise.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import lanewise.layers.format.Json;
import lanewise.layers.format.JsonObject;
import org.junit.jupiter.api.Test;

final class GuardTest {
  /** A rate with an interval of a percent on each side. */
  private static Line line(String name, String library, double median) {
    return new Line(
        (JsonObject)
            Json.parse(
                """
                {"work":"gemm","case":"%s","competitor":"%s","variant":"way","threads":1,
                 "unit":"GFLOP/s","higherIsBetter":true,"median":%s,"low":%s,"high":%s}\
                """
                    .formatted(name, library, median, 0.99 * median, 1.01 * median)));
  }

  private static List<Line> run(double ours, double machine, double peer) {
    return List.of(
        line("square 8", "lanewise", ours),
        line("square 8", "machine", machine),
        line("square 8", "OpenBLAS", peer),
        line("square 9", "lanewise", 50),
        line("square 9", "OpenBLAS", 50));
  }

  @Test
  void theSameRunFallsNowhere() {
    assertThat(Guard.falls(run(90, 100, 80), run(90, 100, 80))).isEmpty();
  }

  @Test
  void aMachineThatIsSlowerTodayIsNoFall() {
    assertThat(Guard.falls(run(90, 100, 80), run(60, 67, 53))).isEmpty();
  }

  @Test
  void aTenthLessIsNamedWithItsNoise() {
    List<Guard.Fall> falls = Guard.falls(run(90, 100, 80), run(81, 100, 80));

    assertThat(falls).hasSize(1);
    assertThat(falls.getFirst())
        .hasToString(
            "gemm, square 8, lanewise, way, 1 threads: -10.0% against machine (noise 3.1%)");
  }

  @Test
  void whatIsFasterOrWithinTheNoiseIsNoFall() {
    assertThat(Guard.falls(run(90, 100, 80), run(99, 100, 80))).isEmpty();
    assertThat(Guard.falls(run(90, 100, 80), run(88, 100, 80))).isEmpty();
  }

  @Test
  void withoutTheMachineEveryPeerIsAYardstick() {
    List<Line> before = List.of(line("a", "lanewise", 50), line("a", "OpenBLAS", 50));
    List<Line> now = List.of(line("a", "lanewise", 40), line("a", "OpenBLAS", 50));

    assertThat(Guard.falls(before, now))
        .extracting(Guard.Fall::yardstick)
        .containsExactly("OpenBLAS");
    assertThat(Guard.falls(before, List.of(line("b", "lanewise", 1)))).isEmpty();
  }

  @Test
  void theClassOfProcessorsIsThatOfTheEnvironment() {
    Line environment =
        new Line(
            (JsonObject)
                Json.parse("{\"work\":\"gemm\",\"environment\":{\"class\":\"intel-avx512\"}}"));

    assertThat(Guard.processors(List.of(environment))).isEqualTo("intel-avx512");
    assertThat(Guard.processors(List.of())).isEqualTo("unknown");
  }
}
