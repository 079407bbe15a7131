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
 * Functions of a vector in double precision; the mirror of {@link ScalarWideFunctions}, where the
 * methods are described.
 */
final class VectorWideFunctions {
  /** Doubles in a vector of the chosen width. */
  static final VectorSpecies<Double> D =
      VectorSpecies.of(double.class, FloatLanes.SPECIES.vectorShape());

  private VectorWideFunctions() {}

  private static DoubleVector all(double value) {
    return DoubleVector.broadcast(D, value);
  }

  static DoubleVector exp(DoubleVector x) {
    DoubleVector c =
        x.blend(-ScalarWideFunctions.EXP_RANGE, x.compare(LT, -ScalarWideFunctions.EXP_RANGE));
    c = c.blend(ScalarWideFunctions.EXP_RANGE, c.compare(GT, ScalarWideFunctions.EXP_RANGE));
    DoubleVector z = c.fma(ScalarWideFunctions.LOG2E, ScalarWideFunctions.MAGIC);
    DoubleVector r = z.sub(ScalarWideFunctions.MAGIC).fma(all(-ScalarWideFunctions.LN2), c);
    DoubleVector p = r.fma(ScalarWideFunctions.E8, ScalarWideFunctions.E7);
    p = p.fma(r, all(ScalarWideFunctions.E6));
    p = p.fma(r, all(ScalarWideFunctions.E5));
    p = p.fma(r, all(ScalarWideFunctions.E4));
    p = p.fma(r, all(ScalarWideFunctions.E3));
    p = p.fma(r, all(ScalarWideFunctions.E2));
    p = p.fma(r, all(1));
    p = p.fma(r, all(1));
    LongVector shifted = z.reinterpretAsLongs().lanewise(LSHL, 52);
    DoubleVector y = p.reinterpretAsLongs().add(shifted).reinterpretAsDoubles();
    return y.blend(x, x.compare(NE, x));
  }

  static DoubleVector log(DoubleVector x) {
    LongVector bits = x.reinterpretAsLongs();
    LongVector e = bits.sub(ScalarWideFunctions.TWO_THIRDS).lanewise(ASHR, 52);
    DoubleVector f = bits.sub(e.lanewise(LSHL, 52)).reinterpretAsDoubles().sub(1);
    DoubleVector s = f.div(f.add(2));
    DoubleVector u = s.mul(s);
    DoubleVector p = u.fma(ScalarWideFunctions.L13, ScalarWideFunctions.L11);
    p = p.fma(u, all(ScalarWideFunctions.L9));
    p = p.fma(u, all(ScalarWideFunctions.L7));
    p = p.fma(u, all(ScalarWideFunctions.L5));
    p = p.fma(u, all(ScalarWideFunctions.L3));
    DoubleVector y = p.fma(u.mul(s), s.add(s));
    DoubleVector exponent =
        e.add(ScalarWideFunctions.MAGIC_BITS).reinterpretAsDoubles().sub(ScalarWideFunctions.MAGIC);
    return exponent.fma(all(ScalarWideFunctions.LN2), y);
  }

  static DoubleVector gelu(DoubleVector x) {
    DoubleVector c =
        x.blend(-ScalarWideFunctions.GELU_RANGE, x.compare(LT, -ScalarWideFunctions.GELU_RANGE));
    DoubleVector a = c.abs();
    DoubleVector t =
        a.blend(ScalarWideFunctions.GELU_RANGE, a.compare(GT, ScalarWideFunctions.GELU_RANGE));
    DoubleVector tail = exp(t.mul(t).mul(-0.5)).mul(phi(t));
    return c.mul(all(1).sub(tail).blend(tail, c.compare(LT, 0)));
  }

