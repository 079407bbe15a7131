package lanewise.layers.preprocessing;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A column of a table that a model takes: its name, its type, and what stands in for a value that
 * is missing. All of it is learnt from training rows.
 *
 * <p>In a row of numbers a column is one float, and NaN means that the value is missing. {@link
 * ColumnTransformer} says what a column becomes.
 */
public sealed interface Column {
  /**
   * The name of the column.
   *
   * @return a text that is not empty
   */
  String name();

  /**
   * Tells whether a further feature says where the value is missing. A column usually has it if
   * values were missing in the training rows.
   *
   * @return true if the feature exists; it is 1 where the value is missing, else 0
   */
  boolean indicator();

  /**
   * A number.
   *
   * @param name the name of the column
   * @param fill the number that stands in for a missing value, finite; usually the median
   * @param indicator whether a further feature says where the value is missing
   */
  record Numeric(String name, float fill, boolean indicator) implements Column {
    /**
     * Checks the parts.
     *
     * @throws IllegalArgumentException if the name is empty or the fill is not finite
     */
    public Numeric {
      requireName(name);
      if (!Float.isFinite(fill)) {
        throw new IllegalArgumentException(
            "column \"%s\": the fill %s is not finite".formatted(name, fill));
      }
    }
  }

  /**
   * True or false, as 1 or 0 in a row.
   *
   * @param name the name of the column
   * @param fill the value that stands in for a missing one; usually the more frequent one
   * @param indicator whether a further feature says where the value is missing
   */
  record Bool(String name, boolean fill, boolean indicator) implements Column {
    /**
     * Checks the name.
     *
     * @throws IllegalArgumentException if it is empty
     */
    public Bool {
      requireName(name);
    }
  }

  /**
   * One of several texts. In a row it is the text's place among the values, counted from 1; 0 means
   * a text that is none of them.
   *
   * @param name the name of the column
   * @param values the texts, all different
   * @param encoding the features that a text becomes
   * @param fill the value that stands in for a missing one; usually the most frequent one
   * @param indicator whether a further feature says where the value is missing
   */
  record Categorical(
      String name, List<String> values, Encoding encoding, String fill, boolean indicator)
      implements Column {
    /** The number of values from which a float no longer counts exactly. */
    private static final int MOST_VALUES = (1 << 24) - 1;

    /**
     * Copies the list and checks the parts.
     *
     * @throws IllegalArgumentException if the name is empty, there is no value, a value occurs
     *     twice, or the fill is none of them
     */
    public Categorical {
      requireName(name);
      values = List.copyOf(values);
      if (values.isEmpty() || values.size() > MOST_VALUES) {
        throw new IllegalArgumentException(
            "column \"%s\": %s values; use 1 to %s".formatted(name, values.size(), MOST_VALUES));
      }
      Set<String> seen = new HashSet<>();
      for (String value : values) {
        if (!seen.add(value)) {
          throw new IllegalArgumentException(
              "column \"%s\": the value \"%s\" occurs twice".formatted(name, value));
        }
      }
      if (!seen.contains(fill)) {
        throw new IllegalArgumentException(
            "column \"%s\": the fill \"%s\" is none of its values".formatted(name, fill));
      }
    }
  }

  /** The features that a text becomes. */
  enum Encoding {
    /** A feature for each value: 1 for the value of the row, 0 for the others. */
    ONE_HOT("one-hot"),
    /**
     * One feature: the place of the value from 1, and 0 for a text that is none of the values, for
     * an {@link lanewise.layers.linear.Embedding} of one id more than there are values.
     */
    INDEX("index");

    private final String word;

    Encoding(String word) {
      this.word = word;
    }

    /**
     * The word in model files.
     *
     * @return {@code one-hot} or {@code index}
     */
    public String word() {
      return word;
    }
  }

  private static void requireName(String name) {
    if (name.isEmpty()) {
      throw new IllegalArgumentException("column: the name is empty");
    }
  }
}
