package lanewise.training.data.split;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import lanewise.training.data.InvalidDatasetException;

/**
 * The row numbers of three parts of a data set, of which no two share a row: rows to learn from,
 * rows for choices during learning, and rows for the assessment at the end. {@code
 * rows.subset(split.train())} is the part itself, for rows in memory and for rows that are
 * streamed.
 *
 * <p>The numbers of each part ascend. The same arguments give the same parts. Immutable.
 */
public final class RowSplit {
  private final int[] train;
  private final int[] validation;
  private final int[] test;

  /** Takes over three arrays of ascending numbers. */
  RowSplit(int[] train, int[] validation, int[] test) {
    this.train = train;
    this.validation = validation;
    this.test = test;
    requireDisjoint();
  }

  private void requireDisjoint() {
    BitSet seen = new BitSet();
    for (int[] part : List.of(train, validation, test)) {
      for (int row : part) {
        if (seen.get(row)) {
          throw new IllegalStateException("split: row " + row + " is in two parts");
        }
        seen.set(row);
      }
    }
  }

  /**
   * Assigns rows at random.
   *
   * <p>The validation part has {@code round(rows * validationFraction)} rows and the test part
   * {@code round(rows * testFraction)}, with halves rounded up.
   *
   * @param rows the number of rows
   * @param validationFraction the share of the validation part, above 0
   * @param testFraction the share of the test part, at least 0; both together are below 1
   * @param seed the seed of the assignment; any number
   * @return the parts
   * @throws IllegalArgumentException if a fraction is out of range
   * @throws InvalidDatasetException if a part would be empty although its fraction is not 0
   */
  public static RowSplit plain(
      int rows, double validationFraction, double testFraction, long seed) {
    return stratified(new int[rows], validationFraction, testFraction, seed);
  }

  /**
   * Assigns rows at random and preserves the proportions of the classes, as {@link
   * Split#stratified} describes.
   *
   * @param classes the class of each row, from 0
   * @param validationFraction the share of the validation part, above 0
   * @param testFraction the share of the test part, at least 0; both together are below 1
   * @param seed the seed of the assignment; any number
   * @return the parts
   * @throws IllegalArgumentException if a fraction is out of range or a class is negative
   * @throws InvalidDatasetException if a part would be empty although its fraction is not 0, or the
   *     classes cannot contribute that many rows and keep one each
   */
  public static RowSplit stratified(
      int[] classes, double validationFraction, double testFraction, long seed) {
    return stratified("split", classes, validationFraction, testFraction, seed);
  }

  /**
   * Assigns rows at random and preserves the proportions of the classes, with messages about named
   * rows.
   *
   * @param name what the rows are, with which messages begin, such as {@code data set flowers}
   * @param classes the class of each row, from 0
   * @param validationFraction the share of the validation part, above 0
   * @param testFraction the share of the test part, at least 0; both together are below 1
   * @param seed the seed of the assignment; any number
   * @return the parts
   * @throws IllegalArgumentException as {@link #stratified(int[], double, double, long)}
   * @throws InvalidDatasetException as {@link #stratified(int[], double, double, long)}
   */
  public static RowSplit stratified(
      String name, int[] classes, double validationFraction, double testFraction, long seed) {
    checkFractions(validationFraction, testFraction);
    return ClassShares.of(name, classes).split(validationFraction, testFraction, seed);
  }

  /**
   * Assigns whole groups of rows at random, so that no group is in two parts: all pictures of one
   * person, for example, or all measurements of one machine.
   *
   * <p>The groups are taken in random order, and each goes to the part that lacks most rows; so the
   * sizes of the parts differ from their shares by less than the largest group, as far as there are
   * enough groups. {@link #numbered} numbers groups that have names.
   *
   * @param groups the group of each row; any numbers
   * @param validationFraction the share of the validation part, above 0
   * @param testFraction the share of the test part, at least 0; both together are below 1
   * @param seed the seed of the order; any number
   * @return the parts
   * @throws IllegalArgumentException if a fraction is out of range
   * @throws InvalidDatasetException if a part would be empty although its fraction is not 0, for
   *     want of groups
   */
  public static RowSplit grouped(
      int[] groups, double validationFraction, double testFraction, long seed) {
    checkFractions(validationFraction, testFraction);
    Groups all = Groups.of(groups);
    double[] lacking = {
      groups.length * (1 - validationFraction - testFraction),
      groups.length * validationFraction,
      groups.length * testFraction
    };
    int[] partOfGroup = new int[all.count()];
    for (int group : all.shuffled(seed)) {
      int part = 0;
      for (int other = 1; other < lacking.length; other++) {
        part = lacking[other] > lacking[part] ? other : part;
      }
      partOfGroup[group] = part;
      lacking[part] -= all.size(group);
    }
    RowSplit split = ofParts(all.ofRows(partOfGroup));
    split.requireParts("%s groups".formatted(all.count()), testFraction > 0);
    return split;
  }

