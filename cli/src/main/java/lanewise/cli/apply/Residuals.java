package lanewise.cli.apply;

import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import lanewise.cli.data.SkippedRows;
import lanewise.cli.output.JsonLine;
import lanewise.layers.Model;
import lanewise.layers.file.Task;
import lanewise.layers.format.JsonArray;
import lanewise.layers.format.JsonObject;
import lanewise.layers.format.JsonValue;
import lanewise.layers.loss.Targets;
import lanewise.tensor.Workers;
import lanewise.tensor.io.AtomicFiles;
import lanewise.training.RegressionReport;
import lanewise.training.data.RowReader;
import lanewise.training.data.csv.CsvFormat;
import lanewise.training.metric.InDataUnits;
import lanewise.training.metric.Tally;

/** The errors of predicted numbers: as a table to plot, and as an object. */
final class Residuals {
  private Residuals() {}

  /**
   * Evaluates a model, and writes a line for each row and number as it goes: {@code
   * row,target,actual,predicted,residual}. Where that fails, no file is left.
   *
   * @param skipped the rows of the data that the reader leaves out: the others keep their numbers
   * @param beside tallies that see the same rows, scaled
   */
  static RegressionReport write(
      Path file,
      Model model,
      Task.Regression task,
      RowReader rows,
      SkippedRows skipped,
      Tally... beside)
      throws IOException {
    AtomicReference<RegressionReport> report = new AtomicReference<>();
    AtomicFiles.writeStream(
        file,
        out -> {
          Table table = new Table(out, task.names(), skipped);
          Tally[] all = Arrays.copyOf(beside, beside.length + 1);
          all[beside.length] = InDataUnits.tally(table, task.scaler());
          try {
            report.set(RegressionReport.of(model, task, rows, Workers.caller(), all));
          } catch (Unwritten failure) {
            throw failure.getCause();
          }
          table.flush();
        });
    return Objects.requireNonNull(report.get());
  }

  /** The table could not be written. */
  private static final class Unwritten extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final IOException reason;

    Unwritten(IOException reason) {
      super(reason);
      this.reason = reason;
    }

    @Override
    public synchronized IOException getCause() {
      return reason;
    }
  }

  private static final class Table implements Tally {
    private final Writer out;
    private final List<String> fields;
    private final StringBuilder line = new StringBuilder("row,target,actual,predicted,residual\n");
    private final SkippedRows skipped;
    private int nextSkipped;
    private long row;

    Table(OutputStream out, List<String> names, SkippedRows skipped) {
      this.skipped = skipped;
      this.out = new OutputStreamWriter(out, StandardCharsets.UTF_8);
      this.fields = names.stream().map(CsvFormat.commas()::field).toList();
    }

    @Override
    public void add(int rows, float[] predicted, Targets targets) {
      float[] actual = targets.values();
      int width = fields.size();
      for (int i = 0; i < rows * width; i++) {
        if (i % width == 0) {
          countRow();
        }
        line.append(row)
            .append(',')
            .append(fields.get(i % width))
            .append(',')
            .append(actual[i])
            .append(',')
            .append(predicted[i])
            .append(',')
            .append((float) ((double) actual[i] - predicted[i]))
            .append('\n');
      }
      try {
        out.append(line);
      } catch (IOException failure) {
        throw new Unwritten(failure);
      }
      line.setLength(0);
    }

    /** Rows have the numbers that they have in the data. */
    private void countRow() {
      row++;
      while (nextSkipped < skipped.count() && skipped.number(nextSkipped) == row) {
        row++;
        nextSkipped++;
      }
    }

    @Override
    public double value() {
      return row;
    }

    void flush() throws IOException {
      out.flush();
    }
  }

  static JsonObject.Builder object(RegressionReport report, String data) {
    List<JsonValue> targets = new ArrayList<>();
    for (RegressionReport.Figures each : report.figures()) {
      targets.add(
          JsonObject.builder()
              .put("name", each.name())
              .put("mae", JsonLine.number(each.meanAbsoluteError()))
              .put("rmse", JsonLine.number(each.rootMeanSquaredError()))
              .put("r2", JsonLine.number(each.r2()))
              .build());
    }
    return JsonObject.builder()
        .put("rows", report.rows())
        .put("data", data)
        .put("targets", new JsonArray(targets));
  }
}
