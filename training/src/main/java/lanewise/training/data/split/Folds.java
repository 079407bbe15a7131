package lanewise.training.data.split;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import lanewise.training.data.InvalidDatasetException;

/**
 * Splits for cross-validation. Each fold is a {@link RowSplit} without a test part: one part of the
 * rows to validate, and the others to learn from. Every row is in exactly one validation part,
 * except in {@link #byTime}.
 *
 * <p>The same arguments give the same folds. The methods hold no state.
 */
public final class Folds {
  private Folds() {}

  /**
   * Assigns rows to folds at random.
   *
   * @param rows the number of rows
   * @param folds the number of folds, k, at least 2
   * @param seed the seed of the assignment; any number
   * @return k folds, whose sizes differ by at most one row
   * @throws IllegalArgumentException if there are fewer than 2 folds
   * @throws InvalidDatasetException if there are fewer rows than folds
   */
  public static List<RowSplit> plain(int rows, int folds, long seed) {
    return stratified(new int[rows], folds, seed);
  }

  /**
   * Assigns rows to folds at random and preserves the proportions of the classes: the numbers of
   * rows of a class in two folds differ by at most one, and so do the sizes of the folds.
   *
   * @param classes the class of each row, from 0
   * @param folds the number of folds, k, at least 2
   * @param seed the seed of the assignment; any number
   * @return k folds
   * @throws IllegalArgumentException if there are fewer than 2 folds, or a class is negative
   * @throws InvalidDatasetException if there are fewer rows than folds. A class with fewer rows
   *     than folds is missing from some validation parts
   */
  public static List<RowSplit> stratified(int[] classes, int folds, long seed) {
    check(folds, classes.length, "rows");
    int[] foldOfRow = new int[classes.length];
    int dealt = 0;
    for (int[] rows : ClassShares.of("folds", classes).shuffledRows(seed)) {
      for (int row : rows) {
        foldOfRow[row] = dealt % folds;
        dealt++;
      }
    }
    return of(foldOfRow, folds);
  }

  /**
   * Assigns whole groups of rows to folds, so that no group is in both parts of a fold. The groups
   * are taken from the largest to the smallest, those of one size in random order, and each goes to
   * the fold that has the fewest rows, as in scikit-learn's GroupKFold.
   *
   * @param groups the group of each row; any numbers
   * @param folds the number of folds, k, at least 2
   * @param seed the seed of the order; any number
   * @return k folds
   * @throws IllegalArgumentException if there are fewer than 2 folds
   * @throws InvalidDatasetException if there are fewer groups than folds
   */
  public static List<RowSplit> grouped(int[] groups, int folds, long seed) {
    return stratifiedGrouped(new int[groups.length], groups, folds, seed);
  }

  /**
   * Assigns whole groups of rows to folds and preserves the proportions of the classes as far as
   * the groups allow it. The groups are taken from the one with the most uneven class counts to the
   * most even one, those that are equal in random order. Each goes to the fold where the shares of
   * the classes then vary least over the folds, or to the smallest of such folds, as in
   * scikit-learn's StratifiedGroupKFold.
   *
   * @param classes the class of each row, from 0
   * @param groups the group of each row; any numbers
   * @param folds the number of folds, k, at least 2
   * @param seed the seed of the order; any number
   * @return k folds
   * @throws IllegalArgumentException if there are fewer than 2 folds, a class is negative, or the
   *     arrays differ in length
   * @throws InvalidDatasetException if there are fewer groups than folds
   */
  public static List<RowSplit> stratifiedGrouped(
      int[] classes, int[] groups, int folds, long seed) {
    if (classes.length != groups.length) {
      throw new IllegalArgumentException(
          "folds: %s classes but %s groups; there must be one of each for every row"
              .formatted(classes.length, groups.length));
    }
    Groups all = Groups.of(groups);
    check(folds, all.count(), "groups");
    int[] totals = ClassShares.of("folds", classes).counts();
    int[][] counts = all.classCounts(classes, totals.length);
    int[][] inFold = new int[folds][totals.length];
    int[] foldOfGroup = new int[all.count()];
    for (int group : all.fromUnevenToEven(counts, seed)) {
      int fold = bestFold(inFold, counts[group], totals);
      foldOfGroup[group] = fold;
      add(inFold[fold], counts[group], 1);
    }
    List<RowSplit> result = of(all.ofRows(foldOfGroup), folds);
    for (RowSplit fold : result) {
      if (fold.validation().length == 0) {
        throw new InvalidDatasetException(
            "folds: the groups differ so much that a fold is empty; use fewer folds than " + folds);
      }
    }
    return result;
  }

