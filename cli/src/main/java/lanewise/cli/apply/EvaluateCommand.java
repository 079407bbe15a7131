package lanewise.cli.apply;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import lanewise.cli.data.DataSource;
import lanewise.cli.data.PredictorFile;
import lanewise.cli.data.Provenance;
import lanewise.cli.data.SkippedRows;
import lanewise.cli.job.CsvLayout;
import lanewise.cli.job.DataSettings;
import lanewise.cli.job.Unlabelled;
import lanewise.cli.output.FoldedText;
import lanewise.cli.output.JsonLine;
import lanewise.cli.output.LabelledLine;
import lanewise.cli.output.Phrases;
import lanewise.cli.output.RegressionLines;
import lanewise.cli.session.CommonOptions;
import lanewise.cli.session.ExitCode;
import lanewise.cli.session.InputException;
import lanewise.cli.session.ResultFile;
import lanewise.cli.session.Session;
import lanewise.layers.file.Task;
import lanewise.layers.format.JsonObject;
import lanewise.layers.predictor.Classifier;
import lanewise.layers.predictor.MultiLabelClassifier;
import lanewise.layers.predictor.Predictor;
import lanewise.layers.predictor.Regressor;
import lanewise.tensor.Workers;
import lanewise.training.ClassificationReport;
import lanewise.training.MultiLabelReport;
import lanewise.training.RegressionReport;
import lanewise.training.data.RowReader;
import lanewise.training.metric.Tally;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lanewise evaluate}. */
@Command(
    name = "evaluate",
    sortOptions = false,
    sortSynopsis = false,
    header = "Judge a model by labelled rows.",
    description = {
      "%nPrints accuracy, loss, precision and recall of each class, and how often each class was"
          + " taken for which; of predicted numbers the mean absolute error (MAE), the root mean"
          + " squared error (RMSE) and R2, in the units of the data. The loss is the one that"
          + " trained the model. --metric adds others. Rows count by their weights where there are"
          + " weights; numbers of rows do not.%n",
      "Classes are matched by name, the columns of a CSV file by the names that the model was"
          + " trained with; columns that it does not know are left out, with a warning. Of a folder"
          + " of IDX files, the test part is used if there is one; else all rows.%n"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  lanewise evaluate models/flowers.safetensors --data new.csv --label species",
      "  lanewise evaluate models/faults.safetensors --data new.csv --metric auc,ece",
      "  lanewise evaluate models/digits.safetensors --data digits --json \\",
      "      | jq .accuracy"
    })
public final class EvaluateCommand implements Callable<Integer> {
  private final Session session;
  private final SkippedRows skipped = new SkippedRows();

  @Parameters(paramLabel = "MODEL", description = "A file that lanewise train has saved.")
  @SuppressWarnings("NullAway.Init")
  Path model;

  @Option(
      names = "--data",
      required = true,
      paramLabel = "DATA",
      description =
          "A CSV or npy file, - for standard input, a folder of CSV, IDX or npy files, or a bundled"
              + " data set: digits, iris. Files may be larger than the memory.")
  @SuppressWarnings("NullAway.Init")
  String data;

  @Option(
      names = "--label",
      paramLabel = "COLUMN",
      description =
          "The column of the CSV file that is to be predicted, or several with commas between (as"
              + " in training); beside npy files of features, the file or folder of what is to be"
              + " predicted.")
  @Nullable String label;

  @Option(
      names = "--weights",
      paramLabel = "COLUMN",
      description =
          "The column of the CSV file with the weight of each row; beside npy files, the npy file"
              + " with a weight for each row.")
  @Nullable String weights;

  @Option(
      names = "--unlabelled",
      paramLabel = "WHAT",
      converter = Unlabelled.Converter.class,
      description =
          "What becomes of rows of the CSV file without a label: refuse ends the command and names"
              + " the line, skip leaves them out and says how many they are (refuse).")
  Unlabelled unlabelled = Unlabelled.REFUSE;

  @Option(
      names = "--metric",
      paramLabel = "NAME",
      split = ",",
      description =
          "Further metrics, with commas between: f1, auc, pr-auc, log-loss, ece, top-5, or one of a"
              + " class such as recall-class-NAME; of numbers mae, mse, rmse, r2.")
  List<String> metrics = List.of();

