package lanewise.cli.apply;

import java.util.List;
import lanewise.cli.data.CsvFeatures;
import lanewise.cli.data.FeatureRows;
import org.jspecify.annotations.Nullable;

/**
 * Columns of a table that are copied beside the predictions of its rows, such as ids. Rows are
 * predicted together, so that the texts of some rows have to be remembered.
 */
final class KeptColumns {
  private final @Nullable CsvFeatures table;
  private final List<String> names;
  private final String[][] texts;

  /**
   * Those that some rows keep; none of rows that are no table.
   *
   * @param batch how many rows are read before they are printed, at most
   */
  KeptColumns(FeatureRows rows, int batch) {
    this.table = rows instanceof CsvFeatures csv && !csv.kept().isEmpty() ? csv : null;
    this.names = table == null ? List.of() : table.kept();
    this.texts = new String[table == null ? 0 : batch][names.size()];
  }

  List<String> names() {
    return names;
  }

  /** Remembers the row that was read last, as a row of the batch. */
  void take(int row) {
    if (table != null) {
      for (int c = 0; c < names.size(); c++) {
        texts[row][c] = table.keptText(c);
      }
    }
  }

  /** The text of a column in a row of the batch. */
  String text(int row, int column) {
    return texts[row][column];
  }
}
