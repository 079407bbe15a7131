package lanewise.training.data.split;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import lanewise.training.data.InvalidDatasetException;

/** Rows in the order of their times. */
final class Timeline {
  private Timeline() {}

  /** Returns the rows from the earliest to the latest, those of one time in their order. */
  static int[] order(double[] times) {
    for (int row = 0; row < times.length; row++) {
      if (Double.isNaN(times[row])) {
        throw new InvalidDatasetException("split: row " + row + " (from 0) has no time: it is NaN");
      }
    }
    return IntStream.range(0, times.length)
        .boxed()
        .sorted(Comparator.comparingDouble(row -> times[row] + 0.0)) // -0 and 0 are one time
        .mapToInt(row -> row)
        .toArray();
  }

  /** Moves a border behind the last row of the time that it would divide. */
  static int borderAt(double[] times, int[] order, int border) {
    int moved = border;
    while (moved > 0 && moved < order.length && times[order[moved - 1]] == times[order[moved]]) {
      moved++;
    }
    return moved;
  }

  /** Returns numbers in ascending order. */
  static int[] ascending(int[] rows) {
    int[] sorted = rows.clone();
    Arrays.sort(sorted);
    return sorted;
  }
}
