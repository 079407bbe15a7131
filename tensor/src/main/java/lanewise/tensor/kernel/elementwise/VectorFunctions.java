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
import jdk.incubator.vector.VectorSpecies;
import lanewise.tensor.kernel.FloatLanes;

/**
 * Functions of a vector in single precision; the mirror of {@link ScalarFunctions}, where the
 * methods are described. Each stays below 325 bytecodes, the size up to which the compiler inlines
 * a hot method: a vector that is returned from a call is an object on the heap.
 */
final class VectorFunctions {
  private static final VectorSpecies<Float> S = FloatLanes.SPECIES;

  private VectorFunctions() {}

  private static FloatVector all(float value) {
    return FloatVector.broadcast(S, value);
  }

  private static FloatVector withSignOf(FloatVector x, FloatVector magnitude) {
    IntVector sign = x.reinterpretAsInts().and(ScalarFunctions.SIGN_BIT);
    return magnitude.reinterpretAsInts().or(sign).reinterpretAsFloats();
  }

  static FloatVector sign(FloatVector x) {
    return all(0).blend(1, x.compare(GT, 0)).blend(-1, x.compare(LT, 0)).blend(x, x.compare(NE, x));
  }

  static FloatVector round(FloatVector x) {
    FloatVector a = x.abs();
    FloatVector whole = a.add(ScalarFunctions.TWO_23).sub(ScalarFunctions.TWO_23);
    return withSignOf(x, a.blend(whole, a.compare(LT, ScalarFunctions.TWO_23)));
  }

  static FloatVector floor(FloatVector x) {
    FloatVector near = round(x);
    return near.blend(near.sub(1), near.compare(GT, x));
  }

  static FloatVector ceil(FloatVector x) {
    FloatVector near = round(x);
    return withSignOf(x, near.blend(near.add(1), near.compare(LT, x)));
  }

  static FloatVector relu(FloatVector x) {
    return x.blend(0, x.compare(LE, 0));
  }

  static FloatVector exp(FloatVector x) {
    FloatVector z = x.fma(ScalarFunctions.LOG2E, ScalarFunctions.MAGIC);
    FloatVector p = expOfRest(x, z);
    IntVector bits = p.reinterpretAsInts().add(z.reinterpretAsInts().lanewise(LSHL, 23));
    FloatVector small =
        bits.add(ScalarFunctions.EXPONENT_64).reinterpretAsFloats().mul(ScalarFunctions.TWO_M64);
    FloatVector y =
        bits.reinterpretAsFloats()
            .blend(small, x.compare(LT, ScalarFunctions.EXP_NORMAL))
            .blend(0, x.compare(LT, ScalarFunctions.EXP_MIN));
    return x.add(Float.POSITIVE_INFINITY).blend(y, x.compare(LE, ScalarFunctions.EXP_MAX));
  }

  /** e^x 2^-n, where z = n + MAGIC. */
  private static FloatVector expOfRest(FloatVector x, FloatVector z) {
    FloatVector r = rest(x, z);
    FloatVector p = r.fma(ScalarFunctions.E6, ScalarFunctions.E5);
    p = p.fma(r, all(ScalarFunctions.E4));
    p = p.fma(r, all(ScalarFunctions.E3));
    p = p.fma(r, all(ScalarFunctions.E2));
    p = p.fma(r, all(1));
    return p.fma(r, all(1));
  }

  /** x - n log(2), where z = n + MAGIC. */
  private static FloatVector rest(FloatVector x, FloatVector z) {
    FloatVector n = z.sub(ScalarFunctions.MAGIC);
    FloatVector r = n.fma(all(-ScalarFunctions.LN2_HIGH), x);
    return n.fma(all(-ScalarFunctions.LN2_LOW), r);
  }

  /** e^x where neither it nor 2^n leaves the normal range. */
  private static FloatVector expInRange(FloatVector x) {
    FloatVector z = x.fma(ScalarFunctions.LOG2E, ScalarFunctions.MAGIC);
    FloatVector p = expOfRest(x, z);
    IntVector shifted = z.reinterpretAsInts().lanewise(LSHL, 23);
    return p.reinterpretAsInts().add(shifted).reinterpretAsFloats();
  }

