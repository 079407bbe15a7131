package lanewise.cli.data;

import java.util.Arrays;

/** The rows of some data that an evaluation leaves out, which others count as rows all the same. */
public final class SkippedRows {
  private long[] numbers = new long[16];
  private int count;

  /** Adds a row, which comes after those that are there; rows are numbered from 1. */
  void add(long number) {
    if (count == numbers.length) {
      numbers = Arrays.copyOf(numbers, 2 * count);
    }
    numbers[count++] = number;
  }

  public int count() {
    return count;
  }

  /** The number of a row by its place among these, from 0. */
  public long number(int place) {
    return numbers[place];
  }
}
