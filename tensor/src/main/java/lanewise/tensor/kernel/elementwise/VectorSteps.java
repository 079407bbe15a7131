package lanewise.tensor.kernel.elementwise;

import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.EQ;
import static jdk.incubator.vector.VectorOperators.GE;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.I2F;
import static jdk.incubator.vector.VectorOperators.LE;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LT;
import static jdk.incubator.vector.VectorOperators.NE;
import static jdk.incubator.vector.VectorOperators.XOR;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;
import lanewise.tensor.kernel.FloatLanes;

/**
 * The functions of {@link ScalarFunctions}, whole or in steps, each a loop over whole vectors: n is
 * a multiple of their length.
 *
 * <p>A loop holds no more vector operations than the compiler takes into one method (some forty);
 * beyond, it would leave calls, each vector an object. For the same reason no method here takes or
 * returns a vector: whether such a helper is inlined hangs on which of the two is compiled first.
 */
final class VectorSteps {
  private static final VectorSpecies<Float> S = FloatLanes.SPECIES;
  private static final VectorSpecies<Integer> INTS = FloatLanes.INTS;
  private static final int L = S.length();

  private VectorSteps() {}

  /** e^(x - shift). */
  static void exp(int n, float[] x, int xOffset, float shift, float[] out, int outOffset) {
    for (int i = 0; i < n; i += L) {
      FloatVector v = FloatVector.fromArray(S, x, xOffset + i).sub(shift);
      FloatVector z = v.fma(ScalarFunctions.LOG2E, ScalarFunctions.MAGIC);
      FloatVector whole = z.sub(ScalarFunctions.MAGIC);
      FloatVector r = whole.fma(FloatVector.broadcast(S, -ScalarFunctions.LN2_HIGH), v);
      r = whole.fma(FloatVector.broadcast(S, -ScalarFunctions.LN2_LOW), r);
      FloatVector p = r.fma(ScalarFunctions.E6, ScalarFunctions.E5);
      p = p.fma(r, FloatVector.broadcast(S, ScalarFunctions.E4));
      p = p.fma(r, FloatVector.broadcast(S, ScalarFunctions.E3));
      p = p.fma(r, FloatVector.broadcast(S, ScalarFunctions.E2));
      p = p.fma(r, FloatVector.broadcast(S, 1));
      p = p.fma(r, FloatVector.broadcast(S, 1));
      IntVector bits = p.reinterpretAsInts().add(z.reinterpretAsInts().lanewise(LSHL, 23));
      FloatVector small =
          bits.add(ScalarFunctions.EXPONENT_64).reinterpretAsFloats().mul(ScalarFunctions.TWO_M64);
      FloatVector y =
          bits.reinterpretAsFloats()
              .blend(small, v.compare(LT, ScalarFunctions.EXP_NORMAL))
              .blend(0, v.compare(LT, ScalarFunctions.EXP_MIN));
      v.add(Float.POSITIVE_INFINITY)
          .blend(y, v.compare(LE, ScalarFunctions.EXP_MAX))
          .intoArray(out, outOffset + i);
    }
  }

  /** Whether |x - shift| is at most EXP_INSIDE for all: no NaN, no overflow, no denormal result. */
  static boolean isInside(int n, float[] x, int xOffset, float shift) {
    IntVector most = IntVector.zero(INTS);
    for (int i = 0; i < n; i += L) {
      IntVector bits = FloatVector.fromArray(S, x, xOffset + i).sub(shift).reinterpretAsInts();
      most = bits.and(~ScalarFunctions.SIGN_BIT).max(most);
    }
    return !most.compare(GT, Float.floatToRawIntBits(ScalarFunctions.EXP_INSIDE)).anyTrue();
  }