  @Option(
      names = "--residuals",
      paramLabel = "FILE",
      description =
          "Of predicted numbers: write a CSV file with a line for each row, of its number from 1,"
              + " what is there, what is predicted, and the difference. Rows that are left out keep"
              + " their numbers.")
  @Nullable Path residuals;

  @Mixin CsvLayout layout = new CsvLayout();
  @Mixin CommonOptions common = new CommonOptions();

  public EvaluateCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws IOException {
    DataSettings settings = DataSettings.toApply(data, label, weights, unlabelled, layout);
    if (residuals != null) {
      ResultFile.requireOther(
          "--residuals",
          residuals,
          model,
          settings.file(),
          settings.targets(),
          settings.weightsFile());
    }
    DataSource source = DataSource.of(settings);
    Predictor predictor = PredictorFile.load(model);
    if (residuals != null && !(predictor instanceof Regressor)) {
      throw new InputException("--residuals: the model predicts no numbers, but names labels");
    }
    boolean seen = sawSomeInTraining(source, predictor);
    try (RowReader rows = source.toEvaluate(predictor, session, skipped)) {
      evaluate(predictor, rows, source.name(), seen);
    }
    return ExitCode.OK;
  }

  private void evaluate(Predictor predictor, RowReader rows, String name, boolean seen)
      throws IOException {
    int columns = session.columns(false);
    ChosenMetrics chosen = new ChosenMetrics(predictor, metrics);
    Tally[] beside = chosen.tallies();
    switch (predictor) {
      case Classifier classifier -> {
        ClassificationReport report =
            ClassificationReport.ofScaled(classifier.model(), rows, Workers.caller(), beside);
        if (common.json) {
          printJson(chosen, ClassFigures.object(classifier.labels(), report, name));
        } else {
          print(ClassFigures.summary(report, columns), chosen, seen);
          session.out().println();
          print(ClassFigures.tables(classifier.labels(), report, columns));
        }
      }
      case MultiLabelClassifier labels -> {
        MultiLabelReport report =
            MultiLabelReport.of(labels.model(), labels.labels(), rows, Workers.caller(), beside);
        if (common.json) {
          printJson(chosen, LabelScores.object(report, name));
        } else {
          print(LabelScores.summary(report, columns), chosen, seen);
          session.out().println();
          print(LabelScores.table(report, columns));
        }
      }
      case Regressor regressor -> {
        Task.Regression numbers = new Task.Regression(regressor.names(), regressor.targetScaler());
        RegressionReport report =
            residuals == null
                ? RegressionReport.of(regressor.model(), numbers, rows, Workers.caller(), beside)
                : Residuals.write(residuals, regressor.model(), numbers, rows, skipped, beside);
        if (common.json) {
          printJson(chosen, Residuals.object(report, name));
        } else {
          print(RegressionLines.of(report), chosen, seen);
        }
      }
    }
  }

  private void printJson(ChosenMetrics chosen, JsonObject.Builder object) {
    JsonLine.print(session, chosen.addTo(object.put("unlabelledRows", skipped.count())));
  }

  /** Prints the figures of all rows. */
  private void print(List<String> summary, ChosenMetrics chosen, boolean seen) {
    summary.forEach(this::print);
    chosen.lines().forEach(this::print);
    if (skipped.count() > 0) {
      print(
          LabelledLine.of("Left out", Phrases.count(skipped.count(), "row") + " without a label"));
    }
    note(seen);
  }

  /** A set of one name: unless it has a test part, the model learned from most of these rows. */
  private static boolean sawSomeInTraining(DataSource source, Predictor predictor)
      throws IOException {
    return !source.hasTestPart()
        && source.name().equals(predictor.provenance().get(Provenance.DATA));
  }

  private void note(boolean seen) {
    if (seen) {
      print(
          LabelledLine.of(
              "Note", "a data set of this name trained the model: it has seen most rows"));
    }
  }

  /** Prints a line, or the lines into which it is divided. */
  private void print(String line) {
    print(FoldedText.lines(line, session.columns(false)));
  }

  private void print(List<String> lines) {
    lines.forEach(session.out()::println);
  }
}
