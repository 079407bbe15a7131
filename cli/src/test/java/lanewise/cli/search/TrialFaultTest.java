package lanewise.cli.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import lanewise.faults.FaultyFiles;
import lanewise.faults.FaultyFiles.Crash;
import lanewise.faults.FaultyFiles.Fault;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every call that the files of a search take fails once, in every way; then the search goes on. */
@Tag("once")
final class TrialFaultTest {
  private static final String JOB = "seed: 5\n";
  private static final TrialResult RESULT =
      new TrialResult(
          null, List.of(TrialResult.Figure.of("loss", 0.25)), 1, 4, 3, 0.5, "model.safetensors");

  @TempDir private Path temporary;

  /** What a search does for a trial. */
  private static void finish(Path folder) throws IOException {
    TrialFolder files = new TrialFolder(folder.resolve("trial-0001"));
    files.prepare(JOB);
    Optional<TrialResult> before = files.result();
    if (before.isEmpty()) {
      files.finish(RESULT);
    }
    TrialTable table = new TrialTable(List.of("seed"), "loss", false);
    table.add(new Trial(1, new TreeMap<>(), null), before.orElse(RESULT));
    table.writeCsv(folder.resolve("trials.csv"));
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  void theSearchGoesOnAfterAFaultInAnyCall(Fault fault) throws IOException {
    Path undisturbed = temporary.resolve("undisturbed");
    finish(undisturbed);
    String table = Files.readString(undisturbed.resolve("trials.csv"));
    int faults = 0;
    for (boolean again : List.of(false, true)) {
      boolean happened = true;
      for (int failing = 0; happened; failing++) {
        Path folder = Files.createDirectory(temporary.resolve("try-" + again + "-" + failing));
        if (again) {
          finish(folder);
        }
        String old = "of the trials before\n";
        Files.writeString(folder.resolve("trials.csv"), old);
        FaultyFiles files = new FaultyFiles(fault, failing);
        boolean whole = false;
        try {
          finish(files.path(folder));
          whole = true;
        } catch (IOException failed) {
          assertThat(failed).hasMessageContaining(folder.toString());
          assertThat(files.happened()).as("%s", failed).isTrue();
        } catch (Crash ended) {
          assertThat(files.happened()).isTrue();
        }
        happened = files.happened();
        Thread.interrupted();
        String as = "%s in call %d of %s".formatted(fault, failing, files.calls());
        assertThat(files.open()).as(as).isZero();
        assertThat(Files.readString(folder.resolve("trials.csv")))
            .as(as)
            .isIn(whole ? List.of(table) : List.of(old, table));
        if (fault == Fault.CRASH) {
          files.powerCut(failing);
        } else {
          assertThat(temporaryFiles(folder)).as(as).isEmpty();
        }
        finish(folder);
        assertThat(folder.resolve("trials.csv")).as(as).hasContent(table);
        assertThat(folder.resolve("trial-0001/job.yaml")).as(as).hasContent(JOB);
        assertThat(new TrialFolder(folder.resolve("trial-0001")).result()).contains(RESULT);
        faults += happened ? 1 : 0;
      }
    }
    assertThat(faults).isGreaterThan(20);
  }

  private static List<Path> temporaryFiles(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(path -> path.toString().endsWith(".tmp")).toList();
    }
  }
}
