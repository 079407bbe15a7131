package lanewise.cli.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import lanewise.cli.job.DataSettings;
import lanewise.cli.job.Unlabelled;
import lanewise.cli.output.Phrases;
import lanewise.cli.session.InputException;
import lanewise.cli.session.Session;
import lanewise.layers.loss.Targets;
import lanewise.layers.predictor.Classifier;
import lanewise.layers.predictor.MultiLabelClassifier;
import lanewise.layers.predictor.Predictor;
import lanewise.layers.predictor.Regressor;
import lanewise.layers.preprocessing.Column;
import lanewise.layers.preprocessing.ColumnTransformer;
import lanewise.tensor.Shape;
import lanewise.training.data.DataException;
import lanewise.training.data.RowFormat;
import lanewise.training.data.RowReader;
import lanewise.training.data.csv.CsvTable;
import org.jspecify.annotations.Nullable;

/**
 * The rows of CSV files as a model takes them, with their labels. They are read once, from the
 * first to the last, so that the files may be larger than memory, or a pipe.
 */
final class CsvEvaluation implements RowReader {
  private static final ColumnTransformer TRUTHS =
      ColumnTransformer.unscaled(List.of(new Column.Bool("label", false, false)));

  private final CsvFiles files;
  private final DataSettings settings;
  private final Predictor model;
  private final Session session;
  private final SkippedRows skipped;
  private final RowFormat format;
  private final Map<String, Integer> classes = new HashMap<>();
  private final float[] raw;
  private int nextFile;
  private long rows;
  private @Nullable CsvTable table;
  private @Nullable Match match;
  private @Nullable ModelRows modelRows;

  private CsvEvaluation(
      CsvFiles files,
      DataSettings settings,
      Predictor model,
      Session session,
      SkippedRows skipped) {
    this.files = files;
    this.settings = settings;
    this.model = model;
    this.session = session;
    this.skipped = skipped;
    this.raw = new float[model.transform().inputSize()];
    Shape features = Shape.of(model.transform().outputSize());
    RowFormat unweighted =
        switch (model) {
          case Classifier classifier -> {
            classifier.labels().forEach(label -> classes.put(label, classes.size()));
            yield RowFormat.ofClasses(features, classifier.labels().size());
          }
          case MultiLabelClassifier labels -> RowFormat.ofValues(features, labels.labels().size());
          case Regressor regressor -> RowFormat.ofValues(features, regressor.names().size());
        };
    this.format = settings.weights() == null ? unweighted : unweighted.withWeights();
  }

  /**
   * Opens the first file, and warns of columns that are ignored.
   *
   * @param skipped receives the rows without a label, where the settings leave them out
   * @return a reader, which must be closed; it ends with a {@link DataException} if there is no row
   * @throws InputException if the model cannot be applied to the columns
   */
  static RowReader of(
      CsvFiles files, DataSettings settings, Predictor model, Session session, SkippedRows skipped)
      throws IOException {
    CsvEvaluation rows = new CsvEvaluation(files, settings, model, session, skipped);
    try {
      rows.openNext();
      return rows;
    } catch (Throwable failure) {
      rows.close();
      throw failure;
    }
  }

  @Override
  public RowFormat format() {
    return format;
  }

  /**
   * The columns of a file that the model takes, and those of the labels and weights.
   *
   * @param places those of the labels
   * @param weights that of the weights; -1 if there is none
   */
  @SuppressWarnings("ArrayRecordComponent") // to look up, never to compare
  private record Match(ModelColumns columns, List<String> labels, int[] places, int weights) {
    static Match of(CsvTable csv, DataSettings settings, Predictor model) throws DataException {
      List<String> label = settings.label();
      String weights = settings.weights();
      List<String> named = label == null ? List.of() : TableSource.split(csv, label);
      ModelColumns columns = ModelColumns.of(csv, model, named, weights, List.of());
      List<String> labels = columns.requireLabels();
      List<String> predicted =
          switch (model) {
            case Classifier _ -> labels.subList(0, 1);
            case MultiLabelClassifier several -> several.labels();
            case Regressor regressor -> regressor.names();
          };
      if (labels.size() != predicted.size()) {
        throw new InputException(
            model instanceof Classifier
                ? "%s: the model names one class for a row, so --label must name one column"
                    .formatted(csv.source())
                : "%s: the model predicts %s, so --label must name as many columns"
                    .formatted(csv.source(), Phrases.list(predicted)));
      }
      int[] places = new int[labels.size()];
      for (int l = 0; l < places.length; l++) {
        places[l] = csv.column(labels.get(l));
      }
      return new Match(columns, labels, places, weights == null ? -1 : csv.column(weights));
    }
  }

  @Override
  public int read(int at, int count, float[] features, Targets targets) {
    format.requireRoom("evaluate", at + count, features, targets);
    int width = format.features().size();
    try {
      for (int i = 0; i < count; i++) {
        if (!next()) {
          return i;
        }
        model.transform().transform(1, raw, 0, features, (at + i) * width);
        label(at + i, targets);
      }
      return count;
    } catch (IOException damaged) {
      throw new UncheckedIOException(damaged);
    }
  }

