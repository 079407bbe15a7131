package lanewise.cli.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import lanewise.faults.FaultSweep;
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
    for (boolean again : List.of(false, true)) {
      assertThat(FaultSweep.of(fault, new Disturbed(again, table))).isGreaterThan(10);
    }
  }

  /** A trial of a search that begins, or one that had finished before. */
  private final class Disturbed implements FaultSweep.Work {
    private static final String OLD = "of the trials before\n";

    private final boolean again;
    private final String table;

    Disturbed(boolean again, String table) {
      this.again = again;
      this.table = table;
    }

    @Override
    public Path prepare(int number) throws IOException {
      Path folder = Files.createDirectory(temporary.resolve("try-" + again + "-" + number));
      if (again) {
        finish(folder);
      }
      return Files.writeString(folder.resolve("trials.csv"), OLD).getParent();
    }

    @Override
    public void run(Path folder) throws IOException {
      finish(folder);
    }

    @Override
    public void check(FaultSweep.Try left) throws IOException {
      Path csv = left.place().resolve("trials.csv");
      assertThat(Files.readString(csv))
          .as("%s", left)
          .isIn(left.whole() ? List.of(table) : List.of(OLD, table));
      if (left.fault() == Fault.CRASH) {
        left.files().powerCut(left.number());
      } else {
        assertThat(temporaryFiles(left.place())).as("%s", left).isEmpty();
      }
      finish(left.place());
      assertThat(csv).as("%s", left).hasContent(table);
      Path trial = left.place().resolve("trial-0001");
      assertThat(trial.resolve("job.yaml")).as("%s", left).hasContent(JOB);
      assertThat(new TrialFolder(trial).result()).contains(RESULT);
    }
  }

  private static List<Path> temporaryFiles(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(path -> path.toString().endsWith(".tmp")).toList();
    }
  }
}
