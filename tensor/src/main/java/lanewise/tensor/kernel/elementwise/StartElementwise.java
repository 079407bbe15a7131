package lanewise.tensor.kernel.elementwise;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import lanewise.tensor.kernel.Start;

/** Plain loops at the {@link Start} of a JVM, then the vector kernel. */
final class StartElementwise implements ElementwiseKernel {
  /** An element in a loop takes as long as so many multiply-adds of a product. */
  private static final long COST = 8;

  /** The same of a function that is computed by a polynomial. */
  private static final long FUNCTION_COST = 128;

  private static final Set<UnaryOp> FUNCTIONS =
      EnumSet.range(UnaryOp.EXP, UnaryOp.SILU); // behind the exactly rounded ones

  private static final ElementwiseKernel LOOPS = new ScalarElementwise();

  /** Loaded after the start, as it loads vector classes. */
  private static final class Vectors {
    static final ElementwiseKernel KERNEL = ElementwiseVariants.ACTIVE.kernel().get();
  }

  private final Map<UnaryOp, Start.Operation> unary = each(UnaryOp.class);
  private final Map<BinaryOp, Start.Operation> binary = each(BinaryOp.class);
  private final Start.Operation fma = new Start.Operation();
  private final Start.Operation axpy = new Start.Operation();
  private final Start.Operation where = new Start.Operation();
  private final Start.Operation clip = new Start.Operation();
  private final Start.Operation expShifted = new Start.Operation();
  private final Start.Operation repeatEach = new Start.Operation();
  private final Start.Operation gather = new Start.Operation();

  private static <O extends Enum<O>> Map<O, Start.Operation> each(Class<O> operations) {
    Map<O, Start.Operation> starts = new EnumMap<>(operations);
    for (O operation : operations.getEnumConstants()) {
      starts.put(operation, new Start.Operation());
    }
    return starts;
  }

  private boolean covers(UnaryOp op, int n) {
    if (Start.hasEnded()) {
      return false;
    }
    long cost = FUNCTIONS.contains(op) ? FUNCTION_COST : COST;
    return Objects.requireNonNull(unary.get(op)).covers(cost * n);
  }

  private boolean covers(BinaryOp op, int n) {
    if (Start.hasEnded()) {
      return false;
    }
    long cost = op == BinaryOp.POW ? FUNCTION_COST : COST;
    return Objects.requireNonNull(binary.get(op)).covers(cost * n);
  }

  @Override
  public void unary(UnaryOp op, int n, float[] x, int xOffset, float[] out, int outOffset) {
    if (covers(op, n)) {
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
    if (covers(op, n)) {
      LOOPS.binary(op, n, x, xOffset, y, yOffset, out, outOffset);
    } else {
      Vectors.KERNEL.binary(op, n, x, xOffset, y, yOffset, out, outOffset);
    }
  }

  @Override
  public void binaryScalar(
      BinaryOp op, int n, float[] x, int xOffset, float y, float[] out, int outOffset) {
    if (covers(op, n)) {
      LOOPS.binaryScalar(op, n, x, xOffset, y, out, outOffset);
    } else {
      Vectors.KERNEL.binaryScalar(op, n, x, xOffset, y, out, outOffset);
    }
  }

  @Override
  public void scalarBinary(
      BinaryOp op, int n, float x, float[] y, int yOffset, float[] out, int outOffset) {
    if (covers(op, n)) {
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
    if (fma.covers(COST * n)) {
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
    if (axpy.covers(COST * n)) {
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
    if (where.covers(COST * n)) {
      LOOPS.where(n, mask, maskOffset, x, xOffset, y, yOffset, out, outOffset);
    } else {
      Vectors.KERNEL.where(n, mask, maskOffset, x, xOffset, y, yOffset, out, outOffset);
    }
  }

  @Override
  public void clip(
      int n, float[] x, int xOffset, float low, float high, float[] out, int outOffset) {
    if (clip.covers(COST * n)) {
      LOOPS.clip(n, x, xOffset, low, high, out, outOffset);
    } else {
      Vectors.KERNEL.clip(n, x, xOffset, low, high, out, outOffset);
    }
  }

  @Override
  public void expShifted(int n, float[] x, int xOffset, float shift, float[] out, int outOffset) {
    if (expShifted.covers(FUNCTION_COST * n)) {
      LOOPS.expShifted(n, x, xOffset, shift, out, outOffset);
    } else {
      Vectors.KERNEL.expShifted(n, x, xOffset, shift, out, outOffset);
    }
  }

  @Override
  public void repeatEach(int n, int times, float[] x, int xOffset, float[] out, int outOffset) {
    if (repeatEach.covers(COST * n * times)) {
      LOOPS.repeatEach(n, times, x, xOffset, out, outOffset);
    } else {
      Vectors.KERNEL.repeatEach(n, times, x, xOffset, out, outOffset);
    }
  }

  @Override
  public void gather(int n, int step, float[] x, int xOffset, float[] out, int outOffset) {
    if (gather.covers(COST * n)) {
      LOOPS.gather(n, step, x, xOffset, out, outOffset);
    } else {
      Vectors.KERNEL.gather(n, step, x, xOffset, out, outOffset);
    }
  }
}
