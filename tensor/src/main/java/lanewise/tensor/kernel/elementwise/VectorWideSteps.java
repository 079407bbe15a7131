package lanewise.tensor.kernel.elementwise;

import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.EQ;
import static jdk.incubator.vector.VectorOperators.GE;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LE;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LT;
import static jdk.incubator.vector.VectorOperators.NE;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;
import lanewise.tensor.kernel.FloatLanes;

/**
 * The functions of {@link ScalarWideFunctions} in steps, each a loop over a short array of doubles
 * in the first-level cache. One loop for a whole function would have more vector operations than
 * the compiler takes into one method; it would leave the rest as calls, each vector an object. For
 * the same reason no method here takes or returns a vector: whether such a helper is inlined hangs
 * on which of the two is compiled first.
 *
 * <p>Every method handles the elements below n, rounded up to whole vectors.
 */
final class VectorWideSteps {
  private static final VectorSpecies<Double> D =
      VectorSpecies.of(double.class, FloatLanes.SPECIES.vectorShape());
  private static final int L = D.length();

  private VectorWideSteps() {}

  /** x = e^x. */
  static void exp(int n, double[] x) {
    for (int i = 0; i < n; i += L) {
      DoubleVector v = DoubleVector.fromArray(D, x, i);
      DoubleVector c =
          v.blend(-ScalarWideFunctions.EXP_RANGE, v.compare(LT, -ScalarWideFunctions.EXP_RANGE));
      c = c.blend(ScalarWideFunctions.EXP_RANGE, c.compare(GT, ScalarWideFunctions.EXP_RANGE));
      DoubleVector z = c.fma(ScalarWideFunctions.LOG2E, ScalarWideFunctions.MAGIC);
      DoubleVector r =
          z.sub(ScalarWideFunctions.MAGIC)
              .fma(DoubleVector.broadcast(D, -ScalarWideFunctions.LN2), c);
      DoubleVector p = r.fma(ScalarWideFunctions.E8, ScalarWideFunctions.E7);
      p = p.fma(r, DoubleVector.broadcast(D, ScalarWideFunctions.E6));
      p = p.fma(r, DoubleVector.broadcast(D, ScalarWideFunctions.E5));
      p = p.fma(r, DoubleVector.broadcast(D, ScalarWideFunctions.E4));
      p = p.fma(r, DoubleVector.broadcast(D, ScalarWideFunctions.E3));
      p = p.fma(r, DoubleVector.broadcast(D, ScalarWideFunctions.E2));
      p = p.fma(r, DoubleVector.broadcast(D, 1));
      p = p.fma(r, DoubleVector.broadcast(D, 1));
      LongVector shifted = z.reinterpretAsLongs().lanewise(LSHL, 52);
      DoubleVector y = p.reinterpretAsLongs().add(shifted).reinterpretAsDoubles();
      y.blend(v, v.compare(NE, v)).intoArray(x, i);
    }
  }

  /** x = log(x) for positive normal numbers. */
  static void log(int n, double[] x) {
    for (int i = 0; i < n; i += L) {
      LongVector bits = DoubleVector.fromArray(D, x, i).reinterpretAsLongs();
      LongVector e = bits.sub(ScalarWideFunctions.TWO_THIRDS).lanewise(ASHR, 52);
      DoubleVector f = bits.sub(e.lanewise(LSHL, 52)).reinterpretAsDoubles().sub(1);
      DoubleVector s = f.div(f.add(2));
      DoubleVector u = s.mul(s);
      DoubleVector p = u.fma(ScalarWideFunctions.L13, ScalarWideFunctions.L11);
      p = p.fma(u, DoubleVector.broadcast(D, ScalarWideFunctions.L9));
      p = p.fma(u, DoubleVector.broadcast(D, ScalarWideFunctions.L7));
      p = p.fma(u, DoubleVector.broadcast(D, ScalarWideFunctions.L5));
      p = p.fma(u, DoubleVector.broadcast(D, ScalarWideFunctions.L3));
      DoubleVector y = p.fma(u.mul(s), s.add(s));
      DoubleVector exponent =
          e.add(ScalarWideFunctions.MAGIC_BITS)
              .reinterpretAsDoubles()
              .sub(ScalarWideFunctions.MAGIC);
      exponent.fma(DoubleVector.broadcast(D, ScalarWideFunctions.LN2), y).intoArray(x, i);
    }
  }

