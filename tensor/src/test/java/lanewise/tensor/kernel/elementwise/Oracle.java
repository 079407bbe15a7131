package lanewise.tensor.kernel.elementwise;

import java.math.BigDecimal;

/** The functions in double precision; {@link HighPrecision} bears witness to their digits. */
final class Oracle {
  private Oracle() {}

  static double unary(UnaryOp op, double x) {
    return switch (op) {
      case NEG -> -x;
      case ABS -> Math.abs(x);
      case SIGN -> Math.signum(x) + 0.0;
      case SQUARE -> x * x;
      case SQRT -> Math.sqrt(x);
      case RSQRT -> 1 / Math.sqrt(x);
      case RECIPROCAL -> 1 / x;
      case FLOOR -> Math.floor(x);
      case CEIL -> Math.ceil(x);
      case ROUND -> Math.rint(x);
      case RELU -> x <= 0 ? 0 : x;
      case EXP -> StrictMath.exp(x);
      case EXPM1 -> StrictMath.expm1(x);
      case LOG -> StrictMath.log(x);
      case LOG1P -> StrictMath.log1p(x);
      case SIN -> Math.abs(x) < LARGE ? StrictMath.sin(x) : sinOfLarge(x);
      case COS -> Math.abs(x) < LARGE ? StrictMath.cos(x) : cosOfLarge(x);
      case TANH -> StrictMath.tanh(x);
      case SIGMOID -> sigmoid(x);
      case ERF -> erf(x);
      case GELU -> timesProbability(x, x > 0 ? 1 - erfc(x / SQRT2) / 2 : erfc(-x / SQRT2) / 2);
      case GELU_TANH ->
          timesProbability(x, sigmoid(2 * Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)));
      case SOFTPLUS -> Math.max(x, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(x)));
      case SILU -> timesProbability(x, sigmoid(x));
    };
  }

  private static final double SQRT2 = Math.sqrt(2);
  private static final double ROOT_PI = Math.sqrt(Math.PI);

  /** Sines and cosines from here on are reduced here; the exponent is that of LARGE. */
  private static final double LARGE = 0x1p16;

  private static final int LARGE_EXPONENT = 16;

  /** 2 pi, and the units of floats of each exponent modulo 2 pi, in two parts each. */
  private static final double[] TURN = HighPrecision.inTwoParts(HighPrecision.TURN);

  private static final double[][] POWERS = new double[128 - LARGE_EXPONENT][];

  static {
    for (int i = 0; i < POWERS.length; i++) {
      BigDecimal unit = new BigDecimal(Math.scalb(1.0, LARGE_EXPONENT + i - 23));
      POWERS[i] = HighPrecision.inTwoParts(unit.remainder(HighPrecision.TURN));
    }
  }

  /** Up to it the series of erf is used. */
  private static final double SERIES = 2.5;

  /** At minus infinity the limit. */
  private static double timesProbability(double x, double probability) {
    return x == Double.NEGATIVE_INFINITY ? -0.0 : x * probability;
  }

  private static double sigmoid(double x) {
    double z = StrictMath.exp(-Math.abs(x));
    return (x < 0 ? z : 1) / (1 + z);
  }

  /** A series of positive terms, so that no digits cancel, or the complement where that is 1. */
  private static double erf(double x) {
    double a = Math.abs(x);
    if (!(a <= SERIES)) {
      return Double.isNaN(x) ? x : Math.signum(x) * (1 - erfc(a));
    }
    if (a < 0x1p-9) {
      double square = x * x;
      return x * (1 - square / 3 * (1 - 0.3 * square)) * 2 / ROOT_PI;
    }
    double term = x;
    double sum = x;
    for (int n = 0; Math.abs(term) > 1e-18 * Math.abs(sum); n++) {
      term *= 2 * x * x / (2 * n + 3);
      sum += term;
    }
    return sum * StrictMath.exp(-x * x) * 2 / ROOT_PI;
  }

  /** 1 - erf, beyond 1.5 by the continued fraction. */
  private static double erfc(double x) {
    if (Double.isNaN(x) || x < 1.5) {
      return 1 - erf(x);
    }
    if (x > 30) {
      return 0;
    }
    double fraction = 0;
    for (int k = 20 + (int) (200 / (x * x)); k >= 1; k--) {
      fraction = k * 0.5 / (x + fraction);
    }
    return StrictMath.exp(-x * x) / ROOT_PI / (x + fraction);
  }

  /** The sine of a float, several times as fast as StrictMath, for a sweep over all floats. */
  private static double sinOfLarge(double x) {
    double[] rest = rest(Math.abs(x));
    double sin = StrictMath.sin(rest[0]) + StrictMath.cos(rest[0]) * rest[1];
    return x < 0 ? -sin : sin;
  }

  private static double cosOfLarge(double x) {
    double[] rest = rest(Math.abs(x));
    return StrictMath.cos(rest[0]) - StrictMath.sin(rest[0]) * rest[1];
  }

  /**
   * A large float less the nearest multiple of 2 pi, in two parts. With a = m 2^e, m has 24 bits,
   * and m (2^e modulo 2 pi) is no more than 2^27; 2^e modulo 2 pi and 2 pi itself have 106 bits.
   */
  private static double[] rest(double a) {
    if (!(a <= Float.MAX_VALUE)) {
      return new double[] {Double.NaN, Double.NaN};
    }
    int exponent = Math.getExponent(a);
    double m = Math.scalb(a, 23 - exponent);
    double high = POWERS[exponent - LARGE_EXPONENT][0];
    double product = m * high;
    double rest = Math.fma(m, high, -product) + m * POWERS[exponent - LARGE_EXPONENT][1];
    double turns = Math.rint(product / TURN[0]);
    double circles = turns * TURN[0];
    rest -= Math.fma(turns, TURN[0], -circles) + turns * TURN[1];
    double near = product - circles;
    double sum = near + rest;
    return new double[] {sum, (near - sum) + rest};
  }

  static double binary(BinaryOp op, double x, double y) {
    return switch (op) {
      case ADD -> x + y;
      case SUB -> x - y;
      case MUL -> x * y;
      case DIV -> x / y;
      case MIN -> Math.min(x, y);
      case MAX -> Math.max(x, y);
      case POW -> pow(x, y);
      case EQ -> x == y ? 1 : 0;
      case NE -> x != y ? 1 : 0;
      case LT -> x < y ? 1 : 0;
      case LE -> x <= y ? 1 : 0;
      case GT -> x > y ? 1 : 0;
      case GE -> x >= y ? 1 : 0;
    };
  }

  /** Java leaves 1^NaN and (+-1)^infinity NaN, IEEE 754 has them 1. */
  private static double pow(double x, double y) {
    if (x == 1 || (x == -1 && Double.isInfinite(y))) {
      return 1;
    }
    return StrictMath.pow(x, y);
  }
}
