package lanewise.cli.apply;

import java.util.List;
import lanewise.training.data.DataException;
import lanewise.training.data.csv.CsvTable;
import org.jspecify.annotations.Nullable;

/** Columns of a table that are copied beside the predictions of its rows, such as ids. */
final class KeptColumns {
  private final @Nullable CsvTable table;
  private final List<String> names;
  private final int[] places;
  private final String[][] texts;

  private KeptColumns(@Nullable CsvTable table, List<String> names, int[] places, int batch) {
    this.table = table;
    this.names = names;
    this.places = places;
    this.texts = new String[batch][places.length];
  }

  /** Keeps nothing. */
  static KeptColumns none() {
    return new KeptColumns(null, List.of(), new int[0], 0);
  }

  /**
   * Keeps columns of a table.
   *
   * @param names those of the columns; one that comes twice counts once
   * @param batch how many rows are read before they are printed, at most
   * @throws DataException if there is no such column
   */
  static KeptColumns of(CsvTable table, List<String> names, int batch) throws DataException {
    if (names.isEmpty()) {
      return none();
    }
    List<String> each = names.stream().distinct().toList();
    int[] places = new int[each.size()];
    for (int c = 0; c < places.length; c++) {
      places[c] = table.column(each.get(c));
    }
    return new KeptColumns(table, each, places, batch);
  }

  List<String> names() {
    return names;
  }

  /** Remembers the row at which the table is, as a row of the batch. */
  void take(int row) {
    if (table != null) {
      for (int c = 0; c < places.length; c++) {
        texts[row][c] = table.text(places[c]);
      }
    }
  }

  /** The text of a column in a row of the batch. */
  String text(int row, int column) {
    return texts[row][column];
  }
}
