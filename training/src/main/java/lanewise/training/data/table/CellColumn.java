package lanewise.training.data.table;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import lanewise.layers.internal.DecimalNumber;
import lanewise.training.data.DataException;
import lanewise.training.data.csv.CsvTable;
import org.jspecify.annotations.Nullable;

/**
 * The cells of one column: numbers as long as all that are there are numbers, else texts.
 *
 * <p>A column becomes one of texts with the first cell that is neither a number nor missing. The
 * numbers before it are texts then as well, which is possible where all are whole numbers in their
 * shortest form; of others the spelling is lost. A column that has such a number and a text is
 * refused, whichever comes first: the text most likely stands for a missing value.
 *
 * <p>A column of labels is one of texts, which may name classes. With more than {@value
 * #MOST_LABELS} different ones that all are numbers it becomes one of numbers, which need not be
 * remembered.
 */
final class CellColumn {
  static final int MISSING = -1;

  /** The rows for which a column has room at first. */
  static final int FIRST_ROWS = 16;

  /** So many different labels may be texts that all are numbers. */
  static final int MOST_LABELS = 1 << 14;

  /** Whole numbers up to here have one float and one shortest text each. */
  private static final float EXACT = 1 << 24;

  /** An estimate of the bytes that a text takes beside its characters. */
  private static final int TEXT_BYTES = 128;

  private final String name;
  private final int place;
  private final int index;
  private final CellStore store;
  private final boolean ofLabels;
  private final List<String> texts = new ArrayList<>();
  private final Map<String, Integer> known = new HashMap<>();
  private final boolean stated;

  private boolean ofTexts;

  /** The first number that is not a whole one in its shortest form. */
  private @Nullable String firstDecimal;

  /** The first cell that is neither a number nor missing, and where it is. */
  private @Nullable String firstText;

  private String placeOfText = "";
  private long textBytes;

  /**
   * A column without cells.
   *
   * @param place its place in the file
   * @param index its place in the store
   * @param ofTexts whether its cells are texts from the beginning
   * @param ofLabels whether they are labels, which may be many numbers
   */
  CellColumn(
      String name, int place, int index, CellStore store, boolean ofTexts, boolean ofLabels) {
    this.name = name;
    this.place = place;
    this.index = index;
    this.store = store;
    this.stated = ofTexts;
    this.ofTexts = ofTexts;
    this.ofLabels = ofLabels;
  }

  String name() {
    return name;
  }

  boolean ofTexts() {
    return ofTexts;
  }

  /** Returns the number in a cell, or NaN if it is missing; for a column of numbers. */
  float number(int row) {
    return Float.intBitsToFloat(store.bits(index, row));
  }

  /** Returns the place of a cell's text in {@link #texts}, or {@link #MISSING}. */
  int code(int row) {
    return store.bits(index, row);
  }

  /** Returns the different texts, in the order of their first cells. */
  List<String> texts() {
    return texts;
  }

  /** Returns the text of a cell that is not missing, or its number as a text. */
  String text(int row) {
    return ofTexts ? texts.get(code(row)) : String.valueOf(number(row));
  }

  boolean isMissing(int row) {
    return ofTexts ? code(row) == MISSING : Float.isNaN(number(row));
  }

  /** Returns the bytes that the texts take. */
  long textBytes() {
    return textBytes;
  }

  /** Adds the cell of the table's row. */
  void add(CsvTable table) throws DataException {
    boolean missing = table.isMissing(place);
    if (ofTexts) {
      int code = missing ? MISSING : code(table);
      if (ofLabels && texts.size() > MOST_LABELS && becomeNumbers(table)) {
        code = Float.floatToRawIntBits(missing ? Float.NaN : table.numberOrNaN(place));
      }
      store.add(index, code);
      return;
    }
    float number = missing ? Float.NaN : numberOrNaN(table);
    if (!missing && Float.isNaN(number)) {
      becomeTexts(table);
      return;
    }
    if (!missing && firstDecimal == null && !isPlain(number, table, place)) {
      firstDecimal = table.text(place);
    }
    store.add(index, Float.floatToRawIntBits(number));
  }

  /** Refuses decimals with a text among them, most likely for a missing one. */
  private void requireNoDecimal() throws DataException {
    if (firstDecimal != null) {
      throw new DataException(
          "%s: column \"%s\" has \"%s\" where other rows have numbers such as %s; correct it, name it as one of missing values, or name the column as one of categories"
              .formatted(
                  placeOfText,
                  name,
                  shortened(String.valueOf(firstText)),
                  shortened(firstDecimal)));
    }
  }

  /** Forgets the texts if all of them are numbers. */
  private boolean becomeNumbers(CsvTable table) throws DataException {
    char decimal = table.format().decimal();
    float[] numbers = new float[texts.size()];
    for (int code = 0; code < numbers.length; code++) {
      char[] text = texts.get(code).toCharArray();
      numbers[code] = DecimalNumber.parse(text, 0, text.length, decimal);
      if (!Float.isFinite(numbers[code])) {
        return false;
      }
    }
    store.replace(
        index, code -> Float.floatToRawIntBits(code == MISSING ? Float.NaN : numbers[code]));
    firstDecimal = texts.getFirst(); // no text may follow, as the spelling of all is lost
    texts.clear();
    known.clear();
    textBytes = 0;
    ofTexts = false;
    return true;
  }

  /** Returns NaN for a cell that is no number; an infinite one is refused. */
  private float numberOrNaN(CsvTable table) throws DataException {
    float number = table.numberOrNaN(place);
    boolean infinite = Float.isInfinite(number) || (Float.isNaN(number) && spellsInfinity(table));
    return infinite ? table.number(place) : number; // which refuses it
  }

  private boolean spellsInfinity(CsvTable table) {
    String text = table.text(place).replaceFirst("^[+-]", "");
    return text.equalsIgnoreCase("inf") || text.equalsIgnoreCase("infinity");
  }

  private static boolean isPlain(float number, CsvTable table, int place) {
    return Math.abs(number) < EXACT && table.isPlainWhole(place);
  }

  /** Returns the code of the row's text; only a column that was said to have texts has decimals. */
  private int code(CsvTable table) throws DataException {
    String text = table.text(place);
    if (!stated && !known.containsKey(text)) {
      float number = numberOrNaN(table);
      if (!Float.isNaN(number) && !isPlain(number, table, place)) {
        firstDecimal = text;
        requireNoDecimal();
      }
    }
    return code(text);
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

  private void becomeTexts(CsvTable table) throws DataException {
    String text = table.text(place);
    firstText = text;
    placeOfText = "%s, line %s".formatted(table.source(), table.line());
    requireNoDecimal();
    store.replace(
        index,
        bits -> {
          float number = Float.intBitsToFloat(bits);
          return Float.isNaN(number) ? MISSING : code(String.valueOf((int) number));
        });
    ofTexts = true;
    store.add(index, code(text));
  }

  static String shortened(String text) {
    return text.length() <= 40 ? text : text.substring(0, 40) + "...";
  }
}