  /** Phi(-t) e^(t^2 / 2). */
  private static DoubleVector phi(DoubleVector t) {
    DoubleVector q = t.sub(ScalarWideFunctions.PHI_MID).div(t.add(ScalarWideFunctions.PHI_MID));
    DoubleVector p = q.fma(ScalarWideFunctions.P11, ScalarWideFunctions.P10);
    p = p.fma(q, all(ScalarWideFunctions.P9));
    p = p.fma(q, all(ScalarWideFunctions.P8));
    p = p.fma(q, all(ScalarWideFunctions.P7));
    p = p.fma(q, all(ScalarWideFunctions.P6));
    p = p.fma(q, all(ScalarWideFunctions.P5));
    p = p.fma(q, all(ScalarWideFunctions.P4));
    p = p.fma(q, all(ScalarWideFunctions.P3));
    p = p.fma(q, all(ScalarWideFunctions.P2));
    p = p.fma(q, all(ScalarWideFunctions.P1));
    return p.fma(q, all(ScalarWideFunctions.P0));
  }

  static DoubleVector geluTanh(DoubleVector x) {
    DoubleVector c =
        x.blend(-ScalarWideFunctions.GELU_RANGE, x.compare(LT, -ScalarWideFunctions.GELU_RANGE));
    DoubleVector t =
        c.blend(ScalarWideFunctions.GELU_RANGE, c.compare(GT, ScalarWideFunctions.GELU_RANGE));
    DoubleVector v =
        t.mul(t)
            .mul(t)
            .fma(all(ScalarWideFunctions.GELU_CUBIC), t)
            .mul(ScalarWideFunctions.GELU_SCALE);
    return c.div(exp(v).add(1));
  }

  static DoubleVector silu(DoubleVector x) {
    DoubleVector c =
        x.blend(ScalarWideFunctions.SILU_MIN, x.compare(LT, ScalarWideFunctions.SILU_MIN));
    return c.div(exp(c.neg()).add(1));
  }

  static DoubleVector softplus(DoubleVector x) {
    DoubleVector z = exp(x.abs().neg());
    DoubleVector y = log(z.add(1)).blend(z, z.compare(LT, ScalarWideFunctions.TINY));
    return x.blend(0, x.compare(LT, 0)).add(y);
  }

  static DoubleVector pow(DoubleVector x, DoubleVector y) {
    DoubleVector a = x.abs();
    DoubleVector logarithm = log(a).blend(Double.NEGATIVE_INFINITY, a.compare(EQ, 0));
    logarithm = a.blend(logarithm, a.compare(LE, Float.MAX_VALUE));
    DoubleVector power =
        exp(logarithm.mul(y)).blend(x.mul(x), y.compare(EQ, 2)).blend(a, y.compare(EQ, 1));
    return powSpecial(x, y, power);
  }

  /** Gives |x|^y its sign and puts in the special cases. */
  private static DoubleVector powSpecial(DoubleVector x, DoubleVector y, DoubleVector power) {
    DoubleVector c = y.blend(-ScalarWideFunctions.EVEN, y.compare(LT, -ScalarWideFunctions.EVEN));
    c = c.blend(ScalarWideFunctions.EVEN, c.compare(GT, ScalarWideFunctions.EVEN));
    DoubleVector half = c.mul(0.5);
    VectorMask<Double> whole = rounded(c).compare(EQ, c);
    VectorMask<Double> odd = whole.and(rounded(half).compare(NE, half));
    VectorMask<Double> negative = x.reinterpretAsLongs().compare(LT, 0).cast(D);
    VectorMask<Double> undefined =
        x.compare(LT, 0).and(x.compare(GE, -Float.MAX_VALUE)).andNot(whole);
    VectorMask<Double> unit = x.compare(EQ, -1).and(y.abs().compare(EQ, Double.POSITIVE_INFINITY));
    DoubleVector signed = power.blend(power.neg(), odd.and(negative));
    return signed
        .blend(Double.NaN, undefined)
        .blend(y, y.compare(NE, y))
        .blend(1, unit)
        .blend(1, x.compare(EQ, 1).or(y.compare(EQ, 0)));
  }

  private static DoubleVector rounded(DoubleVector x) {
    return x.add(ScalarWideFunctions.MAGIC).sub(ScalarWideFunctions.MAGIC);
  }
}
