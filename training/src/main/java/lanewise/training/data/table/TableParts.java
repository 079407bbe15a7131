package lanewise.training.data.table;

import java.util.stream.IntStream;
import lanewise.training.data.split.RowSplit;
import lanewise.training.data.split.Split;

/**
 * The row numbers of the three parts of a table: rows to learn from, types and scales included;
 * rows that select the best epoch; and rows that judge the model at the end. No row is in two
 * parts.
 */
public final class TableParts {
  private final int[] train;
  private final int[] validation;
  private final int[] test;

  private TableParts(int[] train, int[] validation, int[] test) {
    this.train = train;
    this.validation = validation;
    this.test = test;
  }

  /**
   * Divides the rows of a table by chance, and preserves the proportions of classes as {@link
   * Split#stratified} does.
   *
   * @param table the table
   * @param targets its targets
   * @param validation the share of the validation part, above 0
   * @param test the share of the test part, above 0; both together below 1
   * @param seed the seed of the assignment; any number
   * @return the parts, the same for the same table, shares and seed
   * @throws IllegalArgumentException if the shares are not as described
   * @throws lanewise.training.data.InvalidDatasetException if a part would be empty
   */
  public static TableParts of(
      Table table, TableTargets targets, double validation, double test, long seed) {
    int[] all = IntStream.range(0, table.rows()).toArray();
    return of(
        RowSplit.stratified(
            "data set " + table.name(), targets.classes(all), validation, test, seed));
  }

  /**
   * Takes the parts of another split, such as one in the order of time.
   *
   * @param split the row numbers of a table
   * @return the parts
   */
  public static TableParts of(RowSplit split) {
    return new TableParts(split.train(), split.validation(), split.test());
  }

  /**
   * The rows to learn from.
   *
   * @return their numbers in ascending order, in a new array
   */
  public int[] train() {
    return train.clone();
  }

  /**
   * The rows that select the best epoch.
   *
   * @return their numbers in ascending order, in a new array
   */
  public int[] validation() {
    return validation.clone();
  }

  /**
   * The rows that judge the model at the end.
   *
   * @return their numbers in ascending order, in a new array
   */
  public int[] test() {
    return test.clone();
  }
}
