package lanewise.bench.compare.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import lanewise.bench.compare.Unit;
import lanewise.bench.report.Estimate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReportTest {
  @TempDir private Path folder;

  private static Result result(String library, double median, Map<String, Double> figures) {
    Library found =
        Library.ALL.stream().filter(each -> each.named(library)).findFirst().orElseThrow();
    return new Result(
        found,
        "way",
        new Estimate(median, median - 100, median + 100, 0.25, List.of(median), false),
        figures);
  }

  private List<String> lines(Unit unit, Result... results) throws IOException {
    Path json = folder.resolve("lines");
    new Report("gemm", 1, json).results("square 8", unit, List.of(results));
    return Files.readAllLines(json);
  }

  @Test
  void aLineHasTheCaseTheUnitAndTheInterval() throws IOException {
    assertThat(lines(Unit.MICROS, result("onnx", 2000, Map.of("p99", 3.5))))
        .containsExactly(
            "{\"work\":\"gemm\",\"case\":\"square 8\",\"competitor\":\"ONNX Runtime\","
                + "\"variant\":\"way\",\"threads\":1,\"unit\":\"us\",\"higherIsBetter\":false,"
                + "\"median\":2.0,\"low\":1.9,\"high\":2.1,\"spread\":0.25,\"forks\":[2.0],"
                + "\"forksDisagree\":false,\"p99\":3.5}");
  }

  @Test
  void ofARateTheSmallerTimeIsTheUpperEnd() throws IOException {
    String line = lines(Unit.gigaflops(4000), result("onnx", 200, Map.of())).getFirst();

    assertThat(line).contains("\"median\":20.0", "\"low\":13.33", "\"high\":40.0");
  }

  @Test
  void onlyOursHasRatiosToTheBestPeerAndTheMachine() throws IOException {
    List<String> lines =
        lines(
            Unit.gigaflops(1000),
            result("lanewise", 2000, Map.of()),
            result("machine", 1000, Map.of()),
            result("openblas", 7000, Map.of()),
            result("onnx", 5000, Map.of()));

    assertThat(lines.getFirst())
        .contains(
            "\"ratioToBestPeer\":2.5,\"ratioLow\":2.33",
            "\"shareOfPeak\":0.5,\"bestPeer\":\"ONNX Runtime\"");
    assertThat(lines.subList(1, 4)).noneMatch(line -> line.contains("ratioToBestPeer"));
    assertThat(lines(Unit.MICROS, result("lanewise", 2000, Map.of())).getLast())
        .doesNotContain("ratioToBestPeer", "shareOfPeak");
  }

  @Test
  void whoIsAbsentIsALineWithTheReason() throws IOException {
    Path json = folder.resolve("absent");
    new Report("gemm", 1, json)
        .absent("square 8", Library.LANEWISE, ", way", new IOException("no such file"));

    assertThat(json)
        .hasContent(
            "{\"work\":\"gemm\",\"case\":\"square 8\",\"competitor\":\"lanewise\","
                + "\"absent\":\"no such file\"}");
  }
}
