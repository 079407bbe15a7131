package lanewise.layers.activation;

import lanewise.tensor.kernel.Pool;
import lanewise.tensor.kernel.elementwise.BinaryOp;
import lanewise.tensor.kernel.elementwise.ElementwiseKernel;
import lanewise.tensor.kernel.elementwise.ElementwiseVariants;

/**
 * Working memory for a block of values that is short enough to stay in the nearest cache, and
 * selections between values without branches: on random data a mispredicted branch costs more than
 * the arithmetic.
 */
final class Tile {
  /** The number of values in a block. */
  static final int LENGTH = 1024;

  private static final ElementwiseKernel KERNEL = ElementwiseVariants.KERNEL;
  private static final Pool<float[]> POOL = new Pool<>(() -> new float[LENGTH]);
  private static final float[] ZEROS = new float[LENGTH];

  private Tile() {}

  /** Returns LENGTH floats of undefined content for the caller alone. */
  static float[] acquire() {
    return POOL.acquire();
  }

  /** Gives a tile back. */
  static void release(float[] tile) {
    POOL.release(tile);
  }

  /** Returns LENGTH zeros, which must not be written. */
  static float[] zeros() {
    return ZEROS;
  }

  /** Sets values[i] = 0 where {@code by[i] op bound} does not hold, for i from {@code from} on. */
  static void keepWhere(BinaryOp op, int from, int count, float[] by, float bound, float[] values) {
    float[] mask = acquire();
    KERNEL.binaryScalar(op, count, by, from, bound, mask, 0);
    KERNEL.where(count, mask, 0, values, from, ZEROS, 0, values, from);
    release(mask);
  }

  /** Sets values[i] = taken[i] where x[i] > 0, for i from {@code from} on. */
  static void takeWherePositive(int from, int count, float[] x, float[] taken, float[] values) {
    float[] mask = acquire();
    KERNEL.binaryScalar(BinaryOp.GT, count, x, from, 0, mask, 0);
    KERNEL.where(count, mask, 0, taken, from, values, from, values, from);
    release(mask);
  }

  /** Sets y[i] = NaN where x[i] is minus infinity, because x times 0 is NaN there. */
  static void spoilAtMinusInfinity(int from, int count, float[] x, float[] y) {
    for (int i = from; i < from + count; i++) {
      y[i] += 0 * Math.min(x[i], 0);
    }
  }
}
