package lanewise.cli.apply;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import lanewise.cli.Samples;
import lanewise.cli.data.PredictorFile;
import lanewise.cli.job.JobFile;
import lanewise.cli.session.Interruption;
import lanewise.cli.session.ResultStream;
import lanewise.cli.session.Session;
import lanewise.cli.session.Terminals;
import lanewise.faults.FaultSweep;
import lanewise.faults.FaultyFiles.Fault;
import lanewise.tensor.Shape;
import lanewise.tensor.Tensor;
import lanewise.tensor.io.Folders;
import lanewise.tensor.io.Npy;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every call that commands make to read a model, rows, a job or a search fails once, in every way:
 * all is read, or a sentence names the file, and what was printed before is right.
 */
@Tag("once")
final class CommandReadFaultsTest {
  /** More rows than a buffer holds. */
  private static final int ROWS = 3_000;

  @TempDir private Path folder;

  /** Reads files of the folder, and prints what it makes of them. */
  private interface Reading {
    void from(Path folder, PrintStream out) throws IOException;
  }

  private static final Map<String, Reading> READINGS =
      new TreeMap<>(
          Map.of(
              "csv", (folder, out) -> predict(folder, "table.safetensors", "rows.csv", out),
              "csv.gz", (folder, out) -> predict(folder, "table.safetensors", "rows.csv.gz", out),
              "npy", (folder, out) -> predict(folder, "numbers.safetensors", "parts", out),
              "model",
                  (folder, out) ->
                      out.println(
                          PredictorFile.load(folder.resolve("table.safetensors")).weightsSha256()),
              "job", (folder, out) -> out.println(JobFile.read(folder.resolve("job.yaml"))),
              "search",
                  (folder, out) -> out.println(JobFile.readSearch(folder.resolve("search.yaml")))));

  private static void predict(Path folder, String model, String data, PrintStream out)
      throws IOException {
    PrintStream nobody =
        new PrintStream(new ByteArrayOutputStream(), false, StandardCharsets.UTF_8);
    PredictCommand command =
        new PredictCommand(
            new Session(new ResultStream(out), nobody, Terminals.NONE, new Interruption()));
    command.model = folder.resolve(model);
    command.data = folder.resolve(data);
    command.call();
  }

  @BeforeEach
  void writeFiles() throws IOException {
    StringBuilder rows = new StringBuilder("a,b\n");
    float[] numbers = new float[2 * ROWS];
    for (int row = 0; row < ROWS; row++) {
      numbers[2 * row] = row * 0.25f;
      rows.append(numbers[2 * row]).append(',').append(row % 7).append('\n');
    }
    byte[] text = rows.toString().getBytes(StandardCharsets.UTF_8);
    Samples.write(folder.resolve("rows.csv"), text);
    Samples.write(folder.resolve("rows.csv.gz"), Samples.gzip(text));
    for (String part : List.of("parts/1.npy", "parts/2.npy")) {
      Npy.write(folder.resolve(part), Tensor.of(Shape.of(ROWS, 2), numbers));
    }
    Samples.tableModel(folder.resolve("table.safetensors"));
    Samples.model(folder.resolve("numbers.safetensors"), "no", "yes");
    Samples.write(folder.resolve("job.yaml"), "seed: 3\n");
    Samples.write(folder.resolve("search.yaml"), "job: {}\nkeys: {seed: {choice: [1]}}\n");
  }

  @ParameterizedTest
  @EnumSource(value = Fault.class, names = "CRASH", mode = EnumSource.Mode.EXCLUDE)
  void givesAllOrNamesTheFile(Fault fault) throws IOException {
    for (Map.Entry<String, Reading> each : READINGS.entrySet()) {
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      each.getValue().from(folder, new PrintStream(all, true, StandardCharsets.UTF_8));
      String expected = all.toString(StandardCharsets.UTF_8).replace(folder.toString(), "");
      Disturbed disturbed = new Disturbed(each.getValue(), fault, expected);
      assertThat(FaultSweep.of(fault, disturbed)).as(each.getKey()).isPositive();
    }
  }

  /** A reading of which a call fails. */
  private final class Disturbed implements FaultSweep.Work {
    private final Reading reading;
    private final Fault fault;
    private final String expected;
    private ByteArrayOutputStream printed = new ByteArrayOutputStream();

    Disturbed(Reading reading, Fault fault, String expected) {
      this.reading = reading;
      this.fault = fault;
      this.expected = expected;
    }

    @Override
    public Path prepare(int number) {
      printed = new ByteArrayOutputStream();
      return folder;
    }

    @Override
    public void run(Path place) throws IOException {
      PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
      try {
        reading.from(place, out);
      } finally {
        out.flush();
      }
    }

    @Override
    public void check(FaultSweep.Try left) throws IOException {
      String text = printed.toString(StandardCharsets.UTF_8).replace(folder.toString(), "");
      if (left.whole()) {
        assertThat(text).as("%s", left).isEqualTo(expected);
      } else {
        assertThat(expected).as("%s", left).startsWith(text);
      }
      if (fault == Fault.SHORT_READ || fault == Fault.SHORT_WRITE) {
        assertThat(left.whole()).as("%s", left).isTrue();
      }
      assertThat(Folders.entries(folder)).as("%s", left).hasSize(7);
    }
  }
}
