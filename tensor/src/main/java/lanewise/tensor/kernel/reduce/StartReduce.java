package lanewise.tensor.kernel.reduce;

import lanewise.tensor.kernel.Start;

/** Plain loops at the {@link Start} of a JVM, then the vector kernel. */
final class StartReduce implements ReduceKernel {
  /** An element in a loop takes as long as so many multiply-adds of a product. */
  private static final long COST = 8;

  private static final ReduceKernel LOOPS = new ScalarReduce();

  /** Loaded after the start, as it loads vector classes. */
  private static final class Vectors {
    static final ReduceKernel KERNEL = ReduceVariants.ACTIVE.kernel().get();
  }

  @Override
  public double sum(double start, Summand term, int n, float[] x, int xOffset, float[] lanes) {
    return Start.covers(COST * n)
        ? LOOPS.sum(start, term, n, x, xOffset, lanes)
        : Vectors.KERNEL.sum(start, term, n, x, xOffset, lanes);
  }

  @Override
  public void moments(int n, float[] x, int xOffset, float shift, float[] lanes, double[] sums) {
    if (Start.covers(COST * n)) {
      LOOPS.moments(n, x, xOffset, shift, lanes, sums);
    } else {
      Vectors.KERNEL.moments(n, x, xOffset, shift, lanes, sums);
    }
  }

  @Override
  public double dot(
      double start, int n, float[] x, int xOffset, float[] y, int yOffset, float[] lanes) {
    return Start.covers(COST * n)
        ? LOOPS.dot(start, n, x, xOffset, y, yOffset, lanes)
        : Vectors.KERNEL.dot(start, n, x, xOffset, y, yOffset, lanes);
  }

  @Override
  public void dots(
      int n,
      float[] a,
      int aOffset,
      int row,
      float[] x,
      int xOffset,
      float[] lanes,
      double[] sums) {
    if (Start.covers(COST * TOGETHER * n)) {
      LOOPS.dots(n, a, aOffset, row, x, xOffset, lanes, sums);
    } else {
      Vectors.KERNEL.dots(n, a, aOffset, row, x, xOffset, lanes, sums);
    }
  }

  @Override
  public float max(int n, float[] x, int xOffset) {
    return Start.covers(COST * n) ? LOOPS.max(n, x, xOffset) : Vectors.KERNEL.max(n, x, xOffset);
  }

  @Override
  public float min(int n, float[] x, int xOffset) {
    return Start.covers(COST * n) ? LOOPS.min(n, x, xOffset) : Vectors.KERNEL.min(n, x, xOffset);
  }

  @Override
  public int first(int n, float[] x, int xOffset, float value) {
    return Start.covers(COST * n)
        ? LOOPS.first(n, x, xOffset, value)
        : Vectors.KERNEL.first(n, x, xOffset, value);
  }

  @Override
  public void columns(
      Summand term,
      int rows,
      int columns,
      float[] x,
      int xOffset,
      int stride,
      float[] sums,
      int to) {
    if (Start.covers(COST * rows * columns)) {
      LOOPS.columns(term, rows, columns, x, xOffset, stride, sums, to);
    } else {
      Vectors.KERNEL.columns(term, rows, columns, x, xOffset, stride, sums, to);
    }
  }

  @Override
  public void columnMoments(
      int rows,
      int columns,
      float[] x,
      int xOffset,
      int stride,
      float[] shift,
      float[] sums,
      float[] squares,
      int to) {
    if (Start.covers(COST * rows * columns)) {
      LOOPS.columnMoments(rows, columns, x, xOffset, stride, shift, sums, squares, to);
    } else {
      Vectors.KERNEL.columnMoments(rows, columns, x, xOffset, stride, shift, sums, squares, to);
    }
  }
}
