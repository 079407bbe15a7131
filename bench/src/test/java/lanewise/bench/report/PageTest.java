package lanewise.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PageTest {
  private static final String LINES =
      """
      {"work":"gemv","environment":{"date":"2026-11-30T01:02:03Z","processor":"A <fast> one","class":"x"}}
      {"work":"gemv","case":"gemv 8x8","competitor":"lanewise","variant":"packed","threads":1,"unit":"us","higherIsBetter":false,"median":2.5,"low":2.25,"high":2.75,"forksDisagree":true,"bytesPerCall":0.0}
      {"work":"gemv","case":"gemv 8x8","competitor":"OpenBLAS","variant":"way","threads":1,"unit":"us","higherIsBetter":false,"median":2.0,"low":1.9,"high":2.1,"forksDisagree":false,"bytesPerCall":96.0}
      {"work":"gemv","case":"gemv 9x9","competitor":"lanewise","variant":"packed","threads":2,"unit":"us","higherIsBetter":false,"median":10.0,"low":9.5,"high":10.5,"forksDisagree":false,"bytesPerCall":0.0}
      {"work":"gemv","case":"gemv 9x9","competitor":"OpenBLAS","variant":"way","threads":2,"unit":"us","higherIsBetter":false,"median":31.416,"low":30.0,"high":33.0,"forksDisagree":false,"bytesPerCall":96.0}
      {"work":"gemv","case":"gemv 9x9","competitor":"Smile","absent":"no \\"such\\" thing"}
      """;

  @TempDir private Path folder;

  private List<Line> lines() throws IOException {
    return Line.read(List.of(Files.writeString(folder.resolve("lines"), LINES)));
  }

  /** What a table shows is what was measured, rounded. */
  @Test
  void everyNumberOfTheTablesIsInTheLines() throws IOException {
    Set<String> measured = new HashSet<>();
    for (Line line : lines()) {
      for (String key : line.json().members().keySet()) {
        measured.add(Page.plain(line.number(key)));
      }
    }
    Set<String> shown = new HashSet<>();
    Pattern.compile("<data>(.*?)</data>")
        .matcher(Page.of(lines()))
        .results()
        .forEach(match -> shown.add(match.group(1)));

    assertThat(shown).contains("2.500", "31.42", "96").hasSizeGreaterThan(10);
    assertThat(measured).containsAll(shown);
  }

  private static String roofline() {
    return """
    {"work":"roofline","case":"multiply-add","competitor":"machine","variant":"512 bits","threads":1,"unit":"GFLOP/s","higherIsBetter":true,"median":150.5,"low":150.0,"high":151.0}
    {"work":"roofline","case":"read L1","competitor":"machine","variant":"512 bits","threads":1,"unit":"GB/s","higherIsBetter":true,"median":200.25,"low":199.0,"high":201.0}
    {"work":"roofline","case":"add, L1","competitor":"lanewise","variant":"elementwise-f32x16","threads":1,"unit":"GFLOP/s","higherIsBetter":true,"median":10.125,"low":10.0,"high":11.0,"intensity":0.083,"bound":12.0,"shareOfBound":0.84375}
    {"work":"roofline","case":"exp, L1","competitor":"lanewise","variant":"elementwise-f32x16","threads":1,"unit":"GB/s","higherIsBetter":true,"median":20.5,"low":20.0,"high":21.0,"bound":50.0,"shareOfBound":0.41}
    """;
  }

  @Test
  void kernelsLieBelowTheirRoofs() throws IOException {
    Path file = Files.writeString(folder.resolve("roofline"), roofline());

    assertThat(Page.of(Line.read(List.of(file))))
        .contains("<tspan class=\"data\">150.5</tspan> at 512 bits")
        .contains("<tspan class=\"data\">200.3</tspan>", "<tspan class=\"data\">0.844</tspan>")
        .containsOnlyOnce("<title>add, L1</title>")
        .doesNotContain("<title>exp, L1</title>");
  }

  @Test
  void aRateOfRequestsHasACurveForEachLibrary() throws IOException {
    String line =
        """
        {"work":"serve","case":"500 requests/s","competitor":"%s","variant":"HTTP","threads":1,"unit":"us","higherIsBetter":false,"median":%s,"low":1.0,"high":2000.0,"p50":%s,"p90":2000.0,"p99":3000.0,"p999":4000.0,"p9999":5000.0,"offered":500.0,"answered":499.5}
        """;
    Path file =
        Files.writeString(
            folder.resolve("serve"),
            line.formatted("lanewise", 900, 900) + line.formatted("ONNX Runtime", 1000, 1000));

    String page = Page.of(Line.read(List.of(file)));

    assertThat(page).contains("1.11 ONNX Runtime", "<data>499.5</data>", "500 requests/s");
    assertThat(page.split("class=\"curve c0\"", -1)).hasSize(1 + 4);
    assertThat(page.split("class=\"curve c1\"", -1)).hasSize(1 + 4);
  }

  @Test
  void lostCasesAreCountedAndComeFirst() throws IOException {
    String page = Page.of(lines());

    assertThat(page)
        .contains(
            "1 of 2 cases: a peer is faster than our best way", "0.80 OpenBLAS", "3.14 OpenBLAS")
        .contains("forks disagree", "gemv 9x9, 2 threads");
    assertThat(page.indexOf("0.80 OpenBLAS")).isLessThan(page.indexOf("3.14 OpenBLAS"));
  }

  @Test
  void thePageNeedsNothingElseAndEscapesWhatItShows() throws IOException {
    assertThat(Page.of(lines()))
        .contains("A &lt;fast&gt; one", "Smile was not measured: no &quot;such&quot; thing")
        .doesNotContain("http://", "https://", "src=", "href=");
  }

  @Test
  void aFileOfSomethingElseIsRefusedByItsLine() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("other"), LINES.lines().findFirst().orElseThrow() + "\n[]\n");

    assertThatThrownBy(() -> Line.read(List.of(file)))
        .isInstanceOf(IOException.class)
        .hasMessageEndingWith("other, line 2 is no result of bench/compare");
  }
}
