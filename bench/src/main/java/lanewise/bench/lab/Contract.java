package lanewise.bench.lab;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import lanewise.tensor.RandomStream;
import lanewise.tensor.kernel.gemm.MicroKernel;

/**
 * Holds a tile to what {@link MicroKernel} says, on a grid: every number of rows, depths around the
 * lengths of vectors and unrolled loops, A plain and transposed, the three kinds of initial values,
 * with and without a floor, offsets, and a distance between rows of C. The expected element is one
 * chain of {@link Math#fma}, and equal means the same bits, but one NaN is as good as another.
 * Arrays that are read end with the last element that may be; C has cells around every row that
 * must stay.
 */
final class Contract {
  private static final int[] DEPTHS = {0, 1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 33, 65, 130};
  private static final int LARGEST = 4096;
  private static final int GUARD = 67;
  private static final float GUARD_VALUE = Float.intBitsToFloat(0x7fc0abcd);
  private static final long LINE = 64;

  private final MicroKernel kernel;
  private final RandomStream random = RandomStream.of(15);
  private int cases;

  private Contract(MicroKernel kernel) {
    this.kernel = kernel;
  }

  /** Where the initial values are. */
  private enum Start {
    ONE_ROW("one row of initial values"),
    ROWS("rows of initial values"),
    C("initial values in C");

    private final String words;

    Start(String words) {
      this.words = words;
    }
  }

  /** A case of the grid. */
  private record Case(
      int depth,
      int rows,
      boolean transposed,
      Start start,
      boolean floor,
      boolean apart,
      boolean nan) {
    @Override
    public String toString() {
      return "rows %s, depth %s, A %s, %s, %s%s%s"
          .formatted(
              rows,
              depth,
              transposed ? "transposed" : "plain",
              start.words,
              floor ? "floor 0" : "no floor",
              apart ? ", offsets, rows of C apart" : "",
              nan ? ", a NaN" : "");
    }
  }

  /**
   * Checks all cases.
   *
   * @return how many there were
   * @throws IllegalStateException with one sentence about the first case that is broken
   */
  static int check(MicroKernel kernel) {
    if (kernel.rows() < 1 || kernel.columns() < 1 || kernel.rows() * kernel.columns() > LARGEST) {
      throw new IllegalStateException(
          "a tile of %s x %s: let it have 1 to %s elements"
              .formatted(kernel.rows(), kernel.columns(), LARGEST));
    }
    Contract contract = new Contract(kernel);
    for (int depth : DEPTHS) {
      for (int rows = 1; rows <= kernel.rows(); rows++) {
        for (Start start : Start.values()) {
          for (int bits = 0; bits < 8; bits++) {
            contract.check(
                new Case(
                    depth,
                    rows,
                    (bits & 1) != 0,
                    start,
                    (bits & 2) != 0,
                    (bits & 4) != 0,
                    depth == 9));
          }
        }
      }
    }
    return contract.cases;
  }