  /**
   * Assigns whole groups of rows at random, as {@link #grouped} does, and preserves the proportions
   * of the classes as far as the groups allow it.
   *
   * <p>The groups are taken from the one with the most uneven class counts to the most even one,
   * those that are equal in random order. Each goes to the part with which the numbers of rows of
   * the classes, as shares of all rows of the class, come nearest to what the fractions ask for.
   *
   * @param classes the class of each row, from 0
   * @param groups the group of each row; any numbers
   * @param validationFraction the share of the validation part, above 0
   * @param testFraction the share of the test part, at least 0; both together are below 1
   * @param seed the seed of the order; any number
   * @return the parts
   * @throws IllegalArgumentException if a fraction is out of range, a class is negative, or the
   *     arrays differ in length
   * @throws InvalidDatasetException if a part would be empty although its fraction is not 0, for
   *     want of groups
   */
  public static RowSplit stratifiedGrouped(
      int[] classes, int[] groups, double validationFraction, double testFraction, long seed) {
    checkFractions(validationFraction, testFraction);
    if (classes.length != groups.length) {
      throw new IllegalArgumentException(
          "split: %s classes but %s groups; there must be one of each for every row"
              .formatted(classes.length, groups.length));
    }
    Groups all = Groups.of(groups);
    int[] totals = ClassShares.of("split", classes).counts();
    int[][] counts = all.classCounts(classes, totals.length);
    double[] fractions = {1 - validationFraction - testFraction, validationFraction, testFraction};
    // The share of a class that a part lacks.
    double[][] lacking = new double[fractions.length][totals.length];
    for (int part = 0; part < fractions.length; part++) {
      Arrays.fill(lacking[part], fractions[part]);
    }
    int[] partOfGroup = new int[all.count()];
    for (int group : all.fromUnevenToEven(counts, seed)) {
      int best = 0;
      for (int part = 1; part < fractions.length; part++) {
        boolean better =
            gain(lacking[part], counts[group], totals) > gain(lacking[best], counts[group], totals);
        best = better ? part : best;
      }
      partOfGroup[group] = best;
      for (int c = 0; c < totals.length; c++) {
        lacking[best][c] -= totals[c] == 0 ? 0 : (double) counts[group][c] / totals[c];
      }
    }
    RowSplit split = ofParts(all.ofRows(partOfGroup));
    split.requireParts("%s groups".formatted(all.count()), testFraction > 0);
    return split;
  }

  /** Returns by how much the squares of what a part lacks fall if it gets a group. */
  private static double gain(double[] lacking, int[] counts, int[] totals) {
    double gain = 0;
    for (int c = 0; c < counts.length; c++) {
      double share = totals[c] == 0 ? 0 : (double) counts[c] / totals[c];
      gain += share * (2 * lacking[c] - share);
    }
    return gain;
  }

  /**
   * Divides rows that are in the order of time: the first to learn from, those after them for
   * validation, and the last for the test, so that nothing is learned from the future.
   *
   * @param rows the number of rows
   * @param validationFraction the share of the validation part, above 0
   * @param testFraction the share of the test part, at least 0; both together are below 1
   * @return the parts, with rounded sizes as in {@link #plain}
   * @throws IllegalArgumentException if a fraction is out of range
   * @throws InvalidDatasetException if a part would be empty although its fraction is not 0
   */
  public static RowSplit byTime(int rows, double validationFraction, double testFraction) {
    double[] times = new double[rows];
    Arrays.setAll(times, row -> row);
    return byTime(times, validationFraction, testFraction);
  }