  private static int bestFold(int[][] inFold, int[] group, int[] totals) {
    int best = -1;
    double least = Double.POSITIVE_INFINITY;
    for (int fold = 0; fold < inFold.length; fold++) {
      add(inFold[fold], group, 1);
      double unevenness = unevenness(inFold, totals);
      add(inFold[fold], group, -1);
      boolean smaller = best >= 0 && unevenness == least && rows(inFold[fold]) < rows(inFold[best]);
      if (unevenness < least || smaller) {
        best = fold;
        least = unevenness;
      }
    }
    return best;
  }

  private static void add(int[] counts, int[] group, int sign) {
    for (int c = 0; c < counts.length; c++) {
      counts[c] += sign * group[c];
    }
  }

  private static int rows(int[] counts) {
    return Arrays.stream(counts).sum();
  }

  /** Returns the variance, over the folds, of the share of each class, summed over the classes. */
  private static double unevenness(int[][] inFold, int[] totals) {
    double sum = 0;
    for (int c = 0; c < totals.length; c++) {
      double squares = 0;
      double assigned = 0;
      for (int[] fold : inFold) {
        double share = totals[c] == 0 ? 0 : (double) fold[c] / totals[c];
        assigned += share;
        squares += share * share;
      }
      double mean = assigned / inFold.length;
      sum += squares / inFold.length - mean * mean;
    }
    return sum;
  }

  /**
   * Divides rows by a column of times into k + 1 blocks of about one size: fold i learns from the
   * blocks before block i and validates on block i, as in scikit-learn's TimeSeriesSplit, so that
   * nothing is learned from the future. Rows of one time are never divided.
   *
   * @param times the time of each row, such as seconds or days; not NaN
   * @param folds the number of folds, k, at least 2
   * @return k folds, from the earliest to the latest; rows after a fold's validation part are in
   *     neither of its parts
   * @throws IllegalArgumentException if there are fewer than 2 folds
   * @throws InvalidDatasetException if a time is NaN, or there are too few times for k + 1 blocks
   */
  public static List<RowSplit> byTime(double[] times, int folds) {
    check(folds, times.length - 1, "rows after the first");
    int[] order = Timeline.order(times);
    int[] borders = new int[folds + 2];
    for (int i = 0; i < borders.length; i++) {
      int border = (int) ((long) times.length * i / (folds + 1));
      borders[i] = Timeline.borderAt(times, order, border);
      if (i > 0 && borders[i] <= borders[i - 1]) {
        throw new InvalidDatasetException(
            "folds: too many rows have one time for %s folds; use fewer".formatted(folds));
      }
    }
    List<RowSplit> result = new ArrayList<>();
    for (int fold = 1; fold <= folds; fold++) {
      int[] train = Arrays.copyOf(order, borders[fold]);
      int[] validation = Arrays.copyOfRange(order, borders[fold], borders[fold + 1]);
      result.add(
          new RowSplit(Timeline.ascending(train), Timeline.ascending(validation), new int[0]));
    }
    return result;
  }

  /**
   * Puts a fold beside rows that were held out before the others were divided into folds, so that
   * every fold is assessed by the same test rows, which none has seen.
   *
   * @param fold a fold of the training rows of {@code held}: its numbers count among them, from 0
   * @param held a split whose training rows were divided into folds, and whose other rows test
   * @return the training and the validation rows of the fold, and the test rows, by their numbers
   *     among all rows
   * @throws IndexOutOfBoundsException if the fold has a row that is not among the training rows
   */
  public static RowSplit withTest(RowSplit fold, RowSplit held) {
    int[] divided = held.train();
    int[] test =
        IntStream.concat(Arrays.stream(held.validation()), Arrays.stream(held.test()))
            .sorted()
            .toArray();
    return new RowSplit(
        Arrays.stream(fold.train()).map(row -> divided[row]).toArray(),
        Arrays.stream(fold.validation()).map(row -> divided[row]).toArray(),
        test);
  }

  private static void check(int folds, int available, String what) {
    if (folds < 2) {
      throw new IllegalArgumentException("folds: " + folds + " folds: use at least 2");
    }
    if (available < folds) {
      throw new InvalidDatasetException(
          "folds: %s %s are too few for %s folds; use fewer folds, or more rows"
              .formatted(available, what, folds));
    }
  }

  private static List<RowSplit> of(int[] foldOfRow, int folds) {
    return IntStream.range(0, folds)
        .mapToObj(
            fold ->
                RowSplit.ofParts(
                    Arrays.stream(foldOfRow).map(each -> each == fold ? 1 : 0).toArray()))
        .toList();
  }
}
