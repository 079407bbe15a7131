package lanewise.training.data.split;

import java.util.Arrays;
import lanewise.tensor.RandomStream;
import lanewise.training.data.InvalidDatasetException;
import lanewise.training.data.LabelledRows;
import lanewise.training.data.TrainTest;

/**
 * Three disjoint parts of one data set: one for learning, one for choices during learning, and one
 * for the assessment at the end.
 *
 * @param train the rows to learn from, which includes the scaling of the features
 * @param validation the rows for early stopping and for the choice of settings
 * @param test the rows for the assessment, which are used only at the end
 */
public record Split(LabelledRows train, LabelledRows validation, LabelledRows test) {
  private static final long STREAM = 0x53504C4954L; // separates these numbers from other users'

  /**
   * Checks that the parts belong together.
   *
   * @throws InvalidDatasetException if the feature or class names differ
   */
  public Split {
    train.requireSameColumns(validation);
    train.requireSameColumns(test);
  }

  /**
   * Divides all rows into three parts and preserves the proportions of the classes.
   *
   * <p>The validation part has {@code round(N * validationFraction)} rows and the test part {@code
   * round(N * testFraction)}, with halves rounded up; the training part has the rest. Every class
   * contributes its share to each part, rounded down or up, by the largest remainder (Hamilton's
   * method; between equal remainders the lower class index comes first). The rows of a class are
   * assigned to the parts at random from the seed; within a part the rows keep their order. Every
   * class that has rows keeps at least one for training. The only row of a class is therefore
   * always a training row, and another class contributes one more row instead; a rare class may be
   * missing from validation and test.
   *
   * <p>The same data set, fractions and seed always give the same parts. The rows are copied.
   *
   * @param all the rows to divide
   * @param validationFraction the share of the validation part, above 0
   * @param testFraction the share of the test part, above 0; both fractions together are below 1
   * @param seed the seed of the assignment; any number
   * @return three new data sets
   * @throws IllegalArgumentException if a fraction is not above 0, or the sum of both is 1 or more
   * @throws InvalidDatasetException if a part would be empty, or the classes cannot contribute that
   *     many rows and keep one each
   */
  public static Split stratified(
      LabelledRows all, double validationFraction, double testFraction, long seed) {
    checkFraction("validation", validationFraction);
    checkFraction("test", testFraction);
    if (validationFraction + testFraction >= 1) {
      throw new IllegalArgumentException(
          "split: validation fraction %s and test fraction %s leave nothing to train on"
              .formatted(validationFraction, testFraction));
    }
    int[] classRows = all.classCounts();
    int[] spare = spare(classRows);
    int[] test = apportion(all, classRows, spare, testFraction, "test");
    int[] validation = apportion(all, classRows, spare, validationFraction, "validation");
    int[][] parts = draw(all, new int[][] {validation, test}, seed);
    return new Split(
        all.subset(parts[2]).withName(all.name() + " train"),
        all.subset(parts[0]).withName(all.name() + " validation"),
        all.subset(parts[1]).withName(all.name() + " test"));
  }

  /**
   * Divides the training rows of a data set that comes with a test part, and preserves the
   * proportions of the classes as {@link #stratified} does. The test part does not change.
   *
   * @param given the rows to divide and the test part
   * @param validationFraction the share of the training rows to set aside, above 0 and below 1
   * @param seed the seed of the assignment; any number
   * @return two new data sets, and the test part itself
   * @throws IllegalArgumentException if the fraction is not between 0 and 1
   * @throws InvalidDatasetException if the validation part would be empty, or the classes cannot
   *     contribute that many rows and keep one each
   */
  public static Split stratified(TrainTest given, double validationFraction, long seed) {
    checkFraction("validation", validationFraction);
    LabelledRows all = given.train();
    int[] classRows = all.classCounts();
    int[] validation =
        apportion(all, classRows, spare(classRows), validationFraction, "validation");
    int[][] parts = draw(all, new int[][] {validation}, seed);
    return new Split(
        all.subset(parts[1]),
        all.subset(parts[0]).withName(all.name() + " validation"),
        given.test());
  }

  private static void checkFraction(String part, double fraction) {
    if (!(fraction > 0 && fraction < 1)) {
      throw new IllegalArgumentException(
          "split: " + part + " fraction " + fraction + " must be above 0 and below 1");
    }
  }

  /** Returns the number of rows that each class can contribute: all but one. */
  private static int[] spare(int[] classRows) {
    return Arrays.stream(classRows).map(rows -> Math.max(0, rows - 1)).toArray();
  }

  /**
   * Returns the number of rows of each class that a part takes, and subtracts it from {@code
   * spare}.
   */
  private static int[] apportion(
      LabelledRows all, int[] classRows, int[] spare, double fraction, String part) {
    int total = (int) Math.floor(all.rows() * fraction + 0.5);
    String wanted =
        "data set %s: a %s part of %s of %d rows".formatted(all.name(), part, fraction, all.rows());
    if (total == 0) {
      throw new InvalidDatasetException(wanted + " is empty; use more rows or a larger fraction");
    }
    int[] taken = new int[classRows.length];
    int missing = total;
    for (int c = 0; c < taken.length; c++) {
      taken[c] = Math.min(spare[c], (int) (classRows[c] * fraction));
      missing -= taken[c];
    }
    for (; missing > 0; missing--) {
      int next = -1;
      double largest = Double.NEGATIVE_INFINITY;
      for (int c = 0; c < taken.length; c++) {
        double remainder = classRows[c] * fraction - taken[c];
        if (taken[c] < spare[c] && remainder > largest) {
          next = c;
          largest = remainder;
        }
      }
      if (next < 0) {
        throw new InvalidDatasetException(
            wanted + " leaves a class without a row to train on; use more rows of every class");
      }
      taken[next]++;
    }
    for (int c = 0; c < taken.length; c++) {
      spare[c] -= taken[c];
    }
    return taken;
  }

  /**
   * Returns the row numbers of each part in ascending order; the last part has the remaining rows.
   */
  private static int[][] draw(LabelledRows all, int[][] takenByPart, long seed) {
    int rest = takenByPart.length;
    int[] partOfRow = new int[all.rows()];
    int[] sizes = new int[rest + 1];
    RandomStream stream = RandomStream.of(seed).split(STREAM);
    int[][] rowsOfClass = rowsOfClass(all);
    for (int c = 0; c < rowsOfClass.length; c++) {
      stream.split(c).shuffle(rowsOfClass[c]);
      int next = 0;
      for (int part = 0; part <= rest; part++) {
        int end = part == rest ? rowsOfClass[c].length : next + takenByPart[part][c];
        sizes[part] += end - next;
        for (; next < end; next++) {
          partOfRow[rowsOfClass[c][next]] = part;
        }
      }
    }
    int[][] parts = new int[rest + 1][];
    Arrays.setAll(parts, part -> new int[sizes[part]]);
    int[] filled = new int[rest + 1];
    for (int row = 0; row < partOfRow.length; row++) {
      int part = partOfRow[row];
      parts[part][filled[part]++] = row;
    }
    return parts;
  }

  private static int[][] rowsOfClass(LabelledRows all) {
    int[] counts = all.classCounts();
    int[][] rows = new int[counts.length][];
    Arrays.setAll(rows, c -> new int[counts[c]]);
    int[] filled = new int[counts.length];
    for (int row = 0; row < all.rows(); row++) {
      int c = all.label(row);
      rows[c][filled[c]++] = row;
    }
    return rows;
  }
}
