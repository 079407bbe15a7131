package lanewise.training.data.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import lanewise.training.data.DataException;
import lanewise.training.data.csv.CsvTable;

/**
 * The cells of one column: numbers as long as all that are there are numbers, else texts.
 *
 * <p>A column becomes one of texts with the first cell that is neither a number nor missing. The
 * numbers before it are texts then as well, which is possible where all were whole numbers in their
 * shortest form; else the spelling is lost, and the cell is refused.
 */
final class CellColumn {
  static final int MISSING = -1;

  /** The rows for which a column has room at first. */
  static final int FIRST_ROWS = 16;

  /** An estimate of the bytes of a column with that room and its entry in the table. */
  static final long EMPTY_BYTES = 224;

  /** Whole numbers up to here have one float and one shortest text each. */
  private static final float EXACT = 1 << 24;

  /** An estimate of the bytes that a text takes beside its characters. */
  private static final int TEXT_BYTES = 128;

  private final String name;
  private final int place;
  private float[] numbers = new float[FIRST_ROWS];
  private int[] codes = new int[0];
  private final List<String> texts = new ArrayList<>();
  private final Map<String, Integer> known = new HashMap<>();
  private boolean ofTexts;
  private boolean spelledPlainly = true;
  private long textBytes;

  CellColumn(String name, int place, boolean ofTexts) {
    this.name = name;
    this.place = place;
    this.ofTexts = ofTexts;
    if (ofTexts) {
      codes = new int[FIRST_ROWS];
      numbers = new float[0];
    }
  }

  String name() {
    return name;
  }

  boolean ofTexts() {
    return ofTexts;
  }

  /** Returns the number in a cell, or NaN if it is missing; for a column of numbers. */
  float number(int row) {
    return numbers[row];
  }

  /** Returns the place of a cell's text in {@link #texts}, or {@link #MISSING}. */
  int code(int row) {
    return codes[row];
  }

  /** Returns the different texts, in the order of their first cells. */
  List<String> texts() {
    return texts;
  }

  boolean isMissing(int row) {
    return ofTexts ? codes[row] == MISSING : Float.isNaN(numbers[row]);
  }

  /** Returns the bytes that the column takes with room for this many rows. */
  long bytes(int rows) {
    return EMPTY_BYTES + 4L * rows + textBytes;
  }

  /** Adds the cell of the table's row. */
  void add(CsvTable table, int row) throws DataException {
    if (row == (ofTexts ? codes.length : numbers.length)) {
      grow(row);
    }
    boolean missing = table.isMissing(place);
    if (ofTexts) {
      codes[row] = missing ? MISSING : code(table.text(place));
      return;
    }
    float number = missing ? Float.NaN : table.numberOrNaN(place);
    if (Float.isInfinite(number) || (Float.isNaN(number) && !missing && spellsInfinity(table))) {
      number = table.number(place); // which refuses it
    }
    if (!missing && Float.isNaN(number)) {
      becomeTexts(table, row);
      codes[row] = code(table.text(place));
      return;
    }
    numbers[row] = number;
    spelledPlainly = spelledPlainly && (missing || isPlain(number, table, place));
  }

  private boolean spellsInfinity(CsvTable table) {
    String text = table.text(place).replaceFirst("^[+-]", "");
    return text.equalsIgnoreCase("inf") || text.equalsIgnoreCase("infinity");
  }

  private void grow(int rows) {
    if (ofTexts) {
      codes = Arrays.copyOf(codes, 2 * rows);
    } else {
      numbers = Arrays.copyOf(numbers, 2 * rows);
    }
  }

  private static boolean isPlain(float number, CsvTable table, int place) {
    return Math.abs(number) < EXACT && table.isPlainWhole(place);
  }

  private int code(String text) {
    Integer code = known.get(text);
    if (code == null) {
      code = texts.size();
      texts.add(text);
      known.put(text, code);
      textBytes += TEXT_BYTES + 2L * text.length();
    }
    return code;
  }

  private void becomeTexts(CsvTable table, int rows) throws DataException {
    if (!spelledPlainly) {
      throw new DataException(
          "%s, line %d: column \"%s\" has \"%s\" where the rows before have numbers; correct it, or name the column as one of categories"
              .formatted(table.source(), table.line(), name, shortened(table.text(place))));
    }
    codes = new int[numbers.length];
    for (int row = 0; row < rows; row++) {
      codes[row] = Float.isNaN(numbers[row]) ? MISSING : code(String.valueOf((int) numbers[row]));
    }
    ofTexts = true;
    numbers = new float[0];
  }

  static String shortened(String text) {
    return text.length() <= 40 ? text : text.substring(0, 40) + "...";
  }
}
