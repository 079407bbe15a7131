package lanewise.tensor.kernel.gemm;

import lanewise.tensor.kernel.Pool;
import lanewise.tensor.kernel.transpose.Transposition;

/**
 * A copy, row by row, of a left operand that lies transposed. A short one is multiplied where it
 * lies. But every step along the inner dimension jumps to the next of its lines, and where these
 * are long and many, each step needs another page of memory and, where their distance is a power of
 * two, evicts what the last ones brought: that halves the speed from 1024 x 1024 on.
 */
final class TurnedLeft {
  static final Pool<TurnedLeft> POOL = new Pool<>(TurnedLeft::new);

  /** From this many floats on from one line to the next, 2 KiB, and so many lines. */
  private static final int FAR = 512;

  /** Columns of the product for which the copy pays. */
  private static final int COLUMNS = 256;

  /** The most floats of a copy, 16 MiB: a larger operand is copied and multiplied in parts. */
  private static final int MOST = 1 << 22;

  private float[] values = new float[0];

  private TurnedLeft() {}

  static boolean isWorthIt(int n, int k, int aRow, int aStep) {
    return aRow == 1 && aStep >= FAR && k >= FAR && n >= COLUMNS;
  }

  /** Returns how many of m rows are copied at once: all of them, unless they are thousands. */
  static int rowsOfParts(int m) {
    return evenly(m, MOST / FAR);
  }

  /** Returns how much of an inner dimension k is copied at once, of so many rows. */
  static int depthOfParts(int k, int rows) {
    return evenly(k, MOST / rows);
  }

  /** The size of parts of a total that have at most so many and differ little. */
  private static int evenly(int total, int most) {
    return Math.ceilDiv(total, Math.ceilDiv(total, most));
  }

  /** The m x k matrix whose element (i, p) is a[offset + p * step + i], without gaps. */
  float[] rows(int m, int k, float[] a, int offset, int step) {
    if (values.length < m * k) {
      values = new float[m * k];
    }
    Transposition.copy(k, m, a, offset, step, values, 0, k);
    return values;
  }
}
