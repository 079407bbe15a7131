package lanewise.cli.apply;

import java.io.PrintStream;
import java.util.List;
import lanewise.layers.predictor.Classifier;
import lanewise.layers.predictor.MultiLabelClassifier;
import lanewise.layers.predictor.Predictor;
import lanewise.layers.predictor.Regressor;
import lanewise.training.data.csv.CsvFormat;

/**
 * Predictions as CSV: the label, or the labels with bars between, then a probability for each class
 * or label; or the numbers. All have all their digits.
 */
final class CsvPredictions implements Predictions {
  private static final CsvFormat FORMAT = CsvFormat.commas();

  private final PrintStream out;
  private final Predictor predictor;
  private final List<String> names;
  private final List<String> fields;
  private final StringBuilder line = new StringBuilder();

  CsvPredictions(PrintStream out, Predictor predictor) {
    this.out = out;
    this.predictor = predictor;
    this.names = predictor.saved().labels();
    this.fields = names.stream().map(FORMAT::field).toList();
    switch (predictor) {
      case Classifier _ -> header("label", "p_");
      case MultiLabelClassifier _ -> header("labels", "p_");
      case Regressor _ -> line.append(String.join(",", fields));
    }
    // The header goes out with the first row: a first row that is bad leaves nothing on stdout.
    line.append('\n');
  }

  private void header(String first, String prefix) {
    line.append(first);
    names.forEach(name -> line.append(',').append(FORMAT.field(prefix + name)));
  }

  @Override
  public void print(float[] values, int offset) {
    switch (predictor) {
      case Classifier _ ->
          line.append(fields.get(Predictions.best(values, offset, names.size()))).append(',');
      case MultiLabelClassifier _ ->
          line.append(FORMAT.field(String.join("|", Predictions.labels(names, values, offset))))
              .append(',');
      case Regressor _ -> {}
    }
    for (int i = 0; i < names.size(); i++) {
      line.append(i == 0 ? "" : ",").append(values[offset + i]);
    }
    line.append('\n');
    printLine();
  }

  @Override
  public void end(double seconds) {
    printLine();
    out.flush();
  }

  private void printLine() {
    out.append(line);
    line.setLength(0);
  }
}
