package lanewise.tensor.kernel.transpose;

import lanewise.tensor.kernel.Simd;
import lanewise.tensor.kernel.Start;

/** A plain loop at the {@link Start} of a JVM, then the vector kernel. */
final class StartBlock implements TransposeKernel {
  /** An element in a loop takes as long as so many multiply-adds of a product. */
  private static final long COST = 8;

  private static final int SIZE = Simd.BITS / Float.SIZE;

  /** Loaded after the start, as it loads vector classes. */
  private static final class Vectors {
    static final TransposeKernel KERNEL = TransposeVariants.ACTIVE.kernel().get();
  }

  @Override
  public int size() {
    return SIZE;
  }

  @Override
  public void transpose(
      float[] source, int from, int line, int depth, float[] target, int at, int row) {
    if (!Start.covers(COST * SIZE * depth)) {
      Vectors.KERNEL.transpose(source, from, line, depth, target, at, row);
      return;
    }
    for (int p = 0; p < depth; p++) {
      for (int j = 0; j < SIZE; j++) {
        target[at + p * row + j] = source[from + j * line + p];
      }
    }
  }
}
