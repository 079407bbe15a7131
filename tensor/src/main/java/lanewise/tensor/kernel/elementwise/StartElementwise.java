package lanewise.tensor.kernel.elementwise;

import lanewise.tensor.kernel.Start;

/** Plain loops at the {@link Start} of a JVM, then the vector kernel. */
final class StartElementwise implements ElementwiseKernel {
  /** An element in a loop takes as long as so many multiply-adds of a product. */
  private static final long COST = 8;

  private static final ElementwiseKernel LOOPS = new ScalarElementwise();

  /** Loaded after the start, as it loads vector classes. */
  private static final class Vectors {
    static final ElementwiseKernel KERNEL = ElementwiseVariants.ACTIVE.kernel().get();
  }

  @Override
  public void unary(UnaryOp op, int n, float[] x, int xOffset, float[] out, int outOffset) {
    if (Start.covers(COST * n)) {
      LOOPS.unary(op, n, x, xOffset, out, outOffset);
    } else {
      Vectors.KERNEL.unary(op, n, x, xOffset, out, outOffset);
    }
  }

  @Override
  public void binary(
      BinaryOp op,
      int n,
      float[] x,
      int xOffset,
      float[] y,
      int yOffset,
      float[] out,
      int outOffset) {
    if (Start.covers(COST * n)) {
      LOOPS.binary(op, n, x, xOffset, y, yOffset, out, outOffset);
    } else {
      Vectors.KERNEL.binary(op, n, x, xOffset, y, yOffset, out, outOffset);
    }
  }

  @Override
  public void binaryScalar(
      BinaryOp op, int n, float[] x, int xOffset, float y, float[] out, int outOffset) {
    if (Start.covers(COST * n)) {
      LOOPS.binaryScalar(op, n, x, xOffset, y, out, outOffset);
    } else {
      Vectors.KERNEL.binaryScalar(op, n, x, xOffset, y, out, outOffset);
    }
  }

  @Override
  public void scalarBinary(
      BinaryOp op, int n, float x, float[] y, int yOffset, float[] out, int outOffset) {
    if (Start.covers(COST * n)) {
      LOOPS.scalarBinary(op, n, x, y, yOffset, out, outOffset);
    } else {
      Vectors.KERNEL.scalarBinary(op, n, x, y, yOffset, out, outOffset);
    }
  }

  @Override
  public void fma(
      int n,
      float[] x,
      int xOffset,
      float[] y,
      int yOffset,
      float[] z,
      int zOffset,
      float[] out,
      int outOffset) {
    if (Start.covers(COST * n)) {
      LOOPS.fma(n, x, xOffset, y, yOffset, z, zOffset, out, outOffset);
    } else {
      Vectors.KERNEL.fma(n, x, xOffset, y, yOffset, z, zOffset, out, outOffset);
    }
  }

  @Override
  public void axpy(
      int n,
      float alpha,
      float[] x,
      int xOffset,
      float[] y,
      int yOffset,
      float[] out,
      int outOffset) {
    if (Start.covers(COST * n)) {
      LOOPS.axpy(n, alpha, x, xOffset, y, yOffset, out, outOffset);
    } else {
      Vectors.KERNEL.axpy(n, alpha, x, xOffset, y, yOffset, out, outOffset);
    }
  }

  @Override
  public void where(
      int n,
      float[] mask,
      int maskOffset,
      float[] x,
      int xOffset,
      float[] y,
      int yOffset,
      float[] out,
      int outOffset) {
    if (Start.covers(COST * n)) {
      LOOPS.where(n, mask, maskOffset, x, xOffset, y, yOffset, out, outOffset);
    } else {
      Vectors.KERNEL.where(n, mask, maskOffset, x, xOffset, y, yOffset, out, outOffset);
    }
  }

  @Override
  public void clip(
      int n, float[] x, int xOffset, float low, float high, float[] out, int outOffset) {
    if (Start.covers(COST * n)) {
      LOOPS.clip(n, x, xOffset, low, high, out, outOffset);
    } else {
      Vectors.KERNEL.clip(n, x, xOffset, low, high, out, outOffset);
    }
  }

  @Override
  public void expShifted(int n, float[] x, int xOffset, float shift, float[] out, int outOffset) {
    if (Start.covers(COST * n)) {
      LOOPS.expShifted(n, x, xOffset, shift, out, outOffset);
    } else {
      Vectors.KERNEL.expShifted(n, x, xOffset, shift, out, outOffset);
    }
  }

  @Override
  public void repeatEach(int n, int times, float[] x, int xOffset, float[] out, int outOffset) {
    if (Start.covers(COST * n * times)) {
      LOOPS.repeatEach(n, times, x, xOffset, out, outOffset);
    } else {
      Vectors.KERNEL.repeatEach(n, times, x, xOffset, out, outOffset);
    }
  }

  @Override
  public void gather(int n, int step, float[] x, int xOffset, float[] out, int outOffset) {
    if (Start.covers(COST * n)) {
      LOOPS.gather(n, step, x, xOffset, out, outOffset);
    } else {
      Vectors.KERNEL.gather(n, step, x, xOffset, out, outOffset);
    }
  }
}