  /** x is clamped from below, a = -t^2 / 2 with t = |x| clamped. */
  static void geluStart(int n, double[] x, double[] a) {
    for (int i = 0; i < n; i += L) {
      DoubleVector v = DoubleVector.fromArray(D, x, i);
      DoubleVector c =
          v.blend(-ScalarWideFunctions.GELU_RANGE, v.compare(LT, -ScalarWideFunctions.GELU_RANGE));
      DoubleVector b = c.abs();
      DoubleVector t =
          b.blend(ScalarWideFunctions.GELU_RANGE, b.compare(GT, ScalarWideFunctions.GELU_RANGE));
      c.intoArray(x, i);
      t.mul(t).mul(-0.5).intoArray(a, i);
    }
  }

  /** b = Phi(-t) e^(t^2 / 2) with t = |x| clamped. */
  static void phi(int n, double[] x, double[] b) {
    for (int i = 0; i < n; i += L) {
      DoubleVector a = DoubleVector.fromArray(D, x, i).abs();
      DoubleVector t =
          a.blend(ScalarWideFunctions.GELU_RANGE, a.compare(GT, ScalarWideFunctions.GELU_RANGE));
      DoubleVector q = t.sub(ScalarWideFunctions.PHI_MID).div(t.add(ScalarWideFunctions.PHI_MID));
      DoubleVector p = q.fma(ScalarWideFunctions.P11, ScalarWideFunctions.P10);
      p = p.fma(q, DoubleVector.broadcast(D, ScalarWideFunctions.P9));
      p = p.fma(q, DoubleVector.broadcast(D, ScalarWideFunctions.P8));
      p = p.fma(q, DoubleVector.broadcast(D, ScalarWideFunctions.P7));
      p = p.fma(q, DoubleVector.broadcast(D, ScalarWideFunctions.P6));
      p = p.fma(q, DoubleVector.broadcast(D, ScalarWideFunctions.P5));
      p = p.fma(q, DoubleVector.broadcast(D, ScalarWideFunctions.P4));
      p = p.fma(q, DoubleVector.broadcast(D, ScalarWideFunctions.P3));
      p = p.fma(q, DoubleVector.broadcast(D, ScalarWideFunctions.P2));
      p = p.fma(q, DoubleVector.broadcast(D, ScalarWideFunctions.P1));
      p.fma(q, DoubleVector.broadcast(D, ScalarWideFunctions.P0)).intoArray(b, i);
    }
  }

  /** x = x Phi(x), where a b is the tail Phi(-|x|). */
  static void geluEnd(int n, double[] x, double[] a, double[] b) {
    for (int i = 0; i < n; i += L) {
      DoubleVector c = DoubleVector.fromArray(D, x, i);
      DoubleVector tail = DoubleVector.fromArray(D, a, i).mul(DoubleVector.fromArray(D, b, i));
      c.mul(DoubleVector.broadcast(D, 1).sub(tail).blend(tail, c.compare(LT, 0))).intoArray(x, i);
    }
  }

  /** x is clamped from below, a = -2 u. */
  static void geluTanhStart(int n, double[] x, double[] a) {
    for (int i = 0; i < n; i += L) {
      DoubleVector v = DoubleVector.fromArray(D, x, i);
      DoubleVector c =
          v.blend(-ScalarWideFunctions.GELU_RANGE, v.compare(LT, -ScalarWideFunctions.GELU_RANGE));
      DoubleVector t =
          c.blend(ScalarWideFunctions.GELU_RANGE, c.compare(GT, ScalarWideFunctions.GELU_RANGE));
      DoubleVector u =
          t.mul(t).mul(t).fma(DoubleVector.broadcast(D, ScalarWideFunctions.GELU_CUBIC), t);
      c.intoArray(x, i);
      u.mul(ScalarWideFunctions.GELU_SCALE).intoArray(a, i);
    }
  }

  /** x is clamped from below, a = -x. */
  static void siluStart(int n, double[] x, double[] a) {
    for (int i = 0; i < n; i += L) {
      DoubleVector v = DoubleVector.fromArray(D, x, i);
      DoubleVector c =
          v.blend(ScalarWideFunctions.SILU_MIN, v.compare(LT, ScalarWideFunctions.SILU_MIN));
      c.intoArray(x, i);
      c.neg().intoArray(a, i);
    }
  }

  /** x = x / (a + 1). */
  static void overOnePlus(int n, double[] x, double[] a) {
    for (int i = 0; i < n; i += L) {
      DoubleVector.fromArray(D, x, i).div(DoubleVector.fromArray(D, a, i).add(1)).intoArray(x, i);
    }
  }

