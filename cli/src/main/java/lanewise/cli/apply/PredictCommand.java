package lanewise.cli.apply;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import lanewise.cli.data.ClassifierFile;
import lanewise.cli.data.ModelColumns;
import lanewise.cli.session.CommonOptions;
import lanewise.cli.session.ExitCode;
import lanewise.cli.session.Session;
import lanewise.layers.predictor.Classifier;
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
    header = "Label the rows of a CSV file.",
    description = {
      "%nPrints CSV on stdout, a line for each row in order: the most probable label, then the"
          + " probability of each class. The file is read piece by piece, so that it may be larger"
          + " than the memory; what precedes a bad line may have been printed already.%n",
      "The file's columns are matched by the names that the model was trained with, where it was"
          + " trained on CSV, and columns that it does not know are left out, with a warning; else"
          + " all columns but that of the labels are taken in order.%n",
      "With --json: an object for each row in place of CSV, and a last line with the number of"
          + " rows and the time.%n"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  lanewise predict models/flowers.safetensors --data new.csv > labels.csv",
      "  lanewise predict models/flowers.safetensors --data old.csv --label species"
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
      description = "A CSV file with a header, also packed with gzip.")
  @SuppressWarnings("NullAway.Init")
  Path data;

  @Option(
      names = "--label",
      paramLabel = "COLUMN",
      description = "A column to leave out (that of the labels in training, if it is there).")
  @Nullable String label;

  @Mixin CommonOptions common = new CommonOptions();

  public PredictCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws IOException {
    long started = System.nanoTime();
    Classifier classifier = ClassifierFile.load(model);
    try (CsvTable table = CsvTable.open(data)) {
      ModelColumns columns = ModelColumns.of(table, classifier, label);
      columns.warnOfIgnored(session);
      Predictions predictions =
          common.json
              ? new JsonPredictions(session, classifier)
              : new CsvPredictions(session.out(), classifier.labels());
      int[] wanted = columns.features();
      int classes = classifier.labels().size();
      int batch = Math.clamp(BATCH_VALUES / (wanted.length + classes), 1, BATCH_ROWS);
      float[] features = new float[batch * wanted.length];
      float[] probabilities = new float[batch * classes];
      int filled;
      do {
        for (filled = 0; filled < batch && table.next(); filled++) {
          table.numbers(wanted, features, filled * wanted.length);
        }
        classifier.probabilities(filled, features, 0, probabilities, 0);
        for (int row = 0; row < filled; row++) {
          predictions.print(probabilities, row * classes);
        }
        // Without a reader, as in a pipe into head, there is nothing left to do.
      } while (filled == batch && !session.out().checkError());
      predictions.end((System.nanoTime() - started) * 1e-9);
    }
    return ExitCode.OK;
  }
}
