package lanewise.cli.apply;

import java.io.PrintStream;
import java.util.List;
import lanewise.training.data.csv.CsvFormat;

/** Predictions as CSV: the label, then a probability for each class, with all their digits. */
final class CsvPredictions implements Predictions {
  private static final CsvFormat FORMAT = CsvFormat.commas();

  private final PrintStream out;
  private final List<String> fields;
  private final int classes;
  private final StringBuilder line = new StringBuilder("label");

  CsvPredictions(PrintStream out, List<String> labels) {
    this.out = out;
    this.classes = labels.size();
    this.fields = labels.stream().map(FORMAT::field).toList();
    labels.forEach(label -> line.append(',').append(FORMAT.field("p_" + label)));
    // The header goes out with the first row: a first row that is bad leaves nothing on stdout.
    line.append('\n');
  }

  @Override
  public void print(float[] probabilities, int offset) {
    int best = 0;
    for (int c = 1; c < classes; c++) {
      best = probabilities[offset + c] > probabilities[offset + best] ? c : best;
    }
    line.append(fields.get(best));
    for (int c = 0; c < classes; c++) {
      line.append(',').append(probabilities[offset + c]);
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