  /** {@link #exp} without the cases that {@link #isInside} excludes. */
  static void expInside(int n, float[] x, int xOffset, float shift, float[] out, int outOffset) {
    for (int i = 0; i < n; i += L) {
      FloatVector v = FloatVector.fromArray(S, x, xOffset + i).sub(shift);
      FloatVector z = v.fma(ScalarFunctions.LOG2E, ScalarFunctions.MAGIC);
      FloatVector whole = z.sub(ScalarFunctions.MAGIC);
      FloatVector r = whole.fma(FloatVector.broadcast(S, -ScalarFunctions.LN2_HIGH), v);
      r = whole.fma(FloatVector.broadcast(S, -ScalarFunctions.LN2_LOW), r);
      FloatVector p = r.fma(ScalarFunctions.E6, ScalarFunctions.E5);
      p = p.fma(r, FloatVector.broadcast(S, ScalarFunctions.E4));
      p = p.fma(r, FloatVector.broadcast(S, ScalarFunctions.E3));
      p = p.fma(r, FloatVector.broadcast(S, ScalarFunctions.E2));
      p = p.fma(r, FloatVector.broadcast(S, 1));
      p = p.fma(r, FloatVector.broadcast(S, 1));
      p.reinterpretAsInts()
          .add(z.reinterpretAsInts().lanewise(LSHL, 23))
          .reinterpretAsFloats()
          .intoArray(out, outOffset + i);
    }
  }

  /** The sigmoid of values that {@link #isInside} with shift 0 lets through, and of NaN. */
  static void sigmoidInside(int n, float[] x, int xOffset, float[] out, int outOffset) {
    for (int i = 0; i < n; i += L) {
      FloatVector v = FloatVector.fromArray(S, x, xOffset + i);
      FloatVector z = v.fma(-ScalarFunctions.LOG2E, ScalarFunctions.MAGIC);
      FloatVector whole = z.sub(ScalarFunctions.MAGIC);
      FloatVector r = whole.fma(FloatVector.broadcast(S, ScalarFunctions.LN2_HIGH), v);
      r = whole.fma(FloatVector.broadcast(S, ScalarFunctions.LN2_LOW), r);
      FloatVector q = r.fma(ScalarFunctions.M6, -ScalarFunctions.M5);
      q = q.fma(r, FloatVector.broadcast(S, ScalarFunctions.M4));
      q = q.fma(r, FloatVector.broadcast(S, -ScalarFunctions.M3));
      q = q.fma(r, FloatVector.broadcast(S, ScalarFunctions.M2));
      q = q.fma(r.mul(r), r.neg());
      FloatVector s =
          z.reinterpretAsInts()
              .lanewise(LSHL, 23)
              .add(ScalarFunctions.EXPONENT_OF_ONE)
              .reinterpretAsFloats();
      FloatVector sum = s.add(1);
      FloatVector lost = s.sub(sum).add(1);
      FloatVector.broadcast(S, 1).div(s.fma(q, lost).add(sum)).intoArray(out, outOffset + i);
    }
  }

  /** The nearest values that {@link #sigmoidInside} takes. */
  static void clampInside(int n, float[] x, int xOffset, float[] out) {
    for (int i = 0; i < n; i += L) {
      FloatVector v = FloatVector.fromArray(S, x, xOffset + i);
      v.blend(ScalarFunctions.EXP_INSIDE, v.compare(GT, ScalarFunctions.EXP_INSIDE))
          .blend(-ScalarFunctions.EXP_INSIDE, v.compare(LT, -ScalarFunctions.EXP_INSIDE))
          .intoArray(out, i);
    }
  }

  /** The sigmoid of x from that of the clamped x and, for those below the range, from e^x. */
  static void sigmoidEnd(
      int n, float[] x, int xOffset, float[] clamped, float[] power, float[] out, int outOffset) {
    for (int i = 0; i < n; i += L) {
      FloatVector v = FloatVector.fromArray(S, x, xOffset + i);
      FloatVector.fromArray(S, clamped, i)
          .blend(FloatVector.fromArray(S, power, i), v.compare(LT, -ScalarFunctions.EXP_INSIDE))
          .intoArray(out, outOffset + i);
    }
  }