  static FloatVector expm1(FloatVector x) {
    FloatVector c = x.blend(ScalarFunctions.EXPM1_MIN, x.compare(LT, ScalarFunctions.EXPM1_MIN));
    FloatVector z = c.fma(ScalarFunctions.LOG2E, ScalarFunctions.MAGIC);
    FloatVector r = rest(c, z);
    FloatVector q = r.fma(ScalarFunctions.M6, ScalarFunctions.M5);
    q = q.fma(r, all(ScalarFunctions.M4));
    q = q.fma(r, all(ScalarFunctions.M3));
    q = q.fma(r, all(ScalarFunctions.M2));
    FloatVector p = q.fma(r.mul(r), r);
    IntVector half = z.reinterpretAsInts().lanewise(LSHL, 23).add(ScalarFunctions.EXPONENT_OF_HALF);
    FloatVector s = half.reinterpretAsFloats();
    FloatVector y = s.fma(p, s.sub(0.5f));
    y = y.add(y);
    y = y.blend(x, x.abs().compare(LT, ScalarFunctions.TINY));
    return x.add(Float.POSITIVE_INFINITY).blend(y, x.compare(LE, ScalarFunctions.EXP_MAX));
  }

  static FloatVector log(FloatVector x) {
    var denormal = x.compare(LT, Float.MIN_NORMAL);
    FloatVector scaled = x.blend(x.mul(ScalarFunctions.TWO_23), denormal);
    IntVector bits = scaled.reinterpretAsInts();
    IntVector e = bits.sub(ScalarFunctions.TWO_THIRDS).lanewise(ASHR, 23);
    FloatVector f = bits.sub(e.lanewise(LSHL, 23)).reinterpretAsFloats().sub(1);
    FloatVector exponent = (FloatVector) e.convert(I2F, 0);
    exponent = exponent.blend(exponent.sub(23), denormal);
    FloatVector y = logOfRest(f, exponent);
    y = x.blend(y, x.compare(LE, Float.MAX_VALUE));
    y = y.blend(Float.NaN, x.compare(LT, 0));
    return y.blend(Float.NEGATIVE_INFINITY, x.compare(EQ, 0));
  }

  /** log(1 + f) + exponent log(2). */
  private static FloatVector logOfRest(FloatVector f, FloatVector exponent) {
    FloatVector p = f.fma(ScalarFunctions.L9, ScalarFunctions.L8);
    p = p.fma(f, all(ScalarFunctions.L7));
    p = p.fma(f, all(ScalarFunctions.L6));
    p = p.fma(f, all(ScalarFunctions.L5));
    p = p.fma(f, all(ScalarFunctions.L4));
    p = p.fma(f, all(ScalarFunctions.L3));
    p = p.fma(f, all(ScalarFunctions.L2));
    p = p.fma(f, all(-0.5f));
    FloatVector y = p.fma(f.mul(f), f);
    return exponent.fma(all(ScalarFunctions.LN2), y);
  }

  static FloatVector log1p(FloatVector x) {
    IntVector bits = x.add(1).reinterpretAsInts();
    IntVector e = bits.sub(ScalarFunctions.TWO_THIRDS).lanewise(ASHR, 23);
    IntVector down = e.lanewise(LSHL, 23);
    FloatVector t = down.neg().add(ScalarFunctions.FOUR).reinterpretAsFloats();
    FloatVector f = x.mul(0.25f).fma(t, t.fma(0.25f, -1));
    FloatVector y = logOfRest(f, (FloatVector) e.convert(I2F, 0));
    y = y.blend(x, x.abs().compare(LT, ScalarFunctions.TINY));
    y = x.blend(y, x.compare(LE, Float.MAX_VALUE));
    y = y.blend(Float.NaN, x.compare(LT, -1));
    return y.blend(Float.NEGATIVE_INFINITY, x.compare(EQ, -1));
  }

