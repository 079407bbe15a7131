package lanewise.cli.apply;

import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import lanewise.cli.data.CsvFeatures;
import lanewise.cli.data.FeatureRows;
import lanewise.cli.data.NpyFeatures;
import lanewise.cli.data.PredictorFile;
import lanewise.cli.job.CsvLayout;
import lanewise.cli.output.JsonLine;
import lanewise.cli.session.CommonOptions;
import lanewise.cli.session.ExitCode;
import lanewise.cli.session.InputException;
import lanewise.cli.session.ResultFile;
import lanewise.cli.session.Session;
import lanewise.layers.format.JsonObject;
import lanewise.layers.predictor.Predictor;
import lanewise.tensor.io.AtomicFiles;
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
          + " may have been printed already, but a file of --out is written whole or not at"
          + " all.%n",
      "The file's columns are matched by the names that the model was trained with, where it was"
          + " trained on CSV, and columns that it does not know are left out, with a warning; else"
          + " all columns but that of the labels and those of --keep are taken in order.%n",
      "With --json: an object for each row in place of CSV, and a last line on stdout with the"
          + " number of rows and the time.%n"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  lanewise predict models/flowers.safetensors --data new.csv > labels.csv",
      "  lanewise predict models/flowers.safetensors --data old.csv --label species",
      "  lanewise predict models/houses.safetensors --data new.csv --keep id \\",
      "    --out prices.csv",
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
          "A CSV file with a header, also packed with gzip, - for standard input, an npy file, or a"
              + " folder of CSV or npy files.")
  @SuppressWarnings("NullAway.Init")
  Path data;

  @Option(
      names = "--label",
      paramLabel = "COLUMN",
      description = "A column to leave out (that of the labels in training, if it is there).")
  @Nullable String label;

  @Option(
      names = "--keep",
      paramLabel = "COLUMNS",
      description =
          "Columns of the CSV file to copy beside each prediction, such as an id, with commas"
              + " between.")
  @Nullable String keep;

  @Option(
      names = "--row-numbers",
      description = "Begin each line with the number of its row, from 1; --json has it anyway.")
  boolean rowNumbers;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description =
          "Write the predictions to this file in place of stdout: all of them, or nothing where the"
              + " command fails.")
  @Nullable Path out;

  @Mixin CsvLayout layout = new CsvLayout();
  @Mixin CommonOptions common = new CommonOptions();

  public PredictCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws IOException {
    long started = System.nanoTime();
    if (out != null) {
      ResultFile.requireOther("--out", out, model, data);
      AtomicFiles.removeLeftovers(out);
    }
    Predictor predictor = PredictorFile.load(model);
    if (NpyFeatures.areAt(data)) {
      requireNoColumn("--label", label);
      requireNoColumn("--keep", keep);
      print(predictor, NpyFeatures.of(data, predictor), started);
      return ExitCode.OK;
    }
    try (CsvFeatures rows =
        CsvFeatures.of(data, layout.format(), predictor, label, keep, session)) {
      print(predictor, rows, started);
    }
    return ExitCode.OK;
  }

  private void requireNoColumn(String option, @Nullable String name) {
    if (name != null) {
      throw new InputException(
          "%s names a column of a CSV file, but %s is of npy files".formatted(option, data));
    }
  }

  private void print(Predictor predictor, FeatureRows rows, long started) throws IOException {
    Path file = out;
    AtomicLong count = new AtomicLong();
    if (file == null) {
      count.set(predict(predictor, rows, session.out()));
      session.out().flush();
    } else {
      AtomicFiles.writeStream(
          file,
          stream -> {
            Writer text = new OutputStreamWriter(stream, StandardCharsets.UTF_8);
            count.set(predict(predictor, rows, text));
            text.flush();
          });
    }
    if (common.json) {
      double seconds = (System.nanoTime() - started) * 1e-9;
      JsonLine.print(session, totals(predictor, count.get(), seconds));
    }
    rows.warnOfNews(session);
  }

  private JsonObject totals(Predictor predictor, long rows, double seconds) {
    return JsonObject.builder()
        .put("rows", rows)
        .put("seconds", JsonLine.number(seconds))
        .put("rowsPerSecond", JsonLine.number(rows / seconds))
        .put("out", JsonLine.text(out == null ? null : out.toString()))
        .put("weightsSha256", predictor.weightsSha256())
        .build();
  }

  /** Predicts all rows, and returns how many they are. */
  private long predict(Predictor predictor, FeatureRows rows, Appendable to) throws IOException {
    KeptColumns kept = new KeptColumns(rows, BATCH_ROWS);
    Predictions predictions =
        common.json
            ? new JsonPredictions(to, predictor, kept)
            : new CsvPredictions(to, predictor, kept, rowNumbers);
    int width = rows.width();
    int outputs = predictor.plan().outputSize();
    int batch = Math.clamp(BATCH_VALUES / ((long) width + outputs), 1, BATCH_ROWS);
    float[] features = new float[batch * width];
    float[] values = new float[batch * outputs];
    long count = 0;
    int filled;
    do {
      filled = 0;
      while (filled < batch && next(rows, features, filled * width)) {
        kept.take(filled++);
      }
      Predictions.compute(predictor, filled, features, values);
      for (int row = 0; row < filled; row++) {
        predictions.print(row, values, row * outputs);
      }
      count += filled;
      // Without a reader, as in a pipe into head, there is nothing left to do.
    } while (filled == batch && !session.out().checkError());
    predictions.end();
    return count;
  }

  /** Reads a row. What is wrong with it is not to be taken for a fault of the file of results. */
  private static boolean next(FeatureRows rows, float[] to, int offset) {
    try {
      return rows.next(to, offset);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
