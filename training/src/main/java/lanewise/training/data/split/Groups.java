package lanewise.training.data.split;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import lanewise.tensor.RandomStream;

/** Rows in groups, which are numbered from 0 in the order of their first rows. */
final class Groups {
  private static final long STREAM = 0x67726F757073L; // the letters of "groups"

  private final int[] groupOfRow;
  private final int[] sizes;

  private Groups(int[] groupOfRow, int count) {
    this.groupOfRow = groupOfRow;
    this.sizes = new int[count];
    for (int group : groupOfRow) {
      sizes[group]++;
    }
  }

  static Groups of(int[] groups) {
    Map<Integer, Integer> numbers = new HashMap<>();
    int[] groupOfRow = new int[groups.length];
    for (int row = 0; row < groups.length; row++) {
      groupOfRow[row] = numbers.computeIfAbsent(groups[row], group -> numbers.size());
    }
    return new Groups(groupOfRow, numbers.size());
  }

  int count() {
    return sizes.length;
  }

  /** Returns the number of rows of a group. */
  int size(int group) {
    return sizes[group];
  }

  int groupOf(int row) {
    return groupOfRow[row];
  }

  /** Returns all groups in random order. */
  int[] shuffled(long seed) {
    return RandomStream.of(seed).split(STREAM).permutation(count());
  }

  /**
   * Returns how many rows of each class a group has.
   *
   * @param classes the class of each row
   * @param count the number of classes
   */
  int[][] classCounts(int[] classes, int count) {
    int[][] counts = new int[count()][count];
    for (int row = 0; row < classes.length; row++) {
      counts[groupOfRow[row]][classes[row]]++;
    }
    return counts;
  }

  /**
   * Returns all groups from the one with the most uneven class counts to the most even one, those
   * that are equal in random order.
   */
  int[] fromUnevenToEven(int[][] classCounts, long seed) {
    return Arrays.stream(shuffled(seed))
        .boxed()
        .sorted(Comparator.comparingDouble(group -> -spread(classCounts[group])))
        .mapToInt(group -> group)
        .toArray();
  }

  /** Returns how uneven the counts are; for a single class, the count itself. */
  private static double spread(int[] counts) {
    if (counts.length == 1) {
      return counts[0];
    }
    double mean = Arrays.stream(counts).average().orElse(0);
    return Arrays.stream(counts).mapToDouble(count -> (count - mean) * (count - mean)).sum();
  }

  /** Returns the value of each row's group. */
  int[] ofRows(int[] valueOfGroup) {
    return Arrays.stream(groupOfRow).map(group -> valueOfGroup[group]).toArray();
  }
}
