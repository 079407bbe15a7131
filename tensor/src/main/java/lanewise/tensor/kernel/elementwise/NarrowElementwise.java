package lanewise.tensor.kernel.elementwise;

/**
 * The variant for 128 bits. Two doubles fill such a vector, and the compiler does not keep the
 * vectors of the functions in double precision in registers then: the scalar code, which has the
 * same bits, is about ten times as fast.
 */
final class NarrowElementwise extends VectorElementwise {
  private static final ScalarElementwise SCALAR = new ScalarElementwise();

  @Override
  public void unary(UnaryOp op, int n, float[] x, int xOffset, float[] out, int outOffset) {
    switch (op) {
      case GELU, GELU_TANH, SOFTPLUS, SILU -> SCALAR.unary(op, n, x, xOffset, out, outOffset);
      default -> super.unary(op, n, x, xOffset, out, outOffset);
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
    if (op == BinaryOp.POW) {
      SCALAR.binary(op, n, x, xOffset, y, yOffset, out, outOffset);
    } else {
      super.binary(op, n, x, xOffset, y, yOffset, out, outOffset);
    }
  }

  @Override
  public void binaryScalar(
      BinaryOp op, int n, float[] x, int xOffset, float y, float[] out, int outOffset) {
    if (op == BinaryOp.POW) {
      SCALAR.binaryScalar(op, n, x, xOffset, y, out, outOffset);
    } else {
      super.binaryScalar(op, n, x, xOffset, y, out, outOffset);
    }
  }

  @Override
  public void scalarBinary(
      BinaryOp op, int n, float x, float[] y, int yOffset, float[] out, int outOffset) {
    if (op == BinaryOp.POW) {
      SCALAR.scalarBinary(op, n, x, y, yOffset, out, outOffset);
    } else {
      super.scalarBinary(op, n, x, y, yOffset, out, outOffset);
    }
  }
}