  static void expm1(int n, float[] x, int xOffset, float[] out, int outOffset) {
    for (int i = 0; i < n; i += L) {
      FloatVector v = FloatVector.fromArray(S, x, xOffset + i);
      FloatVector c = v.blend(ScalarFunctions.EXPM1_MIN, v.compare(LT, ScalarFunctions.EXPM1_MIN));
      FloatVector z = c.fma(ScalarFunctions.LOG2E, ScalarFunctions.MAGIC);
      FloatVector whole = z.sub(ScalarFunctions.MAGIC);
      FloatVector r = whole.fma(FloatVector.broadcast(S, -ScalarFunctions.LN2_HIGH), c);
      r = whole.fma(FloatVector.broadcast(S, -ScalarFunctions.LN2_LOW), r);
      FloatVector q = r.fma(ScalarFunctions.M6, ScalarFunctions.M5);
      q = q.fma(r, FloatVector.broadcast(S, ScalarFunctions.M4));
      q = q.fma(r, FloatVector.broadcast(S, ScalarFunctions.M3));
      q = q.fma(r, FloatVector.broadcast(S, ScalarFunctions.M2));
      FloatVector p = q.fma(r.mul(r), r);
      FloatVector s =
          z.reinterpretAsInts()
              .lanewise(LSHL, 23)
              .add(ScalarFunctions.EXPONENT_OF_HALF)
              .reinterpretAsFloats();
      FloatVector y = s.fma(p, s.sub(0.5f));
      y = y.add(y).blend(v, v.abs().compare(LT, ScalarFunctions.TINY));
      v.add(Float.POSITIVE_INFINITY)
          .blend(y, v.compare(LE, ScalarFunctions.EXP_MAX))
          .intoArray(out, outOffset + i);
    }
  }

  static void log(int n, float[] x, int xOffset, float[] out, int outOffset) {
    for (int i = 0; i < n; i += L) {
      FloatVector v = FloatVector.fromArray(S, x, xOffset + i);
      VectorMask<Float> denormal = v.compare(LT, Float.MIN_NORMAL);
      IntVector bits = v.blend(v.mul(ScalarFunctions.TWO_23), denormal).reinterpretAsInts();
      IntVector e = bits.sub(ScalarFunctions.TWO_THIRDS).lanewise(ASHR, 23);
      FloatVector f = bits.sub(e.lanewise(LSHL, 23)).reinterpretAsFloats().sub(1);
      FloatVector exponent = (FloatVector) e.convert(I2F, 0);
      exponent = exponent.blend(exponent.sub(23), denormal);
      FloatVector p = f.fma(ScalarFunctions.L9, ScalarFunctions.L8);
      p = p.fma(f, FloatVector.broadcast(S, ScalarFunctions.L7));
      p = p.fma(f, FloatVector.broadcast(S, ScalarFunctions.L6));
      p = p.fma(f, FloatVector.broadcast(S, ScalarFunctions.L5));
      p = p.fma(f, FloatVector.broadcast(S, ScalarFunctions.L4));
      p = p.fma(f, FloatVector.broadcast(S, ScalarFunctions.L3));
      p = p.fma(f, FloatVector.broadcast(S, ScalarFunctions.L2));
      p = p.fma(f, FloatVector.broadcast(S, -0.5f));
      FloatVector y = p.fma(f.mul(f), f);
      y = exponent.fma(FloatVector.broadcast(S, ScalarFunctions.LN2), y);
      v.blend(y, v.compare(LE, Float.MAX_VALUE))
          .blend(Float.NaN, v.compare(LT, 0))
          .blend(Float.NEGATIVE_INFINITY, v.compare(EQ, 0))
          .intoArray(out, outOffset + i);
    }
  }

