package lanewise.tensor.kernel.elementwise;

import lanewise.tensor.kernel.FloatLanes;

/**
 * The vector variant: one loop for each operation, in the classes by kind, so that the compiler
 * sees no choice inside a loop.
 */
class VectorElementwise implements ElementwiseKernel {
  @Override
  public void unary(UnaryOp op, int n, float[] x, int xOffset, float[] out, int outOffset) {
    switch (op) {
      case NEG -> VectorRounding.neg(n, x, xOffset, out, outOffset);
      case ABS -> VectorRounding.abs(n, x, xOffset, out, outOffset);
      case SIGN -> VectorRounding.sign(n, x, xOffset, out, outOffset);
      case SQUARE -> VectorRounding.square(n, x, xOffset, out, outOffset);
      case SQRT -> VectorRounding.sqrt(n, x, xOffset, out, outOffset);
      case RSQRT -> VectorRounding.rsqrt(n, x, xOffset, out, outOffset);
      case RECIPROCAL -> VectorRounding.reciprocal(n, x, xOffset, out, outOffset);
      case FLOOR -> VectorRounding.floor(n, x, xOffset, out, outOffset);
      case CEIL -> VectorRounding.ceil(n, x, xOffset, out, outOffset);
      case ROUND -> VectorRounding.round(n, x, xOffset, out, outOffset);
      case RELU -> VectorRounding.relu(n, x, xOffset, out, outOffset);
      case EXP, EXPM1, LOG, LOG1P, TANH, SIGMOID, ERF, SIN, COS ->
          VectorTranscendental.unary(op, n, x, xOffset, out, outOffset);
      case GELU -> VectorWide.gelu(n, x, xOffset, out, outOffset);
      case GELU_TANH -> VectorWide.geluTanh(n, x, xOffset, out, outOffset);
      case SOFTPLUS -> VectorWide.softplus(n, x, xOffset, out, outOffset);
      case SILU -> VectorWide.silu(n, x, xOffset, out, outOffset);
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
    switch (op) {
      case ADD -> VectorArithmetic.add(n, x, xOffset, y, yOffset, out, outOffset);
      case SUB -> VectorArithmetic.sub(n, x, xOffset, y, yOffset, out, outOffset);
      case MUL -> VectorArithmetic.mul(n, x, xOffset, y, yOffset, out, outOffset);
      case DIV -> VectorArithmetic.div(n, x, xOffset, y, yOffset, out, outOffset);
      case MIN -> VectorArithmetic.min(n, x, xOffset, y, yOffset, out, outOffset);
      case MAX -> VectorArithmetic.max(n, x, xOffset, y, yOffset, out, outOffset);
      case EQ -> VectorComparisons.eq(n, x, xOffset, y, yOffset, out, outOffset);
      case NE -> VectorComparisons.ne(n, x, xOffset, y, yOffset, out, outOffset);
      case LT -> VectorComparisons.lt(n, x, xOffset, y, yOffset, out, outOffset);
      case LE -> VectorComparisons.le(n, x, xOffset, y, yOffset, out, outOffset);
      case GT -> VectorComparisons.gt(n, x, xOffset, y, yOffset, out, outOffset);
      case GE -> VectorComparisons.ge(n, x, xOffset, y, yOffset, out, outOffset);
      case POW -> VectorWide.pow(n, x, xOffset, y, yOffset, out, outOffset);
    }
  }

  @Override
  public void binaryScalar(
      BinaryOp op, int n, float[] x, int xOffset, float y, float[] out, int outOffset) {
    switch (op) {
      case ADD -> VectorScalarArithmetic.add(n, x, xOffset, y, out, outOffset);
      case SUB -> VectorScalarArithmetic.sub(n, x, xOffset, y, out, outOffset);
      case MUL -> VectorScalarArithmetic.mul(n, x, xOffset, y, out, outOffset);
      case DIV -> VectorScalarArithmetic.div(n, x, xOffset, y, out, outOffset);
      case MIN -> VectorScalarArithmetic.min(n, x, xOffset, y, out, outOffset);
      case MAX -> VectorScalarArithmetic.max(n, x, xOffset, y, out, outOffset);
      case EQ -> VectorComparisons.eq(n, x, xOffset, y, out, outOffset);
      case NE -> VectorComparisons.ne(n, x, xOffset, y, out, outOffset);
      case LT -> VectorComparisons.lt(n, x, xOffset, y, out, outOffset);
      case LE -> VectorComparisons.le(n, x, xOffset, y, out, outOffset);
      case GT -> VectorComparisons.gt(n, x, xOffset, y, out, outOffset);
      case GE -> VectorComparisons.ge(n, x, xOffset, y, out, outOffset);
      case POW -> VectorWide.powScalar(n, x, xOffset, y, out, outOffset);
    }
  }

  @Override
  public void scalarBinary(
      BinaryOp op, int n, float x, float[] y, int yOffset, float[] out, int outOffset) {
    switch (op) {
      case SUB -> VectorScalarArithmetic.subFrom(n, x, y, yOffset, out, outOffset);
      case DIV -> VectorScalarArithmetic.divInto(n, x, y, yOffset, out, outOffset);
      case POW -> VectorWide.scalarPow(n, x, y, yOffset, out, outOffset);
      case ADD, MUL, MIN, MAX, EQ, NE -> binaryScalar(op, n, y, yOffset, x, out, outOffset);
      case LT -> binaryScalar(BinaryOp.GT, n, y, yOffset, x, out, outOffset);
      case LE -> binaryScalar(BinaryOp.GE, n, y, yOffset, x, out, outOffset);
      case GT -> binaryScalar(BinaryOp.LT, n, y, yOffset, x, out, outOffset);
      case GE -> binaryScalar(BinaryOp.LE, n, y, yOffset, x, out, outOffset);
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
    VectorArithmetic.fma(n, x, xOffset, y, yOffset, z, zOffset, out, outOffset);
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
    VectorArithmetic.axpy(n, alpha, x, xOffset, y, yOffset, out, outOffset);
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
    VectorComparisons.where(n, mask, maskOffset, x, xOffset, y, yOffset, out, outOffset);
  }

  @Override
  public void clip(
      int n, float[] x, int xOffset, float low, float high, float[] out, int outOffset) {
    VectorComparisons.clip(n, x, xOffset, low, high, out, outOffset);
  }

  @Override
  public void expShifted(int n, float[] x, int xOffset, float shift, float[] out, int outOffset) {
    VectorTranscendental.expShifted(n, x, xOffset, shift, out, outOffset);
  }

  @Override
  public void repeatEach(int n, int times, float[] x, int xOffset, float[] out, int outOffset) {
    VectorRepeat.each(n, times, x, xOffset, out, outOffset);
  }

  @Override
  public void gather(int n, int step, float[] x, int xOffset, float[] out, int outOffset) {
    if (step == 2 && FloatLanes.LENGTH == 16) {
      VectorHalves.gather(n, x, xOffset, out, outOffset);
    } else {
      ScalarElementwise.gatherRest(0, n, step, x, xOffset, out, outOffset);
    }
  }
}
