package lanewise.cli.apply;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import lanewise.cli.session.InputException;
import lanewise.layers.predictor.Classifier;
import lanewise.layers.predictor.MultiLabelClassifier;
import lanewise.layers.predictor.Predictor;
import lanewise.layers.predictor.Regressor;
import lanewise.training.data.csv.CsvFormat;

/**
 * Predictions as CSV: the number of the row where that is wanted, the columns that are kept; then
 * the label, or the labels with bars between, and a probability for each class or label; or the
 * numbers. All have all their digits.
 */
final class CsvPredictions implements Predictions {
  private static final CsvFormat FORMAT = CsvFormat.commas();

  private final Appendable out;
  private final Predictor predictor;
  private final KeptColumns kept;
  private final boolean numbered;
  private final List<String> names;
  private final List<String> fields;
  private final StringBuilder line = new StringBuilder();
  private long rows;

  /**
   * Prints to a stream or a file.
   *
   * @param numbered whether the first column has the number of the row, from 1
   * @throws InputException if a column that is kept has the name of one of the predictions
   */
  CsvPredictions(Appendable out, Predictor predictor, KeptColumns kept, boolean numbered) {
    this.out = out;
    this.predictor = predictor;
    this.kept = kept;
    this.numbered = numbered;
    this.names = predictor.saved().labels();
    this.fields = names.stream().map(FORMAT::field).toList();
    // The header goes out with the first row: a first row that is bad leaves nothing on stdout.
    line.append(String.join(",", header().stream().map(FORMAT::field).toList())).append('\n');
  }

  private List<String> header() {
    List<String> header = new ArrayList<>();
    if (numbered) {
      header.add("row");
    }
    switch (predictor) {
      case Classifier _ -> addProbabilities(header, "label");
      case MultiLabelClassifier _ -> addProbabilities(header, "labels");
      case Regressor _ -> header.addAll(names);
    }
    Set<String> taken = new HashSet<>(header);
    for (String name : kept.names()) {
      if (taken.contains(name)) {
        throw new InputException(
            "--keep %s: the predictions have a column of this name, too; rename it in the file, or use --json"
                .formatted(name));
      }
    }
    header.addAll(numbered ? 1 : 0, kept.names());
    return header;
  }

  private void addProbabilities(List<String> header, String first) {
    header.add(first);
    names.forEach(name -> header.add("p_" + name));
  }

  @Override
  public void print(int row, float[] values, int offset) throws IOException {
    rows++;
    if (numbered) {
      line.append(rows).append(',');
    }
    for (int c = 0; c < kept.names().size(); c++) {
      line.append(FORMAT.field(kept.text(row, c))).append(',');
    }
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
  public void end() throws IOException {
    printLine();
  }

  private void printLine() throws IOException {
    out.append(line);
    line.setLength(0);
  }
}