  static FloatVector tanh(FloatVector x) {
    FloatVector a = x.abs();
    FloatVector c = a.blend(ScalarFunctions.TANH_MAX, a.compare(GT, ScalarFunctions.TANH_MAX));
    FloatVector e = expInRange(c.add(c)).add(1);
    FloatVector large = all(1).sub(all(2).div(e));
    FloatVector u = a.mul(a);
    FloatVector p = u.fma(ScalarFunctions.T9, ScalarFunctions.T7);
    p = p.fma(u, all(ScalarFunctions.T5));
    p = p.fma(u, all(ScalarFunctions.T3));
    FloatVector small = p.fma(u.mul(a), a);
    return withSignOf(x, small.blend(large, a.compare(GE, ScalarFunctions.TANH_SPLIT)));
  }

  static FloatVector sigmoid(FloatVector x) {
    FloatVector z = exp(x.abs().neg());
    FloatVector numerator = all(1).blend(z, x.compare(LT, 0));
    return numerator.div(z.add(1));
  }

  static FloatVector erf(FloatVector x) {
    FloatVector a = x.abs();
    FloatVector u = a.mul(a);
    FloatVector p = u.fma(ScalarFunctions.R11, ScalarFunctions.R9);
    p = p.fma(u, all(ScalarFunctions.R7));
    p = p.fma(u, all(ScalarFunctions.R5));
    p = p.fma(u, all(ScalarFunctions.R3));
    p = p.fma(u, all(ScalarFunctions.R1));
    FloatVector small = p.fma(a, a);
    return withSignOf(x, small.blend(erfLarge(a), a.compare(GE, ScalarFunctions.ERF_SPLIT)));
  }

  /** erf(a) for a from ERF_SPLIT on. */
  private static FloatVector erfLarge(FloatVector a) {
    FloatVector c = a.blend(ScalarFunctions.ERF_MAX, a.compare(GT, ScalarFunctions.ERF_MAX));
    FloatVector p = c.fma(ScalarFunctions.C6, ScalarFunctions.C5);
    p = p.fma(c, all(ScalarFunctions.C4));
    p = p.fma(c, all(ScalarFunctions.C3));
    p = p.fma(c, all(ScalarFunctions.C2));
    p = p.fma(c, all(ScalarFunctions.C1));
    return all(1).sub(expInRange(p.mul(c).neg()));
  }

  static FloatVector sin(FloatVector x) {
    FloatVector a = x.abs();
    FloatVector z = a.fma(ScalarFunctions.TWO_BY_PI, ScalarFunctions.MAGIC);
    FloatVector y = sinOfRest(a, z, z.reinterpretAsInts());
    IntVector sign = x.reinterpretAsInts().and(ScalarFunctions.SIGN_BIT);
    return y.reinterpretAsInts().lanewise(XOR, sign).reinterpretAsFloats();
  }

  static FloatVector cos(FloatVector x) {
    FloatVector a = x.abs();
    FloatVector z = a.fma(ScalarFunctions.TWO_BY_PI, ScalarFunctions.MAGIC);
    return sinOfRest(a, z, z.reinterpretAsInts().add(1));
  }

  /** sin(a - n pi / 2 + quadrant pi / 2), where z = n + MAGIC. */
  private static FloatVector sinOfRest(FloatVector a, FloatVector z, IntVector quadrant) {
    FloatVector n = z.sub(ScalarFunctions.MAGIC);
    FloatVector r = n.fma(all(-ScalarFunctions.PI_HALF_1), a);
    r = n.fma(all(-ScalarFunctions.PI_HALF_2), r);
    r = n.fma(all(-ScalarFunctions.PI_HALF_3), r);
    FloatVector u = r.mul(r);
    FloatVector s = u.fma(ScalarFunctions.S7, ScalarFunctions.S5);
    s = s.fma(u, all(ScalarFunctions.S3));
    s = s.fma(u.mul(r), r);
    FloatVector c = u.fma(ScalarFunctions.D8, ScalarFunctions.D6);
    c = c.fma(u, all(ScalarFunctions.D4));
    c = c.fma(u, all(-0.5f));
    c = c.fma(u, all(1));
    FloatVector y = s.blend(c, quadrant.and(1).compare(NE, 0).cast(S));
    IntVector sign = quadrant.lanewise(LSHL, 30).and(ScalarFunctions.SIGN_BIT);
    return y.reinterpretAsInts().lanewise(XOR, sign).reinterpretAsFloats();
  }
}
