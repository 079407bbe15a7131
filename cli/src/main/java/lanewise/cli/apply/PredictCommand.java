package lanewise.cli.apply;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import lanewise.cli.data.CsvInput;
import lanewise.cli.data.FeatureRows;
import lanewise.cli.data.ModelColumns;
import lanewise.cli.data.ModelRows;
import lanewise.cli.data.NpyFeatures;
import lanewise.cli.data.PredictorFile;
import lanewise.cli.job.CsvLayout;
import lanewise.cli.session.CommonOptions;
import lanewise.cli.session.ExitCode;
import lanewise.cli.session.InputException;
import lanewise.cli.session.Session;
import lanewise.layers.predictor.Predictor;
import lanewise.training.data.csv.CsvTable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lanewise predict}. */
@Command(
    name = "predict",
    sortOptions = false,
    sortSynopsis = false,
    header = "Predict the labels or numbers of the rows of a file.",
    description = {
      "%nPrints CSV on stdout, a line for each row in order: the most probable label, then the"
          + " probability of each class; or the labels that a row is given, with | between, then"
          + " the probability of each; or the numbers, in the units of the data. The file is read"
          + " piece by piece, so that it may be larger than the memory; what precedes a bad line"
          + " may have been printed already.%n",
      "The file's columns are matched by the names that the model was trained with, where it was"
          + " trained on CSV, and columns that it does not know are left out, with a warning; else"
          + " all columns but that of the labels are taken in order.%n",
      "With --json: an object for each row in place of CSV, and a last line with the number of"
          + " rows and the time.%n"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  lanewise predict models/flowers.safetensors --data new.csv > labels.csv",
      "  lanewise predict models/flowers.safetensors --data old.csv --label species",
      "  zcat new.csv.gz | lanewise predict models/flowers.safetensors --data -"
    })
public final class PredictCommand implements Callable<Integer> {
  /** Rows that are predicted together: so many, or fewer where rows are long. */
  private static final int BATCH_ROWS = 1024;

  private static final int BATCH_VALUES = 1 << 20;

  private final Session session;

  @Parameters(paramLabel = "MODEL", description = "A file that lanewise train has saved.")
  @SuppressWarnings("NullAway.Init")
  Path model;

  @Option(
      names = "--data",
      required = true,
      paramLabel = "FILE",
      description =
          "A CSV file with a header, also packed with gzip, - for standard input, or an npy file or"
              + " a folder of npy files.")
  @SuppressWarnings("NullAway.Init")
  Path data;

  @Option(
      names = "--label",
      paramLabel = "COLUMN",
      description = "A column to leave out (that of the labels in training, if it is there).")
  @Nullable String label;

  @Mixin CsvLayout layout = new CsvLayout();
  @Mixin CommonOptions common = new CommonOptions();

  public PredictCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws IOException {
    long started = System.nanoTime();
    Predictor predictor = PredictorFile.load(model);
    if (NpyFeatures.areAt(data)) {
      if (label != null) {
        throw new InputException(
            "--label names a column of a CSV file, but %s is of npy files".formatted(data));
      }
      predict(predictor, NpyFeatures.of(data, predictor), started);
      return ExitCode.OK;
    }
    try (CsvTable table = new CsvInput(data).open(layout.format())) {
      ModelColumns columns =
          ModelColumns.of(table, predictor, label == null ? List.of() : labels(table, label), null);
      columns.warnOfIgnored(session);
      predict(predictor, new ModelRows(table, predictor, columns), started);
    }
    return ExitCode.OK;
  }

  private void predict(Predictor predictor, FeatureRows rows, long started) throws IOException {
    Predictions predictions =
        common.json
            ? new JsonPredictions(session, predictor)
            : new CsvPredictions(session.out(), predictor);
    int width = rows.width();
    int outputs = predictor.plan().outputSize();
    int batch = Math.clamp(BATCH_VALUES / ((long) width + outputs), 1, BATCH_ROWS);
    float[] features = new float[batch * width];
    float[] values = new float[batch * outputs];
    int filled;
    do {
      filled = 0;
      while (filled < batch && rows.next(features, filled * width)) {
        filled++;
      }
      Predictions.compute(predictor, filled, features, values);
      for (int row = 0; row < filled; row++) {
        predictions.print(values, row * outputs);
      }
      // Without a reader, as in a pipe into head, there is nothing left to do.
    } while (filled == batch && !session.out().checkError());
    predictions.end((System.nanoTime() - started) * 1e-9);
    rows.warnOfNews(session);
  }

  /** Divides a text at its commas, unless a column has it for a name. */
  private static List<String> labels(CsvTable table, String label) {
    return table.hasColumn(label)
        ? List.of(label)
        : Arrays.stream(label.split(",", -1)).map(String::strip).toList();
  }
}