  private float[] draw(int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = 2 * random.nextFloat() - 1;
    }
    return values;
  }

  private void check(Case now) {
    cases++;
    int rows = now.rows;
    int depth = now.depth;
    int columns = kernel.columns();
    int aOffset = now.apart ? 3 : 0;
    int aRow = now.transposed ? 1 : depth + (now.apart ? 2 : 0);
    int aStep = now.transposed ? rows + (now.apart ? 5 : 0) : 1;
    float[] a = draw(depth == 0 ? 0 : aOffset + (rows - 1) * aRow + (depth - 1) * aStep + 1);
    if (now.nan) {
      a[aOffset + (rows - 1) * aRow + 4 * aStep] = Float.NaN;
    }
    long panelOffset = now.apart ? 3 * LINE : 0;
    float[] b = draw((int) (panelOffset / Float.BYTES) + depth * columns);
    MemorySegment panel = Arena.ofAuto().allocate((long) b.length * Float.BYTES, LINE);
    MemorySegment.copy(b, 0, panel, ValueLayout.JAVA_FLOAT, 0, b.length);
    int cRow = columns + (now.apart ? 7 : 0);
    float[] c = new float[GUARD + kernel.rows() * cRow + GUARD];
    Arrays.fill(c, GUARD_VALUE);
    float[] init = c;
    int initOffset = GUARD;
    int initRow = cRow;
    if (now.start == Start.C) {
      for (int r = 0; r < rows; r++) {
        System.arraycopy(draw(columns), 0, c, GUARD + r * cRow, columns);
      }
    } else {
      initOffset = now.apart ? 2 : 0;
      initRow = now.start == Start.ROWS ? columns + 1 : 0;
      init = draw(initOffset + (rows - 1) * initRow + columns);
    }
    init[initOffset] =
        -0.0f; // an answer of depth 0, whose sign a sum from 0 or a sloppy floor loses
    float floor = now.floor ? 0 : Float.NEGATIVE_INFINITY;
    float[] expected = expected(now, a, aOffset, aRow, aStep, b, init, initOffset, initRow, floor);
    float[] aBefore = a.clone();
    float[] initBefore = init.clone();
    try {
      kernel.multiply(
          depth,
          a,
          aOffset,
          aRow,
          aStep,
          rows,
          panel,
          panelOffset,
          init,
          initOffset,
          initRow,
          floor,
          c,
          GUARD,
          cRow);
    } catch (RuntimeException | LinkageError e) {
      throw new IllegalStateException("threw %s (%s)".formatted(e, now), e);
    }
    compare(now, expected, c, cRow);
    guards(now, c, cRow);
    boolean kept =
        Arrays.equals(a, aBefore)
            && (now.start == Start.C || Arrays.equals(init, initBefore))
            && Arrays.equals(panel.toArray(ValueLayout.JAVA_FLOAT), b);
    if (!kept) {
      throw new IllegalStateException("wrote into an operand (%s)".formatted(now));
    }
  }

  private float[] expected(
      Case now,
      float[] a,
      int aOffset,
      int aRow,
      int aStep,
      float[] b,
      float[] init,
      int initOffset,
      int initRow,
      float floor) {
    int columns = kernel.columns();
    int panelFrom = b.length - now.depth * columns;
    float[] expected = new float[now.rows * columns];
    for (int r = 0; r < now.rows; r++) {
      for (int j = 0; j < columns; j++) {
        float sum = init[initOffset + r * initRow + j];
        for (int p = 0; p < now.depth; p++) {
          sum = Math.fma(a[aOffset + r * aRow + p * aStep], b[panelFrom + p * columns + j], sum);
        }
        expected[r * columns + j] = Math.max(sum, floor);
      }
    }
    return expected;
  }

  private void compare(Case now, float[] expected, float[] c, int cRow) {
    int columns = kernel.columns();
    for (int i = 0; i < expected.length; i++) {
      float actual = c[GUARD + i / columns * cRow + i % columns];
      if (Float.floatToIntBits(actual) != Float.floatToIntBits(expected[i])) {
        throw new IllegalStateException(
            "wrong answer: row %s, column %s is %s, not %s (%s)"
                .formatted(i / columns, i % columns, actual, expected[i], now));
      }
    }
  }

  private void guards(Case now, float[] c, int cRow) {
    int columns = kernel.columns();
    for (int i = 0; i < c.length; i++) {
      int row = Math.floorDiv(i - GUARD, cRow);
      int column = Math.floorMod(i - GUARD, cRow);
      boolean inside = row >= 0 && row < now.rows && column < columns;
      if (!inside && Float.floatToRawIntBits(c[i]) != Float.floatToRawIntBits(GUARD_VALUE)) {
        throw new IllegalStateException(
            "wrote outside its tile: a cell %s (%s)"
                .formatted(
                    row < 0
                        ? "before the first row"
                        : row >= now.rows
                            ? "%s floats after the end of the last row"
                                .formatted(i - GUARD - (now.rows - 1) * cRow - columns + 1)
                            : "between rows %s and %s".formatted(row, row + 1),
                    now));
      }
    }
  }
}
