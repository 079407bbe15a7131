package lanewise.cli.apply;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import lanewise.cli.data.SkippedRows;
import lanewise.faults.FaultSweep;
import lanewise.faults.FaultyFiles.Fault;
import lanewise.layers.Model;
import lanewise.layers.Sequential;
import lanewise.layers.file.Task;
import lanewise.layers.linear.Dense;
import lanewise.layers.preprocessing.TargetScaler;
import lanewise.tensor.Shape;
import lanewise.tensor.Tensor;
import lanewise.training.data.RowReader;
import lanewise.training.data.ValueRows;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every call that the file of residuals takes fails once: it is there whole, or as it was. */
@Tag("once")
final class ResidualsFaultTest {
  /** More text than the buffers hold, so that it is written in several pieces. */
  private static final int ROWS = 2_000;

  private static final String OLD = "of an earlier evaluation\n";

  @TempDir private Path folder;

  private static void write(Path file) throws IOException {
    Dense dense = Dense.of(1, 1);
    dense.weight().values()[0] = 1;
    Model model = Sequential.of(1, dense);
    Task.Regression task =
        new Task.Regression(List.of("price"), TargetScaler.of(new float[] {100}, new float[] {10}));
    float[] values = new float[ROWS];
    for (int i = 0; i < ROWS; i++) {
      values[i] = 0.01f * i;
    }
    Tensor column = Tensor.wrap(values, Shape.of(ROWS, 1));
    try (RowReader rows = ValueRows.of("rows", column, Tensor.zeros(ROWS, 1)).reader()) {
      assertThat(Residuals.write(file, model, task, rows, new SkippedRows()).rows())
          .isEqualTo(ROWS);
    }
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  void theFileIsWholeOrAsItWas(Fault fault) throws IOException {
    Path file = folder.resolve("residuals.csv");
    write(file);
    String expected = Files.readString(file);
    assertThat(expected.lines()).hasSize(ROWS + 1);
    for (boolean isThere : List.of(false, true)) {
      assertThat(FaultSweep.of(fault, new Disturbed(file, isThere, expected))).isGreaterThan(10);
    }
  }

  /** Residuals that are written where there were none, or over older ones. */
  private final class Disturbed implements FaultSweep.Work {
    private final Path file;
    private final boolean isThere;
    private final String expected;

    Disturbed(Path file, boolean isThere, String expected) {
      this.file = file;
      this.isThere = isThere;
      this.expected = expected;
    }

    @Override
    public Path prepare(int number) throws IOException {
      Files.deleteIfExists(file);
      if (isThere) {
        Files.writeString(file, OLD);
      }
      return file;
    }

    @Override
    public void run(Path place) throws IOException {
      write(place);
    }

    @Override
    public void check(FaultSweep.Try left) throws IOException {
      String content = Files.exists(file) ? Files.readString(file) : "";
      assertThat(content)
          .as("%s", left)
          .isIn(left.whole() ? List.of(expected) : List.of(isThere ? OLD : "", expected));
      if (left.fault() == Fault.SHORT_WRITE || left.fault() == Fault.SHORT_READ) {
        assertThat(left.whole()).as("%s", left).isTrue();
      }
      if (left.fault() != Fault.CRASH) {
        try (Stream<Path> all = Files.list(folder)) {
          assertThat(all.filter(path -> !path.equals(file))).as("%s", left).isEmpty();
        }
      }
    }
  }
}
