package lanewise.tensor.kernel.elementwise;

import static java.lang.Double.doubleToRawLongBits;
import static java.lang.Double.longBitsToDouble;
import static java.lang.Math.abs;
import static java.lang.Math.fma;

/**
 * Functions that take double precision inside, because their result magnifies the error of a step:
 * the tails of the activations for large negative x, and powers. Each is a fixed sequence of
 * exactly rounded operations that {@link VectorWideSteps} repeats lane by lane.
 *
 * <p>At minus infinity the activations give their limit, -0 or 0.
 */
final class ScalarWideFunctions {
  static final double MAGIC = 0x1.8p52;
  static final long MAGIC_BITS = doubleToRawLongBits(MAGIC);
  static final double LOG2E = 1.4426950408889634;
  static final double LN2 = 0.6931471805599453;
  static final double EXP_RANGE = 700;

  /** e^r = 1 + r + E2 r^2 + … */
  static final double E2 = 0.5000000000429041;

  static final double E3 = 0.1666666678490236;
  static final double E4 = 0.04166666439622335;
  static final double E5 = 0.008333281673726371;
  static final double E6 = 0.0013889197933190638;
  static final double E7 = 0.00019909027204261269;
  static final double E8 = 2.4708168141323975e-05;

  /** log((1 + s) / (1 - s)) = 2 s + L3 s^3 + … */
  static final double L3 = 0.6666666666613159;

  static final double L5 = 0.4000000025737302;
  static final double L7 = 0.28571387393995884;
  static final double L9 = 0.22225244299291042;
  static final double L11 = 0.18070224991574052;
  static final double L13 = 0.1738654224523177;
  static final long TWO_THIRDS = doubleToRawLongBits(2.0 / 3);

  /** Below it log(1 + z) is z. */
  static final double TINY = 0x1p-27;

  /** Phi(-t) e^(t^2 / 2) = P0 + P1 q + … with q = (t - PHI_MID) / (t + PHI_MID). */
  static final double PHI_MID = 3.5;

  static final double P0 = 0.10634515361332302;
  static final double P1 = -0.18713969725153337;
  static final double P2 = 0.1258552552469082;
  static final double P3 = -0.06163947542094187;
  static final double P4 = 0.019065556303469233;
  static final double P5 = -0.0015609701003872587;
  static final double P6 = -0.001380871110141347;
  static final double P7 = 0.00038872444933517547;
  static final double P8 = 0.0001313219769863198;
  static final double P9 = -5.120455721705437e-05;
  static final double P10 = -1.7530269607643478e-05;
  static final double P11 = 1.5091061954381242e-06;

  /** Beyond it the activations have reached their limits. */
  static final double GELU_RANGE = 15;

  static final double SILU_MIN = -200;
  static final double GELU_SCALE = -2 * 0.7978845608028654;
  static final double GELU_CUBIC = 0.044715;

  /** Exponents from it on are even whole numbers. */
  static final double EVEN = 0x1p30;

  private ScalarWideFunctions() {}

  private static double clamp(double x, double low, double high) {
    double c = x < low ? low : x;
    return c > high ? high : c;
  }

  /** e^x for |x| up to EXP_RANGE, e^EXP_RANGE or its inverse beyond; NaN gives NaN. */
  static double exp(double x) {
    if (Double.isNaN(x)) {
      return x;
    }
    double c = clamp(x, -EXP_RANGE, EXP_RANGE);
    double z = fma(c, LOG2E, MAGIC);
    double r = fma(z - MAGIC, -LN2, c);
    double p = fma(r, E8, E7);
    p = fma(p, r, E6);
    p = fma(p, r, E5);
    p = fma(p, r, E4);
    p = fma(p, r, E3);
    p = fma(p, r, E2);
    p = fma(p, r, 1);
    p = fma(p, r, 1);
    return longBitsToDouble(doubleToRawLongBits(p) + (doubleToRawLongBits(z) << 52));
  }

  /** The logarithm of a positive normal number. */
  static double log(double x) {
    long bits = doubleToRawLongBits(x);
    long e = (bits - TWO_THIRDS) >> 52;
    double f = longBitsToDouble(bits - (e << 52)) - 1;
    double s = f / (f + 2);
    double u = s * s;
    double p = fma(u, L13, L11);
    p = fma(p, u, L9);
    p = fma(p, u, L7);
    p = fma(p, u, L5);
    p = fma(p, u, L3);
    double y = fma(p, u * s, s + s);
    double exponent = longBitsToDouble(e + MAGIC_BITS) - MAGIC;
    return fma(exponent, LN2, y);
  }

  static double gelu(double x) {
    double c = x < -GELU_RANGE ? -GELU_RANGE : x;
    double t = abs(c) > GELU_RANGE ? GELU_RANGE : abs(c);
    double q = (t - PHI_MID) / (t + PHI_MID);
    double p = fma(q, P11, P10);
    p = fma(p, q, P9);
    p = fma(p, q, P8);
    p = fma(p, q, P7);
    p = fma(p, q, P6);
    p = fma(p, q, P5);
    p = fma(p, q, P4);
    p = fma(p, q, P3);
    p = fma(p, q, P2);
    p = fma(p, q, P1);
    p = fma(p, q, P0);
    double tail = exp(t * t * -0.5) * p;
    return c * (c < 0 ? tail : 1 - tail);
  }

  static double geluTanh(double x) {
    double c = x < -GELU_RANGE ? -GELU_RANGE : x;
    double t = c > GELU_RANGE ? GELU_RANGE : c;
    double v = fma(t * t * t, GELU_CUBIC, t) * GELU_SCALE;
    return c / (exp(v) + 1);
  }

  static double silu(double x) {
    double c = x < SILU_MIN ? SILU_MIN : x;
    return c / (exp(-c) + 1);
  }

  static double softplus(double x) {
    double z = exp(-abs(x));
    double y = z < TINY ? z : log(z + 1);
    return (x < 0 ? 0 : x) + y;
  }

  /** IEEE 754's pow; both operands are floats. */
  static double pow(double x, double y) {
    double a = abs(x);
    double logarithm = log(a);
    logarithm = a == 0 ? Double.NEGATIVE_INFINITY : logarithm;
    logarithm = a <= Float.MAX_VALUE ? logarithm : a;
    double power = exp(logarithm * y);
    power = y == 2 ? x * x : power;
    power = y == 1 ? a : power;
    double c = clamp(y, -EVEN, EVEN);
    double half = c * 0.5;
    boolean whole = (c + MAGIC) - MAGIC == c;
    boolean even = (half + MAGIC) - MAGIC == half;
    boolean odd = whole && !even;
    boolean negative = doubleToRawLongBits(x) < 0;
    power = odd && negative ? -power : power;
    power = x < 0 && x >= -Float.MAX_VALUE && !whole ? Double.NaN : power;
    power = Double.isNaN(y) ? y : power;
    power = x == -1 && abs(y) == Double.POSITIVE_INFINITY ? 1 : power;
    return x == 1 || y == 0 ? 1 : power;
  }
}
