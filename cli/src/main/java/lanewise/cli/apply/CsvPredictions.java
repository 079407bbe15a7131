package lanewise.cli.apply;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;

/** Predictions as CSV: the label, then a probability for each class, with all their digits. */
final class CsvPredictions implements Predictions {
  private final PrintStream out;
  private final List<String> fields;
  private final int classes;
  private final StringBuilder line = new StringBuilder("label");

  CsvPredictions(PrintStream out, List<String> labels) {
    this.out = out;
    this.classes = labels.size();
    this.fields = labels.stream().map(CsvPredictions::field).toList();
    labels.forEach(label -> line.append(',').append(field("p_" + label)));
    line.append(
        '\n'); // goes out with the first row, so that a first row that is bad leaves nothing
  }

  /** A text with quotes where CSV needs them. */
  private static String field(String text) {
    StringWriter quoted = new StringWriter();
    try (CsvWriter writer = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(quoted)) {
      writer.writeRecord(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return quoted.toString().stripTrailing();
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
