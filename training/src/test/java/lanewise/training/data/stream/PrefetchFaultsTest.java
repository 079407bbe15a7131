package lanewise.training.data.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import lanewise.faults.FaultSweep;
import lanewise.faults.FaultyFiles.Fault;
import lanewise.layers.loss.Targets;
import lanewise.training.data.BatchSource;
import lanewise.training.data.RowFormat;
import lanewise.training.data.RowText;
import lanewise.training.data.csv.CsvColumns;
import lanewise.training.data.csv.CsvRows;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every call on files that is made while batches are read ahead fails once, some of them on the
 * thread that reads ahead: the batches before the fault come as they would have, then a sentence
 * names the file.
 */
@Tag("once")
@Timeout(1_800)
final class PrefetchFaultsTest {
  /** More bytes than a buffer holds. */
  private static final int ROWS = 3_000;

  @TempDir private Path folder;

  @BeforeEach
  void writeFiles() throws IOException {
    for (int part = 0; part < 2; part++) {
      StringBuilder rows = new StringBuilder("a,b,y\n");
      for (int row = 0; row < ROWS; row++) {
        rows.append(part + row * 0.25f).append(',').append(row % 7);
        rows.append(",class ").append(row % 3).append('\n');
      }
      Files.writeString(folder.resolve("part-" + part + ".csv"), rows);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {"IO_ERROR", "INTERRUPT", "SHORT_READ"})
  void givesTheBatchesBeforeTheFaultAndNamesTheFile(Fault fault) throws IOException {
    List<String> expected = new ArrayList<>();
    readAhead(folder, expected);
    assertThat(expected).hasSize(2 * ROWS);
    assertThat(FaultSweep.of(fault, new Reading(fault, expected))).isGreaterThan(5);
  }

  /** Reads an epoch, and adds its rows as far as they come. */
  private static void readAhead(Path from, List<String> rows) throws IOException {
    try (BatchSource batches =
        Prefetch.of(
            StreamBatches.of(CsvRows.open(from, CsvColumns.ofClass("y")), 200, 1, 900), 2)) {
      RowFormat format = batches.format();
      float[] features = new float[batches.maxRows() * format.features().size()];
      Targets targets = format.newTargets(batches.maxRows());
      for (int n = batches.next(features, targets); n > 0; n = batches.next(features, targets)) {
        for (int i = 0; i < n; i++) {
          rows.add(RowText.of(format, features, targets, i));
        }
      }
    }
  }

  private final class Reading implements FaultSweep.Work {
    private final Fault fault;
    private final List<String> expected;
    private List<String> rows = List.of();

    Reading(Fault fault, List<String> expected) {
      this.fault = fault;
      this.expected = expected;
    }

    @Override
    public Path prepare(int number) {
      rows = new ArrayList<>();
      return folder;
    }

    @Override
    public void run(Path place) throws IOException {
      try {
        readAhead(place, rows);
      } catch (UncheckedIOException stopped) {
        // A caller that was interrupted while it opened the files waits for no batch.
        if (stopped.getCause() instanceof InterruptedIOException
            && Thread.currentThread().isInterrupted()) {
          assertThat(fault).isEqualTo(Fault.INTERRUPT);
          throw new IOException(place + ": the caller was interrupted", stopped);
        }
        throw stopped;
      }
    }

    @Override
    public void check(FaultSweep.Try left) {
      assertThat(rows).as("%s", left).isEqualTo(expected.subList(0, rows.size()));
      if (left.whole() || fault == Fault.SHORT_READ) {
        assertThat(rows).as("%s", left).hasSameSizeAs(expected);
      }
    }
  }
}