  /** a = -|x|. */
  static void negativeMagnitude(int n, double[] x, double[] a) {
    for (int i = 0; i < n; i += L) {
      DoubleVector.fromArray(D, x, i).abs().neg().intoArray(a, i);
    }
  }

  /** b = a + 1. */
  static void onePlus(int n, double[] a, double[] b) {
    for (int i = 0; i < n; i += L) {
      DoubleVector.fromArray(D, a, i).add(1).intoArray(b, i);
    }
  }

  /** x = max(x, 0) + log(1 + a), where b is that logarithm unless a is tiny. */
  static void softplusEnd(int n, double[] x, double[] a, double[] b) {
    for (int i = 0; i < n; i += L) {
      DoubleVector v = DoubleVector.fromArray(D, x, i);
      DoubleVector z = DoubleVector.fromArray(D, a, i);
      DoubleVector y =
          DoubleVector.fromArray(D, b, i).blend(z, z.compare(LT, ScalarWideFunctions.TINY));
      v.blend(0, v.compare(LT, 0)).add(y).intoArray(x, i);
    }
  }

  /** a = |x|. */
  static void magnitude(int n, double[] x, double[] a) {
    for (int i = 0; i < n; i += L) {
      DoubleVector.fromArray(D, x, i).abs().intoArray(a, i);
    }
  }

  /** a = y log|x|, where a is log|x| unless x is 0 or not finite. */
  static void powExponent(int n, double[] x, double[] y, double[] a) {
    for (int i = 0; i < n; i += L) {
      DoubleVector m = DoubleVector.fromArray(D, x, i).abs();
      DoubleVector log =
          DoubleVector.fromArray(D, a, i).blend(Double.NEGATIVE_INFINITY, m.compare(EQ, 0));
      m.blend(log, m.compare(LE, Float.MAX_VALUE))
          .mul(DoubleVector.fromArray(D, y, i))
          .intoArray(a, i);
    }
  }

  /** The exact squares and first powers into a. */
  static void powExact(int n, double[] x, double[] y, double[] a) {
    for (int i = 0; i < n; i += L) {
      DoubleVector v = DoubleVector.fromArray(D, x, i);
      DoubleVector w = DoubleVector.fromArray(D, y, i);
      DoubleVector.fromArray(D, a, i)
          .blend(v.mul(v), w.compare(EQ, 2))
          .blend(v.abs(), w.compare(EQ, 1))
          .intoArray(a, i);
    }
  }

  /** Gives a = |x|^y its sign; NaN for negative x where y is not whole. */
  static void powSign(int n, double[] x, double[] y, double[] a) {
    for (int i = 0; i < n; i += L) {
      DoubleVector v = DoubleVector.fromArray(D, x, i);
      DoubleVector w = DoubleVector.fromArray(D, y, i);
      DoubleVector c = w.blend(-ScalarWideFunctions.EVEN, w.compare(LT, -ScalarWideFunctions.EVEN));
      c = c.blend(ScalarWideFunctions.EVEN, c.compare(GT, ScalarWideFunctions.EVEN));
      DoubleVector half = c.mul(0.5);
      DoubleVector near = c.add(ScalarWideFunctions.MAGIC).sub(ScalarWideFunctions.MAGIC);
      DoubleVector even = half.add(ScalarWideFunctions.MAGIC).sub(ScalarWideFunctions.MAGIC);
      VectorMask<Double> whole = near.compare(EQ, c);
      VectorMask<Double> odd = whole.and(even.compare(NE, half));
      VectorMask<Double> negative = v.reinterpretAsLongs().compare(LT, 0).cast(D);
      VectorMask<Double> undefined =
          v.compare(LT, 0).and(v.compare(GE, -Float.MAX_VALUE)).andNot(whole);
      DoubleVector power = DoubleVector.fromArray(D, a, i);
      power.blend(power.neg(), odd.and(negative)).blend(Double.NaN, undefined).intoArray(a, i);
    }
  }

  /** The powers that do not depend on one of the operands into a. */
  static void powSpecial(int n, double[] x, double[] y, double[] a) {
    for (int i = 0; i < n; i += L) {
      DoubleVector v = DoubleVector.fromArray(D, x, i);
      DoubleVector w = DoubleVector.fromArray(D, y, i);
      VectorMask<Double> unit =
          v.compare(EQ, -1).and(w.abs().compare(EQ, Double.POSITIVE_INFINITY));
      DoubleVector.fromArray(D, a, i)
          .blend(w, w.compare(NE, w))
          .blend(1, unit)
          .blend(1, v.compare(EQ, 1).or(w.compare(EQ, 0)))
          .intoArray(a, i);
    }
  }
}