  static void log1p(int n, float[] x, int xOffset, float[] out, int outOffset) {
    for (int i = 0; i < n; i += L) {
      FloatVector v = FloatVector.fromArray(S, x, xOffset + i);
      IntVector bits = v.add(1).reinterpretAsInts();
      IntVector e = bits.sub(ScalarFunctions.TWO_THIRDS).lanewise(ASHR, 23);
      FloatVector t = e.lanewise(LSHL, 23).neg().add(ScalarFunctions.FOUR).reinterpretAsFloats();
      FloatVector f = v.mul(0.25f).fma(t, t.fma(0.25f, -1));
      FloatVector p = f.fma(ScalarFunctions.L9, ScalarFunctions.L8);
      p = p.fma(f, FloatVector.broadcast(S, ScalarFunctions.L7));
      p = p.fma(f, FloatVector.broadcast(S, ScalarFunctions.L6));
      p = p.fma(f, FloatVector.broadcast(S, ScalarFunctions.L5));
      p = p.fma(f, FloatVector.broadcast(S, ScalarFunctions.L4));
      p = p.fma(f, FloatVector.broadcast(S, ScalarFunctions.L3));
      p = p.fma(f, FloatVector.broadcast(S, ScalarFunctions.L2));
      p = p.fma(f, FloatVector.broadcast(S, -0.5f));
      FloatVector y = p.fma(f.mul(f), f);
      FloatVector exponent = (FloatVector) e.convert(I2F, 0);
      y = exponent.fma(FloatVector.broadcast(S, ScalarFunctions.LN2), y);
      y = y.blend(v, v.abs().compare(LT, ScalarFunctions.TINY));
      v.blend(y, v.compare(LE, Float.MAX_VALUE))
          .blend(Float.NaN, v.compare(LT, -1))
          .blend(Float.NEGATIVE_INFINITY, v.compare(EQ, -1))
          .intoArray(out, outOffset + i);
    }
  }

  /** The sine of any number up to TRIG_MAX, or with a quarter of 1 the cosine. */
  static void sin(int n, float[] x, int xOffset, int quarter, float[] out, int outOffset) {
    int kept = quarter == 0 ? ScalarFunctions.SIGN_BIT : 0;
    for (int i = 0; i < n; i += L) {
      FloatVector v = FloatVector.fromArray(S, x, xOffset + i);
      FloatVector z = v.abs().fma(ScalarFunctions.TWO_BY_PI, ScalarFunctions.MAGIC);
      IntVector quadrant = z.reinterpretAsInts().add(quarter);
      FloatVector whole = z.sub(ScalarFunctions.MAGIC);
      FloatVector r = whole.fma(FloatVector.broadcast(S, -ScalarFunctions.PI_HALF_1), v.abs());
      r = whole.fma(FloatVector.broadcast(S, -ScalarFunctions.PI_HALF_2), r);
      r = whole.fma(FloatVector.broadcast(S, -ScalarFunctions.PI_HALF_3), r);
      FloatVector u = r.mul(r);
      FloatVector s = u.fma(ScalarFunctions.S7, ScalarFunctions.S5);
      s = s.fma(u, FloatVector.broadcast(S, ScalarFunctions.S3));
      s = s.fma(u.mul(r), r);
      FloatVector c = u.fma(ScalarFunctions.D8, ScalarFunctions.D6);
      c = c.fma(u, FloatVector.broadcast(S, ScalarFunctions.D4));
      c = c.fma(u, FloatVector.broadcast(S, -0.5f));
      c = c.fma(u, FloatVector.broadcast(S, 1));
      FloatVector y = s.blend(c, quadrant.and(1).compare(NE, 0).cast(S));
      IntVector sign = quadrant.lanewise(LSHL, 30).and(ScalarFunctions.SIGN_BIT);
      y.reinterpretAsInts()
          .lanewise(XOR, sign)
          .lanewise(XOR, v.reinterpretAsInts().and(kept))
          .reinterpretAsFloats()
          .intoArray(out, outOffset + i);
    }
  }

