package lanewise.training.data.table;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import lanewise.tensor.Shape;
import lanewise.tensor.Tensor;
import lanewise.training.data.DataException;
import lanewise.training.data.LabelledRows;
import lanewise.training.data.split.RowSplit;
import lanewise.training.data.split.Split;

/**
 * The row numbers of the three parts of a table: rows to learn from, types and scales included;
 * rows that select the best epoch; and rows that judge the model at the end. No row is in two
 * parts.
 */
public final class TableParts {
  /** Row numbers up to here are exact as floats. */
  private static final int MOST_ROWS = 1 << 24;

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
   * @throws DataException if the table has more than 2^24 rows
   * @throws IllegalArgumentException if the shares are not as described
   * @throws lanewise.training.data.InvalidDatasetException if a part would be empty
   */
  public static TableParts of(
      Table table, TableTargets targets, double validation, double test, long seed)
      throws DataException {
    int[] all = IntStream.range(0, table.rows()).toArray();
    if (all.length > MOST_ROWS) {
      throw new DataException(
          "%s: the table has %d rows, more than 2^24; use a part of them"
              .formatted(table.source(), all.length));
    }
    // The number of a row goes through the split as its only feature.
    float[] numbers = new float[all.length];
    for (int row = 0; row < all.length; row++) {
      numbers[row] = row;
    }
    List<String> classes = targets.kind() == TaskKind.CLASSIFY ? targets.names() : List.of("row");
    LabelledRows rows =
        LabelledRows.of(
            table.name(),
            Tensor.wrap(numbers, Shape.of(all.length, 1)),
            targets.classes(all),
            classes);
    Split split = Split.stratified(rows, validation, test, seed);
    return new TableParts(
        numbers(split.train()), numbers(split.validation()), numbers(split.test()));
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

  private static int[] numbers(LabelledRows part) {
    float[] features = part.features().toArray();
    int[] rows = new int[features.length];
    Arrays.setAll(rows, i -> (int) features[i]);
    return rows;
  }
}