  /**
   * Divides rows by a column of times, as {@link #byTime(int, double, double)} does. Rows of one
   * time are never divided: all of them are in the earlier part.
   *
   * @param times the time of each row, such as seconds or days; not NaN
   * @param validationFraction the share of the validation part, above 0
   * @param testFraction the share of the test part, at least 0; both together are below 1
   * @return the parts
   * @throws IllegalArgumentException if a fraction is out of range
   * @throws InvalidDatasetException if a time is NaN, or a part would be empty although its
   *     fraction is not 0
   */
  public static RowSplit byTime(double[] times, double validationFraction, double testFraction) {
    checkFractions(validationFraction, testFraction);
    int rows = times.length;
    int[] order = Timeline.order(times);
    int testStart = Timeline.borderAt(times, order, rows - rounded(rows * testFraction));
    int validationStart =
        Timeline.borderAt(
            times, order, rows - rounded(rows * testFraction) - rounded(rows * validationFraction));
    int[] partOfRow = new int[rows];
    for (int i = 0; i < rows; i++) {
      partOfRow[order[i]] = i >= testStart ? 2 : i >= validationStart ? 1 : 0;
    }
    RowSplit split = ofParts(partOfRow);
    split.requireParts("%s rows in the order of time".formatted(rows), testFraction > 0);
    return split;
  }

  /**
   * Numbers names in the order in which they first occur, for {@link #grouped} and {@link Folds}.
   *
   * @param names a name for each row
   * @return a number from 0 for each row, the same for equal names
   */
  public static int[] numbered(List<?> names) {
    Map<Object, Integer> numbers = new HashMap<>();
    int[] groups = new int[names.size()];
    for (int row = 0; row < groups.length; row++) {
      groups[row] = numbers.computeIfAbsent(names.get(row), name -> numbers.size());
    }
    return groups;
  }

  private static int rounded(double rows) {
    return (int) Math.floor(rows + 0.5);
  }

  private static void checkFractions(double validation, double test) {
    checkFraction("validation", validation, validation > 0);
    checkFraction("test", test, test >= 0);
    if (validation + test >= 1) {
      throw new IllegalArgumentException(
          "split: validation fraction %s and test fraction %s leave nothing to train on"
              .formatted(validation, test));
    }
  }

  private static void checkFraction(String part, double fraction, boolean largeEnough) {
    if (!(largeEnough && fraction < 1)) {
      throw new IllegalArgumentException(
          "split: " + part + " fraction " + fraction + " must be above 0 and below 1");
    }
  }

  /** Makes the parts from the part of each row: 0 to train, 1 to validate, 2 to test. */
  static RowSplit ofParts(int[] partOfRow) {
    return new RowSplit(rows(partOfRow, 0), rows(partOfRow, 1), rows(partOfRow, 2));
  }

  private static int[] rows(int[] partOfRow, int part) {
    int[] rows = new int[partOfRow.length];
    int count = 0;
    for (int row = 0; row < partOfRow.length; row++) {
      if (partOfRow[row] == part) {
        rows[count++] = row;
      }
    }
    return Arrays.copyOf(rows, count);
  }

  private void requireParts(String what, boolean withTest) {
    if (train.length == 0 || validation.length == 0 || (withTest && test.length == 0)) {
      throw new InvalidDatasetException(
          "split: %s leave a part empty: %s to train, %s to validate, %s to test; use more data or other fractions"
              .formatted(what, train.length, validation.length, test.length));
    }
  }

  /**
   * Returns the rows to learn from.
   *
   * @return a new array of ascending row numbers, at least one
   */
  public int[] train() {
    return train.clone();
  }

  /**
   * Returns the rows for choices during learning.
   *
   * @return a new array of ascending row numbers, at least one
   */
  public int[] validation() {
    return validation.clone();
  }

  /**
   * Returns the rows for the assessment at the end.
   *
   * @return a new array of ascending row numbers; empty if there is no such part
   */
  public int[] test() {
    return test.clone();
  }

  /** Returns the sizes of the parts. */
  @Override
  public String toString() {
    return "RowSplit[%s to train, %s to validate, %s to test]"
        .formatted(train.length, validation.length, test.length);
  }
}
