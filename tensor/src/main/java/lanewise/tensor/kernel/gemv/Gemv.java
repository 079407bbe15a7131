package lanewise.tensor.kernel.gemv;

import lanewise.tensor.Workers;
import lanewise.tensor.kernel.Pool;
import lanewise.tensor.kernel.Sharing;

/**
 * One row times a matrix: cuts the columns into blocks. Arguments have been checked by the caller.
 */
public final class Gemv implements Workers.Blocks {
  private static final GemvKernel KERNEL = GemvVariants.ACTIVE.kernel().get();

  private static final int COLUMNS_PER_BLOCK = 128;
  private static final float[] NONE = new float[0];
  private static final Pool<Gemv> PRODUCTS = new Pool<>(Gemv::new);

  /** Whether A lies transposed, a column of it without gaps. */
  private boolean transposed;

  private int depth;
  private int columns;
  private float[] x = NONE;
  private int xOffset;
  private int xStep;
  private float[] a = NONE;
  private int aOffset;
  private int aRow;
  private float[] y = NONE;
  private int yOffset;

  private Gemv() {}

  /**
   * y = y + x A for a matrix whose rows lie without gaps.
   *
   * @param depth elements of x, rows of A
   * @param columns of A, elements of y
   * @param x element p is x[xOffset + p * xStep]
   * @param a element (p, j) is a[aOffset + p * aRow + j]
   * @param y element j is y[yOffset + j]; read and written
   */
  public static void multiplyAdd(
      Workers workers,
      int depth,
      int columns,
      float[] x,
      int xOffset,
      int xStep,
      float[] a,
      int aOffset,
      int aRow,
      float[] y,
      int yOffset) {
    if (workers.parallelism() == 1 || (long) depth * columns < Sharing.MULTIPLY_ADDS) {
      KERNEL.multiply(depth, columns, x, xOffset, xStep, a, aOffset, aRow, y, yOffset);
    } else {
      share(workers, false, depth, columns, x, xOffset, xStep, a, aOffset, aRow, y, yOffset);
    }
  }

  /**
   * y = y + x A for a matrix whose columns, here called lines, lie without gaps.
   *
   * @param depth elements of x and of a line
   * @param lines elements of y
   * @param x element p is x[xOffset + p]
   * @param a element (p, j) is a[aOffset + j * line + p]
   * @param y element j is y[yOffset + j]; read and written
   */
  public static void multiplyAddTransposed(
      Workers workers,
      int depth,
      int lines,
      float[] x,
      int xOffset,
      float[] a,
      int aOffset,
      int line,
      float[] y,
      int yOffset) {
    if (workers.parallelism() == 1 || (long) depth * lines < Sharing.MULTIPLY_ADDS) {
      TransposedGemv.multiply(depth, lines, x, xOffset, a, aOffset, line, y, yOffset);
    } else {
      share(workers, true, depth, lines, x, xOffset, 1, a, aOffset, line, y, yOffset);
    }
  }

  private static void share(
      Workers workers,
      boolean transposed,
      int depth,
      int columns,
      float[] x,
      int xOffset,
      int xStep,
      float[] a,
      int aOffset,
      int aRow,
      float[] y,
      int yOffset) {
    Gemv product = PRODUCTS.acquire();
    product.transposed = transposed;
    product.depth = depth;
    product.columns = columns;
    product.x = x;
    product.xOffset = xOffset;
    product.xStep = xStep;
    product.a = a;
    product.aOffset = aOffset;
    product.aRow = aRow;
    product.y = y;
    product.yOffset = yOffset;
    workers.run(Math.ceilDiv(columns, COLUMNS_PER_BLOCK), product);
    product.x = NONE;
    product.a = NONE;
    product.y = NONE;
    PRODUCTS.release(product);
  }

  @Override
  public void run(int block) {
    int j = block * COLUMNS_PER_BLOCK;
    int count = Math.min(COLUMNS_PER_BLOCK, columns - j);
    if (transposed) {
      TransposedGemv.multiply(
          depth, count, x, xOffset, a, aOffset + j * aRow, aRow, y, yOffset + j);
    } else {
      KERNEL.multiply(depth, count, x, xOffset, xStep, a, aOffset + j, aRow, y, yOffset + j);
    }
  }
}
