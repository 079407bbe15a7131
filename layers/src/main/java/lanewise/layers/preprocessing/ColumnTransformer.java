package lanewise.layers.preprocessing;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import lanewise.layers.internal.Cells;
import lanewise.layers.internal.DecimalNumber;
import org.jspecify.annotations.Nullable;

/**
 * Turns the columns of a table into features: fills in missing values, spreads categories, and
 * scales.
 *
 * <pre>
 *   column                in a row                          features, in the order of the columns
 *   Numeric               the number                        the number
 *   Bool                  1 or 0                            the same
 *   Categorical ONE_HOT   place among the values, from 1    a 1 at that place and 0 elsewhere
 *   Categorical INDEX     place among the values, from 1    the place
 *   any                   NaN if the value is missing       as if the column's fill were there
 *   any with indicator    …                                 one more: 1 if the value is missing
 * </pre>
 *
 * <p>All features are scaled at last by a {@link FeatureScaler}, which usually leaves all but
 * numbers as they are. Columns with an index come after all others, so that a network can take
 * their features apart.
 *
 * <ul>
 *   <li>A text that is none of a column's values, as it may occur in rows that come after training,
 *       is 0 in a row: its one-hot features are all 0, its index is 0. Predictions go on.
 *   <li>A value that is missing where none was missing in training is filled in as the others are,
 *       and no feature says so.
 *   <li>A text where a number or a boolean is needed is refused.
 * </ul>
 *
 * <p>{@link #encode(Map, float[], int)} makes a row of the texts of its fields. A row is made for
 * one transformer: the place of a text may be another in the next model.
 *
 * <p>Plays the part of scikit-learn's {@code ColumnTransformer} with {@code SimpleImputer} and
 * {@code OneHotEncoder(handle_unknown="ignore")}. Immutable and safe to share; the features of a
 * row have the same bits alone and in any batch, on every machine.
 */
public final class ColumnTransformer implements FeatureTransform {
  private final List<Column> columns;
  private final FeatureScaler scaler;

  /** The texts that mean a missing value, beside those that always do. */
  private final Set<String> missing;

  private final Map<String, Integer> places = new HashMap<>();

  /** The places of the texts of each column from 1; null for columns without texts. */
  private final List<@Nullable Map<String, Integer>> codes = new ArrayList<>();

  /** For each column, in its place: the value for a missing one, and where its features start. */
  private final float[] fills;

  private final int[] starts;

  /** The number of a column's values if it is categorical, else 0. */
  private final int[] values;

  private final boolean[] spread;
  private final boolean[] indicators;

  private ColumnTransformer(List<Column> columns, FeatureScaler scaler, Set<String> missing) {
    this.columns = columns;
    this.scaler = scaler;
    this.missing = missing;
    int count = columns.size();
    this.fills = new float[count];
    this.starts = new int[count + 1];
    this.values = new int[count];
    this.spread = new boolean[count];
    this.indicators = new boolean[count];
    for (int c = 0; c < count; c++) {
      Column column = columns.get(c);
      int width = 1;
      Map<String, Integer> known = null;
      switch (column) {
        case Column.Numeric numeric -> fills[c] = numeric.fill();
        case Column.Bool bool -> fills[c] = bool.fill() ? 1 : 0;
        case Column.Categorical categorical -> {
          known = placesOf(categorical.values());
          fills[c] = known.getOrDefault(categorical.fill(), 0);
          values[c] = known.size();
          spread[c] = categorical.encoding() == Column.Encoding.ONE_HOT;
          width = spread[c] ? values[c] : 1;
        }
      }
      codes.add(known);
      indicators[c] = column.indicator();
      long end = starts[c] + (long) width + (indicators[c] ? 1 : 0);
      if (end > Integer.MAX_VALUE) {
        throw new IllegalArgumentException(
            "columns: up to %s they give more than 2^31 - 1 values".formatted(column.name()));
      }
      starts[c + 1] = (int) end;
      places.put(column.name(), c);
    }
  }

  private static Map<String, Integer> placesOf(List<String> values) {
    Map<String, Integer> places = HashMap.newHashMap(values.size());
    for (String value : values) {
      places.put(value, places.size() + 1);
    }
    return places;
  }

