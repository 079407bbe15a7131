package lanewise.tensor.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * What the grids of the kernel tests go through: lengths and distances where a loop meets a vector
 * width, offsets from 0 to {@value #LAST_OFFSET}, and arrays with guard cells. Every grid has the
 * same cases at every width, so that a width finds what goes wrong at another one's edges too.
 */
public final class Grid {
  /**
   * Whether grids try independent choices in all combinations, not in turn: {@code
   * -Dtest.jvm=-Dlanewise.test.full=true}.
   */
  public static final boolean FULL = Boolean.getBoolean("lanewise.test.full");

  /** The last of the offsets, which go beyond the widest vector. */
  public static final int LAST_OFFSET = 17;

  /** Offsets of further operands against the first: alike, a neighbour, another residue. */
  private static final int[] SHIFTS = {0, 1, 5};

  private static final int[] WIDTHS = {4, 8, 16};
  private static final int MOST = 257;

  private Grid() {}

  /** 0, and each vector width, twice and four times it, powers of two up to 256, all ± 1. */
  public static int[] lengths() {
    TreeSet<Integer> lengths = new TreeSet<>();
    lengths.add(0);
    for (int width : WIDTHS) {
      for (int times : new int[] {1, 2, 4}) {
        addAround(lengths, times * width);
      }
    }
    for (int power = 1; power < MOST; power *= 2) {
      addAround(lengths, power);
    }
    return lengths.stream().mapToInt(length -> length).toArray();
  }

  /** The lengths up to one of them. */
  public static int[] lengths(int most) {
    return Arrays.stream(lengths()).filter(length -> length <= most).toArray();
  }

  /**
   * How far apart rows of n elements may lie: n, n + 1, and the next few vector widths, their
   * multiples and powers of two, ± 1.
   */
  public static int[] distances(int n) {
    TreeSet<Integer> distances = new TreeSet<>();
    for (int width : WIDTHS) {
      for (int times : new int[] {1, 2, 4}) {
        addAround(distances, times * width);
      }
    }
    addAround(distances, 2 * Integer.highestOneBit(Math.max(1, n)));
    distances.removeIf(distance -> distance < n || distance > 4 * Math.max(4, n));
    distances.add(Math.max(1, n));
    distances.add(n + 1);
    return distances.stream().mapToInt(distance -> distance).toArray();
  }

  private static void addAround(Set<Integer> values, int value) {
    values.addAll(List.of(value - 1, value, value + 1));
  }

  /** Takes one offset for each operand and one for the result. */
  public interface Offsets {
    void accept(int[] operands, int result);
  }

  /**
   * Every offset on every operand and on the result, against each other in several ways.
   *
   * @param operands how many there are
   * @return the number of cases
   */
  public static int offsets(int operands, Offsets action) {
    int cases = 0;
    for (int first = 0; first <= LAST_OFFSET; first++) {
      for (int shift : SHIFTS) {
        int[] offsets = new int[operands];
        for (int i = 0; i < operands; i++) {
          offsets[i] = (first + i * shift) % (LAST_OFFSET + 1);
        }
        action.accept(offsets, (first + operands * shift + shift / 2) % (LAST_OFFSET + 1));
        cases++;
      }
    }
    return cases;
  }

  /** An operand that ends with its array, guard cells before it. */
  public static float[] operand(int offset, float[] values) {
    float[] array = new float[offset + values.length];
    Arrays.fill(array, 0, offset, Chain.GUARD);
    System.arraycopy(values, 0, array, offset, values.length);
    return array;
  }

  /**
   * An operand of rows that are a distance apart, guard cells before it and between the rows; the
   * last element is the array's last.
   */
  public static float[] operand(int offset, int rows, int columns, int distance, float[] values) {
    int length = rows == 0 || columns == 0 ? 0 : (rows - 1) * distance + columns;
    float[] array = new float[offset + length];
    Arrays.fill(array, Chain.GUARD);
    for (int i = 0; i < rows && columns > 0; i++) {
      System.arraycopy(values, i * columns, array, offset + i * distance, columns);
    }
    return array;
  }

  /** An array of guard cells with place for a result and for what would be written behind it. */
  public static float[] result(int offset, int length) {
    float[] array = new float[offset + length + 2 * 16 + 1];
    Arrays.fill(array, Chain.GUARD);
    return array;
  }

  /** The elements are as expected, NaNs alike, and all around them is as it was. */
  public static void assertResult(
      float[] array, int offset, float[] expected, Supplier<String> where) {
    assertResult(array, offset, 1, expected.length, 0, expected, where);
  }

  /** The same of rows that are a distance apart. */
  public static void assertResult(
      float[] array,
      int offset,
      int rows,
      int columns,
      int distance,
      float[] expected,
      Supplier<String> where) {
    int at = 0;
    for (int i = 0; i < rows && columns > 0; i++) {
      int begin = offset + i * distance;
      for (; at < begin; at++) {
        assertGuard(array[at], at, where);
      }
      for (int j = 0; j < columns; j++, at++) {
        float wanted = expected[i * columns + j];
        if (Float.floatToIntBits(array[at]) != Float.floatToIntBits(wanted)) {
          String what = where.get();
          Chain.assertSame(array[at], wanted, "%s: element (%d, %d)", what, i, j);
        }
      }
    }
    for (; at < array.length; at++) {
      assertGuard(array[at], at, where);
    }
  }

  private static void assertGuard(float cell, int at, Supplier<String> where) {
    if (Float.floatToRawIntBits(cell) != Float.floatToRawIntBits(Chain.GUARD)) {
      Chain.assertGuard(cell, "%s: cell %d", where.get(), at);
    }
  }

  /** A grid that has lost its cases proves nothing; prints how many it has at this width. */
  public static void report(String grid, long cases) {
    assertThat(cases).as("cases of %s", grid).isPositive();
    System.out.printf("grid %s, %d bits: %d cases%n", grid, Simd.BITS, cases);
  }
}
