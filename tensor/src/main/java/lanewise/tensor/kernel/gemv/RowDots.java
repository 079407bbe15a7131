package lanewise.tensor.kernel.gemv;

import lanewise.tensor.Workers;
import lanewise.tensor.kernel.Pool;
import lanewise.tensor.kernel.Sharing;
import lanewise.tensor.kernel.reduce.Reducer;

/**
 * A matrix whose rows lie without gaps times a vector: one dot product for each row. Arguments have
 * been checked by the caller.
 */
public final class RowDots implements Workers.Blocks {
  private static final int BLOCKS_PER_THREAD = 4;
  private static final float[] NONE = new float[0];
  private static final Pool<RowDots> POOL = new Pool<>(RowDots::new);

  private int rows;
  private int columns;
  private float alpha;
  private float[] a = NONE;
  private int aOffset;
  private int aRow;
  private float[] x = NONE;
  private int xOffset;
  private float[] y = NONE;
  private int yOffset;
  private int yStep;
  private int rowsPerBlock;

  private RowDots() {}

  /**
   * y = y + alpha A x.
   *
   * @param rows of A, elements of y
   * @param columns of A, elements of x
   * @param a element (i, p) is a[aOffset + i * aRow + p]
   * @param x element p is x[xOffset + p]
   * @param y element i is y[yOffset + i * yStep]; read and written
   */
  public static void multiplyAdd(
      Workers workers,
      int rows,
      int columns,
      float alpha,
      float[] a,
      int aOffset,
      int aRow,
      float[] x,
      int xOffset,
      float[] y,
      int yOffset,
      int yStep) {
    if (workers.parallelism() == 1 || (long) rows * columns < Sharing.MULTIPLY_ADDS) {
      Reducer.addDots(rows, columns, alpha, a, aOffset, aRow, x, xOffset, y, yOffset, yStep);
      return;
    }
    RowDots product = POOL.acquire();
    product.rows = rows;
    product.columns = columns;
    product.alpha = alpha;
    product.a = a;
    product.aOffset = aOffset;
    product.aRow = aRow;
    product.x = x;
    product.xOffset = xOffset;
    product.y = y;
    product.yOffset = yOffset;
    product.yStep = yStep;
    product.rowsPerBlock = Math.ceilDiv(rows, BLOCKS_PER_THREAD * workers.parallelism());
    workers.run(Math.ceilDiv(rows, product.rowsPerBlock), product);
    product.a = NONE;
    product.x = NONE;
    product.y = NONE;
    POOL.release(product);
  }

  @Override
  public void run(int block) {
    int i = block * rowsPerBlock;
    int count = Math.min(rowsPerBlock, rows - i);
    Reducer.addDots(
        count,
        columns,
        alpha,
        a,
        aOffset + i * aRow,
        aRow,
        x,
        xOffset,
        y,
        yOffset + i * yStep,
        yStep);
  }
}
