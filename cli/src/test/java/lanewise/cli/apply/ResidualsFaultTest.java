package lanewise.cli.apply;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import lanewise.faults.FaultyFiles;
import lanewise.faults.FaultyFiles.Crash;
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
      assertThat(Residuals.write(file, model, task, rows).rows()).isEqualTo(ROWS);
    }
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  void theFileIsWholeOrAsItWas(Fault fault) throws IOException {
    Path file = folder.resolve("residuals.csv");
    write(file);
    String expected = Files.readString(file);
    assertThat(expected.lines()).hasSize(ROWS + 1);
    int faults = 0;
    for (boolean isThere : List.of(false, true)) {
      boolean happened = true;
      for (int failing = 0; happened; failing++) {
        Files.deleteIfExists(file);
        if (isThere) {
          Files.writeString(file, OLD);
        }
        FaultyFiles files = new FaultyFiles(fault, failing);
        boolean whole = false;
        try {
          write(files.path(file));
          whole = true;
        } catch (IOException failed) {
          assertThat(failed).hasMessageContaining(file.toString());
          assertThat(files.happened()).as("%s", failed).isTrue();
        } catch (Crash ended) {
          assertThat(files.happened()).isTrue();
        }
        happened = files.happened();
        Thread.interrupted();
        String as = "%s in call %d of %s".formatted(fault, failing, files.calls());
        assertThat(files.open()).as(as).isZero();
        String left = Files.exists(file) ? Files.readString(file) : "";
        assertThat(left)
            .as(as)
            .isIn(whole ? List.of(expected) : List.of(isThere ? OLD : "", expected));
        if (fault == Fault.SHORT_WRITE || fault == Fault.SHORT_READ) {
          assertThat(whole).as(as).isTrue();
        }
        if (fault != Fault.CRASH) {
          try (Stream<Path> all = Files.list(folder)) {
            assertThat(all.filter(path -> !path.equals(file))).as(as).isEmpty();
          }
        }
        faults += happened ? 1 : 0;
      }
    }
    assertThat(faults).isGreaterThan(20);
  }
}
