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