  /** Reads the next row that is judged, from the next file where one ends. */
  private boolean next() throws IOException {
    boolean found = nextOfAll();
    while (found && settings.unlabelled() == Unlabelled.SKIP && isUnlabelled()) {
      skipped.add(rows);
      found = nextOfAll();
    }
    if (!found && rows == skipped.count()) {
      throw new DataException(
          files
              + (rows == 0
                  ? ": there is a header, but no row; add rows below it"
                  : ": no row has a label; add rows that have one"));
    }
    return found;
  }

  private boolean nextOfAll() throws IOException {
    while (modelRows == null || !modelRows.next(raw, 0)) {
      closeFile();
      if (nextFile == files.files().size()) {
        return false;
      }
      openNext();
    }
    rows++;
    return true;
  }

  private boolean isUnlabelled() {
    CsvTable csv = table;
    Match found = match;
    return csv != null && found != null && Arrays.stream(found.places).anyMatch(csv::isMissing);
  }

  private void openNext() throws IOException {
    CsvTable opened = new CsvInput(files.files().get(nextFile)).open(settings.format());
    table = opened;
    Match found = Match.of(opened, settings, model);
    match = found;
    modelRows = new ModelRows(opened, model, found.columns);
    if (nextFile == 0) {
      found.columns.warnOfIgnored(session);
    }
    nextFile++;
  }

  private void label(int to, Targets targets) throws DataException {
    CsvTable csv = table;
    Match found = match;
    if (csv == null || found == null) {
      throw new IllegalStateException("evaluate: the reader is closed");
    }
    int width = found.places.length;
    for (int l = 0; l < width; l++) {
      if (csv.isMissing(found.places[l])) {
        throw new DataException(
            ("%s, line %s: column \"%s\" is empty where a label is needed; fill it in, or leave"
                    + " such rows out with --unlabelled skip")
                .formatted(csv.source(), csv.line(), found.labels.get(l)));
      }
      String text = csv.text(found.places[l]);
      switch (model) {
        case Classifier classifier -> targets.classes()[to] = classOf(csv, classifier, text);
        case MultiLabelClassifier _ ->
            targets.values()[to * width + l] = truth(csv, found.labels.get(l), text);
        case Regressor _ -> {
          float number = csv.numberOrNaN(found.places[l]);
          if (!Float.isFinite(number)) {
            throw unfit(csv, found.labels.get(l), text, "number");
          }
          targets.values()[to * width + l] = number;
        }
      }
    }
    if (model instanceof Regressor regressor) {
      float[] values = targets.values();
      regressor.targetScaler().scale(1, values, to * width, values, to * width);
    }
    if (found.weights >= 0) {
      targets.weights()[to] = weight(csv, found.weights);
    }
  }

  private static float weight(CsvTable csv, int column) throws DataException {
    float weight = csv.isMissing(column) ? Float.NaN : csv.numberOrNaN(column);
    if (!(weight >= 0 && weight <= Float.MAX_VALUE)) {
      throw new DataException(
          "%s, line %s: column \"%s\" has no weight, which is a number of at least 0"
              .formatted(csv.source(), csv.line(), csv.header().get(column)));
    }
    return weight;
  }

  private int classOf(CsvTable csv, Classifier classifier, String text) throws DataException {
    Integer number = classes.get(text);
    if (number == null) {
      throw new DataException(
          "%s, line %s: the model was never trained on the label \"%s\"; it knows %s"
              .formatted(
                  csv.source(),
                  csv.line(),
                  Phrases.excerpt(text),
                  Phrases.list(classifier.labels())));
    }
    return number;
  }

  private static float truth(CsvTable csv, String column, String text) throws DataException {
    try {
      return TRUTHS.encode(0, text);
    } catch (IllegalArgumentException neither) {
      throw unfit(csv, column, text, "yes or no");
    }
  }

  private static DataException unfit(CsvTable csv, String column, String text, String needed) {
    return new DataException(
        "%s, line %s: column \"%s\" has \"%s\" where a %s is needed"
            .formatted(csv.source(), csv.line(), column, Phrases.excerpt(text), needed));
  }

  @Override
  public void skip(int count) {
    try {
      int skipped = 0;
      while (skipped < count && next()) {
        skipped++;
      }
    } catch (IOException damaged) {
      throw new UncheckedIOException(damaged);
    }
  }

  /** Warns of what training never saw in a file that was read to its end. */
  private void closeFile() throws DataException {
    CsvTable open = table;
    ModelRows read = modelRows;
    table = null;
    match = null;
    modelRows = null;
    if (read != null) {
      read.warnOfNews(session);
    }
    if (open != null) {
      open.close();
    }
  }

  @Override
  public void close() {
    nextFile = files.files().size();
    try {
      closeFile();
    } catch (DataException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