  /**
   * Makes a transformer.
   *
   * @param columns the columns in the order in which a row has them, with different names; those
   *     with {@link Column.Encoding#INDEX} come last and have no indicator. In any column of texts
   *     a value that is missing can be a value of its own, the empty text, which is then the fill
   * @param scaler the scaler that is applied to all features at last
   * @return the transformer
   * @throws IllegalArgumentException if there is no column, two have one name, their order is not
   *     as described, a column with an index has an indicator, or the scaler is for another number
   *     of features
   */
  public static ColumnTransformer of(List<? extends Column> columns, FeatureScaler scaler) {
    ColumnTransformer made = unscaled(columns);
    if (scaler.featureCount() != made.outputSize()) {
      throw new IllegalArgumentException(
          "columns: the columns give %s features, the scaler takes %s"
              .formatted(made.outputSize(), scaler.featureCount()));
    }
    return new ColumnTransformer(made.columns, scaler, Set.of());
  }

  /**
   * Makes a transformer that does not scale.
   *
   * @param columns the columns as {@link #of} takes them
   * @return the transformer
   * @throws IllegalArgumentException as {@link #of} throws it
   */
  public static ColumnTransformer unscaled(List<? extends Column> columns) {
    List<Column> all = List.copyOf(columns);
    if (all.isEmpty()) {
      throw new IllegalArgumentException("columns: there is no column");
    }
    Map<String, Column> seen = new HashMap<>();
    boolean indices = false;
    for (Column column : all) {
      if (seen.put(column.name(), column) != null) {
        throw new IllegalArgumentException(
            "columns: two columns have the name \"%s\"".formatted(column.name()));
      }
      if (hasIndex(column)) {
        indices = true;
        if (column.indicator()) {
          throw new IllegalArgumentException(
              "columns: the column \"%s\" has an index and no room for an indicator"
                  .formatted(column.name()));
        }
      } else if (indices) {
        throw new IllegalArgumentException(
            "columns: the column \"%s\" comes after one with an index; put those last"
                .formatted(column.name()));
      }
    }
    ColumnTransformer sized = new ColumnTransformer(all, FeatureScaler.identity(1), Set.of());
    return new ColumnTransformer(all, FeatureScaler.identity(sized.outputSize()), Set.of());
  }

  /**
   * This transformer with further texts that mean a missing value, such as {@code -} or {@code
   * unknown}, in all columns.
   *
   * @param texts the texts, without blanks around them, compared letter by letter
   * @return a changed copy
   */
  public ColumnTransformer withMissing(Collection<String> texts) {
    return new ColumnTransformer(
        columns, scaler, Collections.unmodifiableSet(new LinkedHashSet<>(texts)));
  }

  /**
   * The texts that mean a missing value beside the empty text, {@code NA}, {@code N/A}, {@code
   * NaN}, {@code null} and {@code ?}, which always do.
   *
   * @return an unmodifiable set; empty unless some were given
   */
  public Set<String> missing() {
    return missing;
  }

  private static boolean hasIndex(Column column) {
    return column instanceof Column.Categorical categorical
        && categorical.encoding() == Column.Encoding.INDEX;
  }

  /**
   * The columns.
   *
   * @return an unmodifiable list, in the order of the values of a row
   */
  public List<Column> columns() {
    return columns;
  }

  /**
   * The scaler that is applied to all features at last.
   *
   * @return the scaler
   */
  public FeatureScaler scaler() {
    return scaler;
  }

  /**
   * The number of columns, C.
   *
   * @return at least 1
   */
  @Override
  public int inputSize() {
    return columns.size();
  }

  /**
   * The number of features, F.
   *
   * @return at least C
   */
  @Override
  public int outputSize() {
    return starts[columns.size()];
  }

  /**
   * The number of columns that become an index; their features are the last.
   *
   * @return at least 0
   */
  public int indexCount() {
    int count = 0;
    for (Column column : columns) {
      count += hasIndex(column) ? 1 : 0;
    }
    return count;
  }

  /**
   * The features that are numbers: those of {@link Column.Numeric} columns without their
   * indicators. All others say which of several values there is.
   *
   * @return their places in ascending order
   */
  public List<Integer> numericFeatures() {
    List<Integer> features = new ArrayList<>();
    for (int c = 0; c < columns.size(); c++) {
      if (columns.get(c) instanceof Column.Numeric) {
        features.add(starts[c]);
      }
    }
    return features;
  }

