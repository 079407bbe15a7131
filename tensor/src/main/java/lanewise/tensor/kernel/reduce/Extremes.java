package lanewise.tensor.kernel.reduce;

/** The largest and the smallest of some floats, from extremes of their bits. */
final class Extremes {
  private static final int INFINITY = 0x7f800000;

  private Extremes() {}

  /**
   * The largest or smallest float; NaN if one is.
   *
   * @param most the greatest of the bits as signed integers
   * @param least the smallest of them as signed integers
   * @param farthest the greatest of them as unsigned integers
   */
  static float of(boolean largest, int most, int least, int farthest) {
    boolean positiveNaN = most > INFINITY;
    boolean negativeNaN = farthest < 0 && (farthest & Integer.MAX_VALUE) > INFINITY;
    if (positiveNaN || negativeNaN) {
      return Float.NaN;
    }
    // Of floats of negative sign, the smallest bits are the largest number.
    int bits = largest ? (most >= 0 ? most : least) : (farthest < 0 ? farthest : least);
    return Float.intBitsToFloat(bits);
  }
}
