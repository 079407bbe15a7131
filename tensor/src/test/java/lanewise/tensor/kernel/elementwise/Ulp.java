package lanewise.tensor.kernel.elementwise;

/** Distances in units in the last place of the exact result, the least of which is 2^-149. */
final class Ulp {
  private static final int BIAS = 1023;

  private Ulp() {}

  /** How far a float lies from the exact result; infinite where one is NaN and the other is not. */
  static double error(float actual, double exact) {
    float nearest = (float) exact;
    if (Float.isNaN(actual) || Float.isNaN(nearest)) {
      return Float.isNaN(actual) == Float.isNaN(nearest) ? 0 : Double.POSITIVE_INFINITY;
    }
    if (Float.isInfinite(actual) || Float.isInfinite(nearest)) {
      return actual == nearest ? 0 : Double.POSITIVE_INFINITY;
    }
    int exponent = (int) (Double.doubleToRawLongBits(exact) >>> 52) & 0x7ff;
    int unit = Math.max(exponent - BIAS, Float.MIN_EXPONENT) - 23;
    return Math.abs(actual - exact) * Double.longBitsToDouble((long) (BIAS - unit) << 52);
  }
}