  /**
   * The features that are indices, each the number of a value: those of columns with {@link
   * Column.Encoding#INDEX}.
   *
   * @return their places in ascending order, which are the last
   */
  public List<Integer> indexFeatures() {
    return IntStream.range(outputSize() - indexCount(), outputSize()).boxed().toList();
  }

  /**
   * The place of a column's first feature.
   *
   * @param column its place, 0 to C; C for the end of the last column's features
   * @return from 0
   * @throws IndexOutOfBoundsException if there is no such column
   */
  public int start(int column) {
    return starts[column];
  }

  /**
   * The names of the features.
   *
   * @return F names: of the column, with {@code =value} for a feature of a category and {@code
   *     (missing)} for an indicator or the empty text of a category
   */
  public List<String> featureNames() {
    List<String> names = new ArrayList<>(outputSize());
    for (int c = 0; c < columns.size(); c++) {
      String name = columns.get(c).name();
      if (spread[c] && columns.get(c) instanceof Column.Categorical categorical) {
        for (String value : categorical.values()) {
          names.add(value.isEmpty() ? name + " (missing)" : name + "=" + value);
        }
      } else {
        names.add(name);
      }
      if (indicators[c]) {
        names.add(name + " (missing)");
      }
    }
    return names;
  }

  /**
   * Tells whether rows made for the other transformer mean the same for this one: the columns agree
   * in names, types and values, in this order.
   *
   * @param other a transformer
   * @return whether they agree; fills, indicators and scales may differ
   */
  public boolean readsRowsOf(ColumnTransformer other) {
    if (columns.size() != other.columns.size()) {
      return false;
    }
    for (int c = 0; c < columns.size(); c++) {
      Column mine = columns.get(c);
      Column theirs = other.columns.get(c);
      boolean agree = mine.name().equals(theirs.name()) && mine.getClass() == theirs.getClass();
      if (agree
          && mine instanceof Column.Categorical one
          && theirs instanceof Column.Categorical two) {
        agree = one.values().equals(two.values());
      }
      if (!agree) {
        return false;
      }
    }
    return true;
  }

  @Override
  public void transform(int rows, float[] in, int inOffset, float[] out, int outOffset) {
    if (rows < 0) {
      throw new IllegalArgumentException("columns: " + rows + " rows");
    }
    int inputs = inputSize();
    int outputs = outputSize();
    Objects.checkFromIndexSize(inOffset, (long) rows * inputs, in.length);
    Objects.checkFromIndexSize(outOffset, (long) rows * outputs, out.length);
    // The features of a value never lie before it, so from the last to the first all may be done in
    // one array.
    for (int row = rows - 1; row >= 0; row--) {
      expand(in, inOffset + row * inputs, out, outOffset + row * outputs);
    }
    scaler.transform(rows, out, outOffset, out, outOffset);
  }

  private void expand(float[] in, int from, float[] out, int to) {
    for (int c = fills.length - 1; c >= 0; c--) {
      float given = in[from + c];
      boolean missing = Float.isNaN(given);
      float value = missing ? fills[c] : given;
      int at = to + starts[c];
      if (indicators[c]) {
        out[to + starts[c + 1] - 1] = missing ? 1 : 0;
      }
      if (values[c] == 0) {
        out[at] = value;
      } else {
        int place = place(value, values[c]);
        if (spread[c]) {
          for (int v = 0; v < values[c]; v++) {
            out[at + v] = v == place - 1 ? 1 : 0;
          }
        } else {
          out[at] = place;
        }
      }
    }
  }

  /** Returns the place that a value names, or 0 if there is none of that number. */
  private static int place(float value, int count) {
    int place = (int) value;
    return place == value && place >= 1 && place <= count ? place : 0;
  }

  /** Refuses infinities; NaN stands for a missing value. */
  @Override
  public void requireValid(String operation, int rows, float[] in, int inOffset) {
    for (int i = 0; i < rows * fills.length; i++) {
      if (Float.isInfinite(in[inOffset + i])) {
        throw new IllegalArgumentException(
            "%s: row %s, column %s (\"%s\") is %s, not a finite number"
                .formatted(
                    operation,
                    i / fills.length,
                    i % fills.length,
                    columns.get(i % fills.length).name(),
                    in[inOffset + i]));
      }
    }
  }

