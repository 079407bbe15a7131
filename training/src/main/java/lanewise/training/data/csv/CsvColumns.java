package lanewise.training.data.csv;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which columns of a CSV file are features, targets and weights.
 *
 * <pre>{@code
 * CsvColumns.ofClass("species")
 * CsvColumns.ofValues("width", "height").withFeatures("age", "weight")
 * CsvColumns.ofLabels("red", "round").withWeight("importance")
 * }</pre>
 *
 * @param kind the kind of the targets
 * @param targets the columns of the targets, at least one; exactly one for a class
 * @param features the columns of the features in this order; empty for all columns that are neither
 *     targets nor weights
 * @param weight the column of the weights of the rows, or null if there is none
 */
public record CsvColumns(
    Kind kind, List<String> targets, List<String> features, @Nullable String weight) {
  /** The kind of the targets. */
  public enum Kind {
    /** The name of a class. */
    CLASS,
    /** Numbers to predict. */
    VALUES,
    /** Labels that are independent of each other, each 0 or 1. */
    LABELS
  }

  /**
   * Checks the columns.
   *
   * @throws IllegalArgumentException if no target is named, or several for a class
   */
  public CsvColumns {
    targets = List.copyOf(targets);
    features = List.copyOf(features);
    if (targets.isEmpty()) {
      throw new IllegalArgumentException("csv: name at least one column of targets");
    }
    if (kind == Kind.CLASS && targets.size() > 1) {
      throw new IllegalArgumentException(
          "csv: a class is one column, but %s are named".formatted(targets.size()));
    }
  }

  /**
   * Returns columns with a class; all other columns are features.
   *
   * @param column the column of the names of the classes
   * @return the columns
   */
  public static CsvColumns ofClass(String column) {
    return new CsvColumns(Kind.CLASS, List.of(column), List.of(), null);
  }

  /**
   * Returns columns with numbers to predict; all other columns are features.
   *
   * @param columns the columns of the numbers, at least one
   * @return the columns
   */
  public static CsvColumns ofValues(String... columns) {
    return new CsvColumns(Kind.VALUES, List.of(columns), List.of(), null);
  }

  /**
   * Returns columns with independent labels; all other columns are features.
   *
   * @param columns the columns of the labels, each 0 or 1 in every row; at least one
   * @return the columns
   */
  public static CsvColumns ofLabels(String... columns) {
    return new CsvColumns(Kind.LABELS, List.of(columns), List.of(), null);
  }

  /**
   * Returns these columns with only some features.
   *
   * @param columns the columns of the features in the wanted order; none for all that are left
   * @return a changed copy
   */
  public CsvColumns withFeatures(String... columns) {
    return new CsvColumns(kind, targets, List.of(columns), weight);
  }

  /**
   * Returns these columns with weights of the rows.
   *
   * @param column the column of the weights, numbers of at least 0
   * @return a changed copy
   */
  public CsvColumns withWeight(String column) {
    return new CsvColumns(kind, targets, features, column);
  }
}
