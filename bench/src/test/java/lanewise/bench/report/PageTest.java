package lanewise.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PageTest {
  private static final String LINES =
      """
      {"work":"gemv","environment":{"date":"2026-11-30T01:02:03Z","processor":"A <fast> one","class":"x","processors":2,"cores":"0-1","threads":1,"openblas":"Zen","cases":["gemv 8x8","gemv 9x9","gemv 7x7"]}}
      {"work":"gemv","case":"gemv 8x8","competitor":"lanewise","variant":"packed","threads":1,"unit":"us","higherIsBetter":false,"median":2.5,"low":2.25,"high":2.75,"forksDisagree":true,"bytesPerCall":0.0,"ratioToBestPeer":0.8,"ratioLow":0.6909,"ratioHigh":0.9333,"bestPeer":"OpenBLAS"}
      {"work":"gemv","case":"gemv 8x8","competitor":"OpenBLAS","variant":"way","threads":1,"unit":"us","higherIsBetter":false,"median":2.0,"low":1.9,"high":2.1,"forksDisagree":false,"bytesPerCall":96.0}
      {"work":"gemv","case":"gemv 9x9","competitor":"lanewise","variant":"packed","threads":2,"unit":"us","higherIsBetter":false,"median":10.0,"low":9.5,"high":10.5,"forksDisagree":false,"bytesPerCall":0.0,"ratioToBestPeer":3.1416,"ratioLow":2.857,"ratioHigh":3.474,"bestPeer":"OpenBLAS"}
      {"work":"gemv","case":"gemv 9x9","competitor":"OpenBLAS","variant":"way","threads":2,"unit":"us","higherIsBetter":false,"median":31.416,"low":30.0,"high":33.0,"forksDisagree":false,"bytesPerCall":96.0}
      {"work":"gemv","case":"gemv 9x9","competitor":"Smile","absent":"no \\"such\\" thing"}
      """;

  @TempDir private Path folder;

  private List<Line> lines() throws IOException {
    return Line.read(List.of(Files.writeString(folder.resolve("lines"), LINES)));
  }

  @Test
  void everyNumberIsInTheLines() throws IOException {
    for (String text : List.of(LINES, roofline(), serve(), MLP, STARTUP)) {
      List<Line> lines = Line.read(List.of(Files.writeString(folder.resolve("all"), text)));

      assertThat(PageNumbers.of(Page.of(lines), lines)).hasSizeGreaterThan(7);
    }
  }

  /** The check itself: a number of the page that is not the file's is found. */
  @Test
  void aNumberOfNoLineIsFound() throws IOException {
    String page = Page.of(lines());

    for (String wrong :
        List.of(
            page.replace("<data>31.42</data>", "<data>31.43</data>"),
            page.replace("1 of 2 cases", "0 of 2 cases"),
            page.replace("data-x2=\"3.1416\"", "data-x2=\"3.1415\""),
            page.replace("</h2>", "</h2><p>7 times as fast</p>"))) {
      assertThat(wrong).isNotEqualTo(page);
      assertThatThrownBy(() -> PageNumbers.of(wrong, lines())).isInstanceOf(AssertionError.class);
    }
  }

  /** A whisker that was moved points at another number. */
  @Test
  void aMarkAtAnotherPlaceIsFound() throws IOException {
    String page = Page.of(lines());
    Matcher whisker = Pattern.compile("whisker\" x1=\"([^\"]*)\"").matcher(page);
    assertThat(whisker.find()).isTrue();

    assertThatThrownBy(
            () -> PageNumbers.of(page.replace("x1=\"" + whisker.group(1), "x1=\"700.0"), lines()))
        .isInstanceOf(AssertionError.class);
  }

  private static String roofline() {
    return """
    {"work":"roofline","case":"multiply-add","competitor":"machine","variant":"512 bits","threads":1,"unit":"GFLOP/s","higherIsBetter":true,"median":150.5,"low":150.0,"high":151.0}
    {"work":"roofline","case":"read L1","competitor":"machine","variant":"512 bits","threads":1,"unit":"GB/s","higherIsBetter":true,"median":200.25,"low":199.0,"high":201.0}
    {"work":"roofline","case":"add, L1","competitor":"lanewise","variant":"elementwise-f32x16","threads":1,"unit":"GFLOP/s","higherIsBetter":true,"median":10.125,"low":10.0,"high":11.0,"intensity":0.083,"bound":12.0,"shareOfBound":0.84375}
    {"work":"roofline","case":"exp, L1","competitor":"lanewise","variant":"elementwise-f32x16","threads":1,"unit":"GB/s","higherIsBetter":true,"median":20.5,"low":20.0,"high":21.0,"bound":50.0,"shareOfBound":0.41}
    """;
  }

  private static final String MLP =
      """
      {"work":"mlp","case":"4-16-3, batch 1","competitor":"lanewise","variant":"float32","threads":1,"unit":"us","higherIsBetter":false,"median":0.125,"low":0.12,"high":0.13,"p50":0.126,"p99":0.25,"p999":1.75}
      {"work":"mlp","case":"4-16-3, batch 1","competitor":"Smile","variant":"rows","threads":1,"unit":"us","higherIsBetter":false,"median":0.5,"low":0.4,"high":0.6,"p50":0.51,"p99":0.75,"p999":12.5}
      """;

  private static final String STARTUP =
      """
      {"work":"startup","case":"784-128-10","competitor":"lanewise","variant":"plain","threads":1,"unit":"ms","higherIsBetter":false,"median":222.5,"low":220.0,"high":231.0,"residentMegabytes":71.25,"peakMegabytes":72.5,"jarMegabytes":0.814}
      {"work":"startup","case":"784-128-10","competitor":"machine","variant":"JVM alone","threads":1,"unit":"ms","higherIsBetter":false,"median":45.5,"low":44.0,"high":46.0,"residentMegabytes":40.5,"peakMegabytes":41.5}
      """;

  @Test
  void kernelsLieBelowTheirRoofs() throws IOException {
    Path file = Files.writeString(folder.resolve("roofline"), roofline());

    assertThat(Page.of(Line.read(List.of(file))))
        .contains("<tspan class=\"data\">150.5</tspan> at 512 bits")
        .contains("<tspan class=\"data\">200.3</tspan>", "<tspan class=\"data\">0.8438</tspan>")
        .containsOnlyOnce("<title>add, L1</title>")
        .doesNotContain("<title>exp, L1</title>");
  }

  /** Lines of a kernel have the interval of its share, but older ones do not. */
  @Test
  void aShareAboveAllSaysThatItsBoundWasMeasuredTooLow() throws IOException {
    String interval =
        roofline()
            .replace("0.84375}", "1.0625,\"shareLow\":1.03125,\"shareHigh\":1.09375}")
            .replace("0.41}", "1.015625,\"shareLow\":0.96875,\"shareHigh\":1.046875}");
    List<Line> lines = Line.read(List.of(Files.writeString(folder.resolve("above"), interval)));

    String page = Page.of(lines);

    assertThat(page)
        .contains("The bound was measured too low of: add, L1.<")
        .contains("data-x1=\"1.03125\" data-x2=\"1.09375\"", "<data>1.063</data>");
    PageNumbers.of(page, lines);
    assertThat(Page.of(Line.read(List.of(Files.writeString(folder.resolve("old"), roofline())))))
        .doesNotContain("measured too low", "class=\"whisker");
  }

  private static String serve() {
    String line =
        """
        {"work":"serve","case":"500 requests/s","competitor":"%s","variant":"HTTP","threads":1,"unit":"us","higherIsBetter":false,"median":%s,"low":1.0,"high":2000.0,"p50":%s,"p90":2000.0,"p99":3000.0,"p999":4000.0,"p9999":5000.0,"offered":500.0,"answered":499.5}
        """;
    return line.formatted("lanewise", 900, 900) + line.formatted("ONNX Runtime", 1000, 1000);
  }

  @Test
  void aRateOfRequestsHasACurveForEachLibrary() throws IOException {
    Path file = Files.writeString(folder.resolve("serve"), serve());

    String page = Page.of(Line.read(List.of(file)));

    assertThat(page).contains("<data>499.5</data>", "500 requests/s");
    assertThat(page.split("class=\"curve c0\"", -1)).hasSize(1 + 4);
    assertThat(page.split("class=\"curve c1\"", -1)).hasSize(1 + 4);
    assertThat(page.split("499.5</tspan> and not saturated", -1)).hasSize(1 + 2);
  }

  @Test
  void aServiceThatDoesNotKeepUpIsSaturated() throws IOException {
    String slow = serve().replace("\"answered\":499.5", "\"answered\":474.5");
    List<Line> lines = Line.read(List.of(Files.writeString(folder.resolve("slow"), slow)));

    String page = Page.of(lines);

    assertThat(page).contains("curve c0 saturated").contains("474.5</tspan> </text>");
    PageNumbers.of(page, lines);
  }

  @Test
  void numbersHaveFourDigits() {
    assertThat(Page.plain(0.12345)).isEqualTo("0.1235");
    assertThat(Page.plain(0.000123456)).isEqualTo("0.0001235");
    assertThat(Page.plain(1e-20)).isEqualTo("0.000000000");
    assertThat(Page.plain(12.345)).isEqualTo("12.35");
    assertThat(Page.plain(123.456)).isEqualTo("123.5");
    assertThat(Page.plain(123456.7)).isEqualTo("123457");
    assertThat(Page.plain(100)).isEqualTo("100");
    assertThat(Page.plain(0)).isEqualTo("0");
  }

  @Test
  void lostCasesAreCountedAndComeFirst() throws IOException {
    String page = Page.of(lines());

    assertThat(page)
        .contains(
            "1 of 2 cases lost: a peer is faster",
            "0.8000</tspan> OpenBLAS",
            "3.142</tspan> OpenBLAS")
        .contains("forks disagree", "gemv 9x9, 2 threads");
    assertThat(page.indexOf("0.8000</tspan>")).isLessThan(page.indexOf("3.142</tspan>"));
  }

  @Test
  void thePageSaysOnWhatItWasMeasured() throws IOException {
    assertThat(Page.of(lines()))
        .contains("<span>2 processors</span>")
        .contains(
            "2026-11-30T01:02:03Z; 1 thread a call; pinned to processor 0-1; OpenBLAS's kernels"
                + " for Zen");
  }

  /**
   * A first look is told from a thorough one; lines from before that was written are shown, too.
   */
  @Test
  void thePageSaysHowManyProcessesMadeAFigure() throws IOException {
    String old = LINES.lines().findFirst().orElseThrow();
    String environment = old.replace("\"openblas\"", "\"quick\":%s,\"forks\":%s,\"openblas\"");

    assertThat(page(environment.formatted(true, 2)))
        .contains("pinned to processor 0-1; with --quick; each figure from 2 processes; OpenBLAS");
    assertThat(page(environment.formatted(false, 1)))
        .contains("; without --quick; each figure from 1 process; OpenBLAS");
    assertThat(page(old)).contains("pinned to processor 0-1; OpenBLAS");
  }

  private String page(String text) throws IOException {
    List<Line> lines = Line.read(List.of(Files.writeString(folder.resolve("page"), text)));
    String page = Page.of(lines);
    PageNumbers.of(page, lines);
    return page;
  }

  private static final String LAB =
      """
      {"work":"lab","case":"square 256, 512 bits","competitor":"my.Tile","variant":"512 bits","threads":1,"unit":"GFLOP/s","higherIsBetter":true,"median":80.5,"low":79.0,"high":82.0,"bytesPerCall":0.0,"shareOfPeak":0.75}
      {"work":"lab","case":"square 256, 512 bits","competitor":"lanewise","variant":"512 bits","threads":1,"unit":"GFLOP/s","higherIsBetter":true,"median":100.5,"low":99.0,"high":102.0,"bytesPerCall":0.0,"shareOfPeak":0.9375,"ratioToBestPeer":1.25,"ratioLow":1.2,"ratioHigh":1.3,"bestPeer":"my.Tile"}
      """;

  private static final String VERDICTS =
      """
      {"work":"lab","case":"square 256, 512 bits","competitor":"my.Tile","variant":"512 bits","threads":1,"verdict":"slower","ratio":0.8,"ratioLow":0.77,"ratioHigh":0.83}
      {"work":"lab","case":"depth 8, 512 bits","competitor":"my.Tile","variant":"512 bits","threads":1,"verdict":"within noise","ratio":1.01,"ratioLow":0.98,"ratioHigh":1.05}
      {"work":"lab","case":"512 bits","competitor":"my.Tile","variant":"512 bits","threads":1,"verdict":"flagged","rows":2,"columns":32,"ours":"gemm-6x4-f32x16","ourRows":6,"ourColumns":64,"contractCases":768,"bytesPerCall":0.0,"yoursCode":{"instructions":41,"multiplyAdds":8,"scalarMultiplyAdds":0,"indexChecks":2,"otherExits":1,"spills":3,"calls":0},"oursCode":{"instructions":57,"multiplyAdds":24,"scalarMultiplyAdds":0,"indexChecks":1,"otherExits":1,"spills":0,"calls":0},"warmUpMillis":12.25,"warmUpProducts":1234,"warmUpLate":false,"reasons":["spills: 3 operations of the hot loop move vectors to or from the stack"]}
      {"work":"lab","case":"256 bits","competitor":"my.Tile","variant":"256 bits","threads":1,"verdict":"rejected","rows":2,"columns":16,"ours":"gemm-6x2-f32x8","ourRows":6,"ourColumns":16,"reasons":["wrong answer: row 0, column 1 is 2.5, not 3.5"]}
      """;

  /**
   * What the lab found: whose is whose, each verdict with its reasons, and no case that we lose.
   */
  @Test
  void theLabsVerdictsAreOnThePage() throws IOException {
    assertThat(page(LAB + VERDICTS))
        .contains(
            "<h3>my.Tile</h3>",
            "At 512 bits: flagged</strong>: spills: 3 operations of the hot loop",
            "At 256 bits: rejected</strong>: wrong answer: row 0, column 1 is 2.5, not 3.5",
            "(ours: gemm-6x4-f32x16)",
            "Of 2 products yours is faster in 0, slower in 1, within noise in 1.")
        .contains("0.8000</tspan> slower", "1.010</tspan> within noise", "class=\"bar c7\"")
        .contains("<td>my.Tile (yours)</td>", "<td>lanewise (ours)</td>")
        .contains("<td>warm-up, products</td><td class=\"number\"><data>1234</data></td><td></td>")
        .contains("<td>hot loop of yours: spills</td><td class=\"number\"><data>3</data></td>")
        .doesNotContain("cases lost", "Begun, nothing measured");
  }

  @Test
  void aWarmUpThatHadNotEndedIsTold() throws IOException {
    assertThat(page(VERDICTS)).doesNotContain("or more");
    assertThat(page(VERDICTS.replace("\"warmUpLate\":false", "\"warmUpLate\":true")))
        .contains("<data>12.25</data> or more</td>");
  }

  /** Two tiles in one file are not mixed up. */
  @Test
  void eachTileHasItsOwnCounts() throws IOException {
    assertThat(
            page(VERDICTS + VERDICTS.replace("my.Tile", "other.Tile").replace("slower", "faster")))
        .contains("<h3>other.Tile</h3>")
        .contains(
            "faster in 0, slower in 1, within noise", "faster in 1, slower in 0, within noise");
  }

  /** A part of the kernels has no roof, but shares. */
  @Test
  void someKernelsAloneAreAPageToo() throws IOException {
    String kernels = roofline().lines().skip(2).collect(Collectors.joining("\n"));

    assertThat(page(kernels))
        .contains("share of its own bound")
        .doesNotContain("aria-label=\"roofline");
  }

  /** Lines from before there were verdicts, and those of {@code --code} alone. */
  @Test
  void aPartOfTheLabsLinesIsAPageToo() throws IOException {
    assertThat(page(LAB)).contains("0 of 1 cases lost").doesNotContain("Yours is the tile");
    assertThat(page(VERDICTS.lines().skip(3).findFirst().orElseThrow()))
        .contains("At 256 bits: rejected", "<td>rows of ours</td>")
        .doesNotContain("hot loop", "Begun, nothing measured", "<svg");
  }

  @Test
  void aWrongCountOfTheLabIsFound() throws IOException {
    List<Line> lines = Line.read(List.of(Files.writeString(folder.resolve("lab"), VERDICTS)));
    String wrong = Page.of(lines).replace("slower in 1", "slower in 2");

    assertThatThrownBy(() -> PageNumbers.of(wrong, lines)).isInstanceOf(AssertionError.class);
  }

  /** A measurement that was interrupted is not shown as a smaller one. */
  @Test
  void whatWasBegunAndNotMeasuredIsNamed() throws IOException {
    String begun =
        """
        {"work":"startup","environment":{"date":"2026-11-30T01:02:03Z","cores":"","cases":["784-128-10"]}}
        """;
    List<Line> lines = Line.read(List.of(Files.writeString(folder.resolve("two"), LINES + begun)));

    String page = Page.of(lines);

    assertThat(page)
        .contains("2 of 3 cases measured; not: gemv 7x7")
        .contains("<a href=\"#startup\">", "2026-11-30T01:02:03Z; not pinned")
        .containsPattern("(?s)<section id=\"startup\">.*Begun, nothing measured\\.");
    PageNumbers.of(page, lines);
    assertThatThrownBy(() -> PageNumbers.of(page.replace("2 of 3 cases", "3 of 3 cases"), lines))
        .isInstanceOf(AssertionError.class);
  }

  @Test
  void thePageNeedsNothingElseAndEscapesWhatItShows() throws IOException {
    assertThat(Page.of(lines()))
        .contains("A &lt;fast&gt; one", "Smile was not measured: no &quot;such&quot; thing")
        .doesNotContain("http://", "https://", "src=", "href=\"/");
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