  /**
   * Makes a row of the fields of a record, such as a JSON object or a line of CSV.
   *
   * @param fields the text of each column by its name; null, an empty text and {@code NA}, {@code
   *     N/A}, {@code NaN}, {@code null}, {@code ?} mean that the value is missing, and so do those
   *     of {@link #missing}; blanks around a text do not count; other keys are not read
   * @return a new row, [columns C]
   * @throws IllegalArgumentException if there is no such column among the fields, or as {@link
   *     #encode(int, String)}
   */
  public float[] encode(Map<String, ? extends @Nullable String> fields) {
    float[] row = new float[columns.size()];
    encode(fields, row, 0);
    return row;
  }

  /**
   * Makes a row of the fields of a record. Allocates nothing but for texts that have blanks around
   * them, and for numbers.
   *
   * @param fields the text of each column by its name, as {@link #encode(Map)} takes them
   * @param row written: [columns C] from offset on
   * @param offset the index at which the row begins
   * @throws IllegalArgumentException as {@link #encode(Map)}
   * @throws IndexOutOfBoundsException if the row does not fit
   */
  public void encode(Map<String, ? extends @Nullable String> fields, float[] row, int offset) {
    Objects.checkFromIndexSize(offset, columns.size(), row.length);
    for (int c = 0; c < columns.size(); c++) {
      String name = columns.get(c).name();
      String text = fields.get(name);
      if (text == null && !fields.containsKey(name)) {
        throw new IllegalArgumentException(
            "row: the column \"%s\" is not there; give it an empty text if its value is missing"
                .formatted(name));
      }
      row[offset + c] = encode(c, text);
    }
  }

  /**
   * Makes a row of texts in the order of the columns. Allocates nothing but for texts that have
   * blanks around them, and for numbers.
   *
   * @param fields the text of each column, as {@link #encode(Map)} takes them
   * @param row written: [columns C] from offset on
   * @param offset the index at which the row begins
   * @throws IllegalArgumentException if the number of fields is not that of the columns, or as
   *     {@link #encode(int, String)}
   * @throws IndexOutOfBoundsException if the row does not fit
   */
  public void encode(@Nullable String[] fields, float[] row, int offset) {
    if (fields.length != columns.size()) {
      throw new IllegalArgumentException(
          "row: %s fields for %s columns".formatted(fields.length, columns.size()));
    }
    Objects.checkFromIndexSize(offset, columns.size(), row.length);
    for (int c = 0; c < fields.length; c++) {
      row[offset + c] = encode(c, fields[c]);
    }
  }

  /**
   * Encodes the text of one column.
   *
   * @param column its place
   * @param text the text, as {@link #encode(Map)} takes it; numbers have a decimal point; booleans
   *     are {@code true}, {@code false}, {@code yes}, {@code no}, {@code 1} or {@code 0}, in
   *     letters of any case
   * @return the value in a row; NaN if it is missing, 0 for a text that is none of the values of a
   *     category
   * @throws IllegalArgumentException if a number or boolean is needed and the text is none; the
   *     message names the column
   * @throws IndexOutOfBoundsException if there is no such column
   */
  public float encode(int column, @Nullable String text) {
    Column of = columns.get(column);
    if (text == null) {
      return Float.NaN;
    }
    String stripped = text.strip();
    if (Cells.isMissing(stripped) || missing.contains(stripped)) {
      return Float.NaN;
    }
    Map<String, Integer> known = codes.get(column);
    if (known != null) {
      return known.getOrDefault(stripped, 0);
    }
    boolean number = of instanceof Column.Numeric;
    float value = number ? DecimalNumber.parse(stripped) : Cells.truth(stripped);
    if (!Float.isFinite(value)) {
      throw new IllegalArgumentException(
          "row: the column \"%s\" has \"%s\" where a %s is needed"
              .formatted(of.name(), Cells.excerpt(stripped), number ? "finite number" : "boolean"));
    }
    return value;
  }

  /**
   * Finds a column.
   *
   * @param name its name
   * @return its place, or -1 if there is none of that name
   */
  public int place(String name) {
    return places.getOrDefault(name, -1);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ColumnTransformer transformer
        && columns.equals(transformer.columns)
        && missing.equals(transformer.missing)
        && scaler.equals(transformer.scaler);
  }

  @Override
  public int hashCode() {
    return 31 * columns.hashCode() + scaler.hashCode();
  }

  /** Names the numbers of columns and features. */
  @Override
  public String toString() {
    return "ColumnTransformer[%s -> %s]".formatted(inputSize(), outputSize());
  }
}
