package lanewise.tensor.kernel.elementwise;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * The transcendental functions to some 60 significant digits and more, by textbook series: the
 * witness of {@link Oracle}, and the judge where a maximum is stated to six decimals.
 *
 * <p>140 digits are carried, of which cancellation takes 80 at most: the results are wanted for
 * floats, whose logarithms to base 10 lie within 46.
 */
final class HighPrecision {
  private static final MathContext DIGITS = new MathContext(140);
  private static final BigDecimal SMALL = BigDecimal.ONE.movePointLeft(190);
  private static final BigDecimal ONE = BigDecimal.ONE;
  private static final BigDecimal TWO = BigDecimal.TWO;
  private static final BigDecimal LN2 = logOfQuotient(ONE, BigDecimal.valueOf(3));

  /** Machin, 1706. */
  private static final BigDecimal PI =
      arctanOfInverse(5)
          .multiply(TWO)
          .multiply(TWO)
          .subtract(arctanOfInverse(239))
          .multiply(TWO)
          .multiply(TWO);

  /** 2 pi. */
  static final BigDecimal TURN = PI.multiply(TWO);

  /** Beyond it, e^-x is 0 to all digits. */
  private static final int FAR = 1000;

  private HighPrecision() {}

  /** A function of a float that has a finite value there, infinities aside. */
  static BigDecimal unary(UnaryOp op, float value) {
    BigDecimal x = new BigDecimal(value);
    return switch (op) {
      case NEG -> x.negate();
      case ABS -> x.abs();
      case SIGN -> BigDecimal.valueOf(x.signum());
      case SQUARE -> x.multiply(x);
      case SQRT -> x.sqrt(DIGITS);
      case RSQRT -> divide(ONE, x.sqrt(DIGITS));
      case RECIPROCAL -> divide(ONE, x);
      case FLOOR -> x.setScale(0, RoundingMode.FLOOR);
      case CEIL -> x.setScale(0, RoundingMode.CEILING);
      case ROUND -> x.setScale(0, RoundingMode.HALF_EVEN);
      case RELU -> x.max(BigDecimal.ZERO);
      case EXP -> exp(x);
      case EXPM1 -> exp(x).subtract(ONE);
      case LOG -> log(x);
      case LOG1P -> log(x.add(ONE));
      case SIN -> sin(x);
      case COS -> sin(x.add(divide(PI, TWO)));
      case TANH -> tanh(x);
      case SIGMOID -> sigmoid(x);
      case ERF -> erf(x);
      case GELU -> divide(x.multiply(ONE.add(erf(divide(x, TWO.sqrt(DIGITS))))), TWO);
      case GELU_TANH -> multiply(x, sigmoid(multiply(geluArgument(x), TWO)));
      case SOFTPLUS -> log(exp(x).add(ONE));
      case SILU -> multiply(x, sigmoid(x));
    };
  }

  /** x^y for a positive x. */
  static BigDecimal pow(float x, float y) {
    return exp(multiply(log(new BigDecimal(x)), new BigDecimal(y)));
  }

  /** The distance of a float from the exact result in units of {@link Ulp}. */
  static BigDecimal error(float actual, BigDecimal exact) {
    float below = Math.abs(exact.floatValue());
    if (new BigDecimal(below).compareTo(exact.abs()) > 0) {
      below = Math.nextDown(below);
    }
    return divide(new BigDecimal(actual).subtract(exact).abs(), new BigDecimal(Math.ulp(below)));
  }

  /** The nearest double, and the nearest to the rest. */
  static double[] inTwoParts(BigDecimal x) {
    double high = x.doubleValue();
    return new double[] {high, x.subtract(new BigDecimal(high)).doubleValue()};
  }

  private static BigDecimal multiply(BigDecimal x, BigDecimal y) {
    return x.multiply(y, DIGITS);
  }

  private static BigDecimal divide(BigDecimal x, BigDecimal y) {
    return x.divide(y, DIGITS);
  }

  /** The series at x / 2^k, squared k times. */
  private static BigDecimal exp(BigDecimal x) {
    if (x.compareTo(BigDecimal.valueOf(-FAR)) < 0) {
      return BigDecimal.ZERO;
    }
    int halvings = 16;
    BigDecimal r = divide(x, TWO.pow(halvings));
    BigDecimal term = ONE;
    BigDecimal sum = ONE;
    for (int k = 1; term.abs().compareTo(SMALL) > 0; k++) {
      term = divide(multiply(term, r), BigDecimal.valueOf(k));
      sum = sum.add(term, DIGITS);
    }
    for (int k = 0; k < halvings; k++) {
      sum = multiply(sum, sum);
    }
    return sum;
  }

