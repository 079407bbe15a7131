package lanewise.tensor.kernel.elementwise;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import lanewise.tensor.kernel.FloatLanes;
import lanewise.tensor.kernel.Pool;

/**
 * The transcendental functions in single precision, of any number of elements, by the whole vectors
 * of {@link VectorSteps}: the rest by a vector that overlaps the one before, or, where the result
 * overwrites the operand, by way of one vector in a buffer. Masks would be slower on most machines.
 */
final class VectorTranscendental {
  private static final VectorSpecies<Float> S = FloatLanes.SPECIES;
  private static final int L = S.length();

  /** Elements that pass from one step to the next through the first-level cache. */
  private static final int TILE = 1024;

  private static final Pool<VectorTranscendental> POOL = new Pool<>(VectorTranscendental::new);

  private final float[] between = new float[TILE];
  private final float[] beside = new float[TILE];
  private final float[] rest = new float[L];

  private VectorTranscendental() {}

  /** One of the functions that are not in the other classes. */
  static void unary(UnaryOp op, int n, float[] x, int xOffset, float[] out, int outOffset) {
    run(op, n, x, xOffset, 0, out, outOffset);
  }

  static void expShifted(int n, float[] x, int xOffset, float shift, float[] out, int outOffset) {
    run(UnaryOp.EXP, n, x, xOffset, shift, out, outOffset);
  }

  @SuppressWarnings("ReferenceEquality") // whether it is one array, not whether two are equal
  private static void run(
      UnaryOp op, int n, float[] x, int xOffset, float shift, float[] out, int outOffset) {
    int end = S.loopBound(n);
    whole(op, end, x, xOffset, shift, out, outOffset);
    if (end == n) {
      return;
    }
    if (end > 0 && x != out) {
      // The operands are still there: the last whole vector repeats some of the results.
      whole(op, L, x, xOffset + n - L, shift, out, outOffset + n - L);
    } else {
      rest(op, n - end, x, xOffset + end, shift, out, outOffset + end);
    }
  }

  /** Of fewer elements than fill a vector. */
  private static void rest(
      UnaryOp op, int n, float[] x, int xOffset, float shift, float[] out, int outOffset) {
    VectorTranscendental buffer = POOL.acquire();
    float[] rest = buffer.rest;
    for (int i = 0; i < n; i++) {
      rest[i] = x[xOffset + i];
    }
    whole(op, L, rest, 0, shift, rest, 0);
    for (int i = 0; i < n; i++) {
      out[outOffset + i] = rest[i];
    }
    POOL.release(buffer);
  }

  private static void whole(
      UnaryOp op, int n, float[] x, int xOffset, float shift, float[] out, int outOffset) {
    switch (op) {
      case EXP -> exp(n, x, xOffset, shift, out, outOffset);
      case EXPM1 -> VectorSteps.expm1(n, x, xOffset, out, outOffset);
      case LOG -> VectorSteps.log(n, x, xOffset, out, outOffset);
      case LOG1P -> VectorSteps.log1p(n, x, xOffset, out, outOffset);
      case TANH -> VectorSteps.tanh(n, x, xOffset, out, outOffset);
      case SIN -> trigonometric(0, n, x, xOffset, out, outOffset);
      case COS -> trigonometric(1, n, x, xOffset, out, outOffset);
      case SIGMOID -> sigmoid(n, x, xOffset, out, outOffset);
      case ERF -> erf(n, x, xOffset, out, outOffset);
      default -> throw new IllegalArgumentException(op.name());
    }
  }

  /** Almost always nothing is near overflow or underflow, which is quicker to ask than to mend. */
  private static void exp(int n, float[] x, int xOffset, float shift, float[] out, int outOffset) {
    for (int i = 0; i < n; i += TILE) {
      int count = Math.min(TILE, n - i);
      if (VectorSteps.isInside(count, x, xOffset + i, shift)) {
        VectorSteps.expInside(count, x, xOffset + i, shift, out, outOffset + i);
      } else {
        VectorSteps.exp(count, x, xOffset + i, shift, out, outOffset + i);
      }
    }
  }

  private static void sigmoid(int n, float[] x, int xOffset, float[] out, int outOffset) {
    VectorTranscendental buffer = POOL.acquire();
    float[] clamped = buffer.between;
    float[] power = buffer.beside;
    for (int i = 0; i < n; i += TILE) {
      int count = Math.min(TILE, n - i);
      if (VectorSteps.isInside(count, x, xOffset + i, 0)) {
        VectorSteps.sigmoidInside(count, x, xOffset + i, out, outOffset + i);
      } else {
        VectorSteps.clampInside(count, x, xOffset + i, clamped);
        VectorSteps.sigmoidInside(count, clamped, 0, clamped, 0);
        VectorSteps.exp(count, x, xOffset + i, 0, power, 0);
        VectorSteps.sigmoidEnd(count, x, xOffset + i, clamped, power, out, outOffset + i);
      }
    }
    POOL.release(buffer);
  }

  private static void erf(int n, float[] x, int xOffset, float[] out, int outOffset) {
    VectorTranscendental buffer = POOL.acquire();
    float[] z = buffer.between;
    for (int i = 0; i < n; i += TILE) {
      int count = Math.min(TILE, n - i);
      VectorSteps.erfStart(count, x, xOffset + i, z);
      VectorSteps.exp(count, z, 0, 0, z, 0);
      VectorSteps.erfEnd(count, x, xOffset + i, z, out, outOffset + i);
    }
    POOL.release(buffer);
  }

  /** Runs of arguments within the range of the reduction, and beyond it scalar code. */
  private static void trigonometric(
      int quarter, int n, float[] x, int xOffset, float[] out, int outOffset) {
    for (int i = 0; i < n; i += TILE) {
      int count = Math.min(TILE, n - i);
      if (!anyBeyondRange(count, x, xOffset + i)) {
        VectorSteps.sin(count, x, xOffset + i, quarter, out, outOffset + i);
      } else if (quarter == 0) {
        ScalarElementwise.sin(count, x, xOffset + i, out, outOffset + i);
      } else {
        ScalarElementwise.cos(count, x, xOffset + i, out, outOffset + i);
      }
    }
  }

  private static boolean anyBeyondRange(int n, float[] x, int xOffset) {
    FloatVector zero = FloatVector.zero(S);
    FloatVector sum = zero;
    for (int i = 0; i < n; i += L) {
      FloatVector a = FloatVector.fromArray(S, x, xOffset + i).abs();
      sum = zero.blend(a, a.compare(VectorOperators.GT, ScalarFunctions.TRIG_MAX)).add(sum);
    }
    return sum.compare(VectorOperators.GT, 0).anyTrue();
  }
}
