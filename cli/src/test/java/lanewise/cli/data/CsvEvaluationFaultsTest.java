package lanewise.cli.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import lanewise.cli.Samples;
import lanewise.cli.job.CsvLayout;
import lanewise.cli.job.DataSettings;
import lanewise.cli.job.Unlabelled;
import lanewise.cli.session.Interruption;
import lanewise.cli.session.ResultStream;
import lanewise.cli.session.Session;
import lanewise.cli.session.Terminals;
import lanewise.faults.FaultSweep;
import lanewise.faults.FaultyFiles.Fault;
import lanewise.layers.loss.Targets;
import lanewise.layers.predictor.Predictor;
import lanewise.training.data.RowReader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every call that an evaluation makes to list and read CSV files fails once: it has the rows before
 * the fault, and then a sentence names the file or folder.
 */
@Tag("once")
final class CsvEvaluationFaultsTest {
  /** More bytes than a buffer holds. */
  private static final int ROWS = 3_000;

  private static final int SKIPPED = 10;
  private static final DataSettings SETTINGS =
      DataSettings.toApply("rows", "y", "w", Unlabelled.SKIP, new CsvLayout());

  @TempDir private Path folder;

  @BeforeEach
  void writeFiles() throws IOException {
    StringBuilder rows = new StringBuilder("a,b,y,w\n");
    for (int row = 0; row < ROWS; row++) {
      String label = row % 50 == 49 ? "" : row % 2 == 0 ? "no" : "yes";
      rows.append(row * 0.25f).append(',').append(row % 7).append(',').append(label);
      rows.append(',').append(row % 3).append('\n');
    }
    Path data = Files.createDirectory(folder.resolve("rows"));
    byte[] text = rows.toString().getBytes(StandardCharsets.UTF_8);
    Samples.write(data.resolve("1.csv"), text);
    Samples.write(data.resolve("2.csv.gz"), Samples.gzip(text));
    Samples.tableModel(folder.resolve("model.safetensors"));
  }

  @ParameterizedTest
  @EnumSource(value = Fault.class, names = "CRASH", mode = EnumSource.Mode.EXCLUDE)
  void givesTheRowsBeforeTheFaultAndNamesTheFile(Fault fault) throws IOException {
    Predictor model = PredictorFile.load(folder.resolve("model.safetensors"));
    List<String> expected = new ArrayList<>();
    read(model, folder.resolve("rows"), expected);
    assertThat(expected).hasSize(2 * (ROWS - ROWS / 50) - SKIPPED);
    assertThat(FaultSweep.of(fault, new Reading(model, fault, expected))).isGreaterThan(10);
  }

  /** Adds the features, the class and the weight of each row but the first, as far as they come. */
  private static void read(Predictor model, Path data, List<String> found) throws IOException {
    PrintStream nobody =
        new PrintStream(new ByteArrayOutputStream(), false, StandardCharsets.UTF_8);
    Session session =
        new Session(new ResultStream(nobody), nobody, Terminals.NONE, new Interruption());
    float[] features = new float[2 * 128];
    try (RowReader rows =
        CsvEvaluation.of(CsvFiles.of(data), SETTINGS, model, session, new SkippedRows())) {
      Targets targets = rows.format().newTargets(128);
      rows.skip(SKIPPED);
      int read;
      do {
        read = rows.read(0, 128, features, targets);
        for (int i = 0; i < read; i++) {
          found.add(
              "%s,%s,%s,%s"
                  .formatted(
                      features[2 * i],
                      features[2 * i + 1],
                      targets.classes()[i],
                      targets.weights()[i]));
        }
      } while (read > 0);
    }
  }

  private final class Reading implements FaultSweep.Work {
    private final Predictor model;
    private final Fault fault;
    private final List<String> expected;
    private List<String> found = List.of();

    Reading(Predictor model, Fault fault, List<String> expected) {
      this.model = model;
      this.fault = fault;
      this.expected = expected;
    }

    @Override
    public Path prepare(int number) {
      found = new ArrayList<>();
      return folder.resolve("rows");
    }

    @Override
    public void run(Path place) throws IOException {
      read(model, place, found);
    }

    @Override
    public void check(FaultSweep.Try left) {
      assertThat(found).as("%s", left).isEqualTo(expected.subList(0, found.size()));
      if (left.whole() || fault == Fault.SHORT_READ || fault == Fault.SHORT_WRITE) {
        assertThat(found).as("%s", left).hasSameSizeAs(expected);
      }
    }
  }
}
