package lanewise.tensor.kernel.elementwise;

/** The functions in double precision. */
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
      case SIN -> StrictMath.sin(x);
      case COS -> StrictMath.cos(x);
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

  /** At minus infinity the limit. */
  private static double timesProbability(double x, double probability) {
    return x == Double.NEGATIVE_INFINITY ? -0.0 : x * probability;
  }

  private static double sigmoid(double x) {
    double z = StrictMath.exp(-Math.abs(x));
    return (x < 0 ? z : 1) / (1 + z);
  }

  /** The power series, or the complement where that loses digits. */
  private static double erf(double x) {
    if (Double.isNaN(x) || x == 0) {
      return x;
    }
    if (Math.abs(x) > 2.5) {
      return Math.signum(x) * (1 - erfc(Math.abs(x)));
    }
    double power = x;
    double sum = x;
    for (int k = 1; k < 80; k++) {
      power *= -x * x / k;
      sum += power / (2 * k + 1);
    }
    return sum * 2 / Math.sqrt(Math.PI);
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
    for (int k = 300; k >= 1; k--) {
      fraction = k * 0.5 / (x + fraction);
    }
    return StrictMath.exp(-x * x) / Math.sqrt(Math.PI) / (x + fraction);
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
