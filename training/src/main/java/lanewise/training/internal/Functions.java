package lanewise.training.internal;

/**
 * Functions of doubles that have the same bits on every machine and allocate nothing. {@link Math}
 * may differ from machine to machine, and {@code pow} and {@code cos} of {@link StrictMath} make
 * small arrays in every call.
 */
public final class Functions {
  private Functions() {}

  /** A power with a whole exponent from 0 on, by repeated squaring. */
  public static double power(double base, long exponent) {
    double power = 1;
    double square = base;
    for (long left = exponent; left > 0; left >>= 1) {
      if ((left & 1) == 1) {
        power *= square;
      }
      square *= square;
    }
    return power;
  }

  /** A power of a number from 0 on with an exponent above 0. */
  public static double power(double base, double exponent) {
    if (exponent == 1 || base == 0) {
      return base;
    }
    return StrictMath.exp(exponent * StrictMath.log(base));
  }

  /** The cosine of a number of half turns, at least 0: cos(pi x). */
  public static double cosineOfHalfTurns(double x) {
    double turn = x % 2;
    double half = turn > 1 ? 2 - turn : turn;
    double quarter = half > 0.5 ? 1 - half : half;
    double cosine =
        quarter > 0.25 ? series(Math.PI * (0.5 - quarter), 1) : series(Math.PI * quarter, 0);
    return half > 0.5 ? -cosine : cosine;
  }

  /**
   * The series of the cosine (from 0) or the sine (from 1) of up to pi / 4, whose terms from x^19
   * on are below the last bit.
   */
  private static double series(double x, int from) {
    double term = from == 0 ? 1 : x;
    double sum = term;
    for (int k = from + 2; k < 19; k += 2) {
      term *= -x * x / (k * (k - 1));
      sum += term;
    }
    return sum;
  }
}
