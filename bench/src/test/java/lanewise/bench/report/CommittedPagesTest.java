package lanewise.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import lanewise.bench.compare.Work;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The examples of docs/benchmarks: pages, and the lines of which they were made. */
final class CommittedPagesTest {
  private static final Path FOLDER = Path.of("..", "docs", "benchmarks");
  private static final long LARGEST = 1_500_000;

  private static List<Path> results() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.filter(file -> file.toString().endsWith(".jsonl")).sorted().toList();
    }
  }

  private static Path page(Path results) {
    return results.resolveSibling(results.getFileName().toString().replace(".jsonl", ".html"));
  }

  @Test
  void thereIsOneForWideAndOneForNarrowVectors() throws IOException {
    assertThat(results().stream().map(file -> file.getFileName().toString()))
        .anyMatch(name -> name.endsWith("-avx512.jsonl"))
        .anyMatch(name -> name.endsWith("-avx2.jsonl"));
  }

  /** An example that leaves a work out would hide where we lose. */
  @ParameterizedTest
  @MethodSource("results")
  void everyWorkIsMeasured(Path results) throws IOException {
    assertThat(
            Line.read(List.of(results)).stream()
                .filter(Line::result)
                .map(line -> line.text("work")))
        .contains("roofline")
        .containsAll(Work.all().stream().map(Work::name).toList());
  }

  @ParameterizedTest
  @MethodSource("results")
  void everyNumberOfThePageIsInTheLines(Path results) throws IOException {
    List<Line> lines = Line.read(List.of(results));

    assertThat(PageNumbers.of(Files.readString(page(results)), lines))
        .hasSizeGreaterThan(lines.size());
  }

  /** A page is made anew when its look changes. */
  @ParameterizedTest
  @MethodSource("results")
  void thePageIsWhatTheReportMakesOfTheLines(Path results) throws IOException {
    assertThat(Files.readString(page(results))).isEqualTo(Page.of(Line.read(List.of(results))));
  }

  @Test
  void theyAreSmall() throws IOException {
    long bytes = 0;
    for (Path file : results()) {
      bytes += Files.size(file) + Files.size(page(file));
    }
    assertThat(bytes).isLessThan(LARGEST);
  }
}