  static void tanh(int n, float[] x, int xOffset, float[] out, int outOffset) {
    for (int i = 0; i < n; i += L) {
      FloatVector v = FloatVector.fromArray(S, x, xOffset + i);
      FloatVector a = v.abs();
      FloatVector c = a.blend(ScalarFunctions.TANH_MAX, a.compare(GT, ScalarFunctions.TANH_MAX));
      FloatVector z =
          c.sub(ScalarFunctions.TANH_SHIFT).fma(ScalarFunctions.TANH_STEPS, ScalarFunctions.MAGIC);
      FloatVector whole = z.sub(ScalarFunctions.MAGIC);
      FloatVector h = whole.fma(FloatVector.broadcast(S, -ScalarFunctions.TANH_STEP), c);
      FloatVector u = h.mul(h);
      FloatVector t = u.fma(ScalarFunctions.H3, ScalarFunctions.H2);
      t = t.fma(u, FloatVector.broadcast(S, ScalarFunctions.H1)).fma(u, h.neg());
      FloatVector s =
          z.reinterpretAsInts()
              .lanewise(LSHL, 23)
              .add(ScalarFunctions.EXPONENT_OF_ONE)
              .reinterpretAsFloats();
      FloatVector half = s.fma(0.5f, -0.5f);
      FloatVector p = half.fma(t, s.fma(h, half));
      p.div(p.add(t).add(1))
          .reinterpretAsInts()
          .or(v.reinterpretAsInts().and(ScalarFunctions.SIGN_BIT))
          .reinterpretAsFloats()
          .intoArray(out, outOffset + i);
    }
  }

  /** The logarithm of 1 - erf(|x|) into z. */
  static void erfStart(int n, float[] x, int xOffset, float[] z) {
    for (int i = 0; i < n; i += L) {
      FloatVector a = FloatVector.fromArray(S, x, xOffset + i).abs();
      FloatVector c = a.blend(ScalarFunctions.ERF_MAX, a.compare(GT, ScalarFunctions.ERF_MAX));
      FloatVector p = c.fma(ScalarFunctions.C6, ScalarFunctions.C5);
      p = p.fma(c, FloatVector.broadcast(S, ScalarFunctions.C4));
      p = p.fma(c, FloatVector.broadcast(S, ScalarFunctions.C3));
      p = p.fma(c, FloatVector.broadcast(S, ScalarFunctions.C2));
      p = p.fma(c, FloatVector.broadcast(S, ScalarFunctions.C1));
      p.mul(c).neg().intoArray(z, i);
    }
  }

  /** erf(x) where z = 1 - erf(|x|) for |x| from ERF_SPLIT on. */
  static void erfEnd(int n, float[] x, int xOffset, float[] z, float[] out, int outOffset) {
    for (int i = 0; i < n; i += L) {
      FloatVector v = FloatVector.fromArray(S, x, xOffset + i);
      FloatVector a = v.abs();
      FloatVector u = a.mul(a);
      FloatVector p = u.fma(ScalarFunctions.R11, ScalarFunctions.R9);
      p = p.fma(u, FloatVector.broadcast(S, ScalarFunctions.R7));
      p = p.fma(u, FloatVector.broadcast(S, ScalarFunctions.R5));
      p = p.fma(u, FloatVector.broadcast(S, ScalarFunctions.R3));
      p = p.fma(u, FloatVector.broadcast(S, ScalarFunctions.R1));
      FloatVector large = FloatVector.broadcast(S, 1).sub(FloatVector.fromArray(S, z, i));
      FloatVector y = p.fma(a, a).blend(large, a.compare(GE, ScalarFunctions.ERF_SPLIT));
      y.reinterpretAsInts()
          .or(v.reinterpretAsInts().and(ScalarFunctions.SIGN_BIT))
          .reinterpretAsFloats()
          .intoArray(out, outOffset + i);
    }
  }
}
