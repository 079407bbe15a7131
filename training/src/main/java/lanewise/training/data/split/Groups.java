package lanewise.training.data.split;

import java.util.Arrays;
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

  /** Returns the value of each row's group. */
  int[] ofRows(int[] valueOfGroup) {
    return Arrays.stream(groupOfRow).map(group -> valueOfGroup[group]).toArray();
  }
}
