package lanewise.cli.job;

import java.util.Locale;
import lanewise.training.data.split.RowSplit;

/** How rows are divided into those to train, to validate and to test. */
public enum Splitting {
  /** By chance, with the proportions of the classes in each part. */
  STRATIFIED,
  /** By chance. */
  PLAIN,
  /** By the order of the rows: the last ones test, and those before them validate. */
  TIME;

  /**
   * Divides rows.
   *
   * @param classes the class of each row
   * @param validation the share of the rows to validate
   * @param test the share of the rows to test, or 0
   * @param seed decides what chance decides
   */
  public RowSplit of(int[] classes, double validation, double test, long seed) {
    return switch (this) {
      case STRATIFIED -> RowSplit.stratified(classes, validation, test, seed);
      case PLAIN -> RowSplit.plain(classes.length, validation, test, seed);
      case TIME -> RowSplit.byTime(classes.length, validation, test);
    };
  }

  /** The word for it in files. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