  /** With x = 2^e m and m in [2/3, 4/3): e log(2) + 2 artanh((m - 1) / (m + 1)). */
  private static BigDecimal log(BigDecimal x) {
    BigDecimal m = x;
    int e = 0;
    while (m.multiply(BigDecimal.valueOf(3)).compareTo(BigDecimal.valueOf(4)) >= 0) {
      m = m.divide(TWO);
      e++;
    }
    while (m.multiply(BigDecimal.valueOf(3)).compareTo(TWO) < 0) {
      m = m.multiply(TWO);
      e--;
    }
    return LN2.multiply(BigDecimal.valueOf(e)).add(logOfQuotient(m.subtract(ONE), m.add(ONE)));
  }

  /** 2 artanh(p / q). */
  private static BigDecimal logOfQuotient(BigDecimal p, BigDecimal q) {
    BigDecimal z = divide(p, q);
    BigDecimal square = multiply(z, z);
    BigDecimal power = z;
    BigDecimal sum = z;
    for (int k = 3; power.abs().compareTo(SMALL) > 0; k += 2) {
      power = multiply(power, square);
      sum = sum.add(divide(power, BigDecimal.valueOf(k)), DIGITS);
    }
    return sum.multiply(TWO);
  }

  private static BigDecimal arctanOfInverse(int n) {
    BigDecimal square = BigDecimal.valueOf((long) n * n);
    BigDecimal power = divide(ONE, BigDecimal.valueOf(n));
    BigDecimal sum = power;
    for (int k = 3; power.abs().compareTo(SMALL) > 0; k += 2) {
      power = divide(power, square).negate();
      sum = sum.add(divide(power, BigDecimal.valueOf(k)), DIGITS);
    }
    return sum;
  }

  /** The series at x less the nearest multiple of pi. */
  private static BigDecimal sin(BigDecimal x) {
    BigInteger turns = divide(x, PI).setScale(0, RoundingMode.HALF_EVEN).toBigInteger();
    BigDecimal r = x.subtract(PI.multiply(new BigDecimal(turns)));
    BigDecimal square = multiply(r, r);
    BigDecimal term = r;
    BigDecimal sum = r;
    for (int k = 1; term.abs().compareTo(SMALL) > 0; k++) {
      long divisor = 2L * k * (2L * k + 1);
      term = divide(multiply(term, square), BigDecimal.valueOf(divisor)).negate();
      sum = sum.add(term, DIGITS);
    }
    return turns.testBit(0) ? sum.negate() : sum;
  }

  private static BigDecimal tanh(BigDecimal x) {
    BigDecimal z = exp(x.abs().multiply(TWO).negate());
    BigDecimal magnitude = divide(ONE.subtract(z), ONE.add(z));
    return x.signum() < 0 ? magnitude.negate() : magnitude;
  }

  private static BigDecimal sigmoid(BigDecimal x) {
    BigDecimal z = exp(x.abs().negate());
    return divide(x.signum() < 0 ? z : ONE, ONE.add(z));
  }

  /** e^-x^2 times a series of terms of one sign. */
  private static BigDecimal erf(BigDecimal x) {
    BigDecimal square = multiply(x, x);
    if (square.compareTo(BigDecimal.valueOf(FAR)) > 0) {
      return BigDecimal.valueOf(x.signum());
    }
    BigDecimal term = x;
    BigDecimal sum = x;
    for (int n = 0; term.abs().compareTo(SMALL) > 0; n++) {
      term = divide(multiply(term, square.multiply(TWO)), BigDecimal.valueOf(2L * n + 3));
      sum = sum.add(term, DIGITS);
    }
    return divide(multiply(multiply(sum, exp(square.negate())), TWO), PI.sqrt(DIGITS));
  }

  private static BigDecimal geluArgument(BigDecimal x) {
    BigDecimal cubic = new BigDecimal("0.044715").multiply(x.pow(3)).add(x);
    return multiply(divide(TWO, PI).sqrt(DIGITS), cubic);
  }
}
