package lanewise.training.data.split;

import java.util.Arrays;
import lanewise.tensor.RandomStream;
import lanewise.training.data.InvalidDatasetException;

/**
 * Divides rows so that each class contributes its share to each part, by the largest remainder.
 *
 * @param name the beginning of messages
 * @param classOfRow the class of each row
 * @param counts the number of rows of each class
 */
@SuppressWarnings("ArrayRecordComponent") // to count with, never to compare
record ClassShares(String name, int[] classOfRow, int[] counts) {
  private static final long STREAM = 0x53504C4954L; // separates these numbers from other users'

  static ClassShares of(String name, int[] classOfRow) {
    int classes = 0;
    for (int each : classOfRow) {
      if (each < 0) {
        throw new IllegalArgumentException("split: class " + each + " must not be negative");
      }
      classes = Math.max(classes, each + 1);
    }
    int[] counts = new int[classes];
    for (int each : classOfRow) {
      counts[each]++;
    }
    return new ClassShares(name, classOfRow, counts);
  }

  RowSplit split(double validationFraction, double testFraction, long seed) {
    // All rows of a class but one can be contributed.
    int[] spare = Arrays.stream(counts).map(rows -> Math.max(0, rows - 1)).toArray();
    int[] test = testFraction > 0 ? apportion(spare, testFraction, "test") : new int[counts.length];
    int[] validation = apportion(spare, validationFraction, "validation");
    int[] partOfRow = new int[classOfRow.length];
    int[][] shuffled = shuffledRows(seed);
    for (int c = 0; c < counts.length; c++) {
      for (int i = 0; i < validation[c] + test[c]; i++) {
        partOfRow[shuffled[c][i]] = i < validation[c] ? 1 : 2;
      }
    }
    return RowSplit.ofParts(partOfRow);
  }

  /**
   * Returns the number of rows of each class that a part takes, and subtracts it from {@code
   * spare}.
   */
  private int[] apportion(int[] spare, double fraction, String part) {
    int rows = classOfRow.length;
    int total = (int) Math.floor(rows * fraction + 0.5);
    String wanted = "%s: a %s part of %s of %s rows".formatted(name, part, fraction, rows);
    if (total == 0) {
      throw new InvalidDatasetException(wanted + " is empty; use more rows or a larger fraction");
    }
    int[] taken = new int[counts.length];
    int missing = total;
    for (int c = 0; c < taken.length; c++) {
      taken[c] = Math.min(spare[c], (int) (counts[c] * fraction));
      missing -= taken[c];
    }
    for (; missing > 0; missing--) {
      int next = -1;
      double largest = Double.NEGATIVE_INFINITY;
      for (int c = 0; c < taken.length; c++) {
        double remainder = counts[c] * fraction - taken[c];
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

  /** Returns the rows of each class in random order. */
  int[][] shuffledRows(long seed) {
    int[][] rows = new int[counts.length][];
    Arrays.setAll(rows, c -> new int[counts[c]]);
    int[] filled = new int[counts.length];
    for (int row = 0; row < classOfRow.length; row++) {
      int c = classOfRow[row];
      rows[c][filled[c]++] = row;
    }
    RandomStream stream = RandomStream.of(seed).split(STREAM);
    for (int c = 0; c < rows.length; c++) {
      stream.split(c).shuffle(rows[c]);
    }
    return rows;
  }
}
