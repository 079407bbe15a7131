package lanewise.layers.internal;

/**
 * Reads decimal numbers as 32-bit floats: {@code [+-] digits [. digits] [(e|E) [+-] digits]}, with
 * a digit before or after the point. The result is the float nearest to the number, as {@link
 * Float#parseFloat} has it; usual numbers are read without allocation.
 *
 * <p>The digits are collected in a long and scaled by one power of ten in double precision, where
 * powers up to 10^22 are exact. Two roundings (of the long, and of the product or quotient) and the
 * digits beyond the 19th that are left out move the double by less than {@link #UNCERTAIN} units in
 * its last place. Rounding it to a float gives the nearest float unless a point halfway between two
 * floats lies so near to it; that happens to one number in some thirty million, and to numbers that
 * are such points, and {@link Float#parseFloat} decides these. So it does where the power is larger
 * (W. Clinger, "How to Read Floating Point Numbers Accurately", 1990, has the idea for doubles).
 */
public final class DecimalNumber {
  private static final double[] POWERS = {
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22
  };

  /** Above this, another digit could overflow a long. */
  private static final long MOST = (Long.MAX_VALUE - 9) / 10;

  /** Larger exponents are not counted further: no number of digits before them makes up for it. */
  private static final long FAR = 1L << 56;

  /** The bits of a double that a float does not have, and where halfway between floats is. */
  private static final long LOW_BITS = (1L << 29) - 1;

  private static final long HALFWAY = 1L << 28;
  private static final long UNCERTAIN = 8;

  private DecimalNumber() {}

  /** The number that a text spells, as {@link #parse(char[], int, int, char)} reads it. */
  public static float parse(String text) {
    return parse(text.toCharArray(), 0, text.length(), '.');
  }

  /**
   * The number that a part of an array spells.
   *
   * @param point the character before the decimals: a point, or a comma
   * @return the nearest float, infinite where the number is beyond the range; NaN where it is no
   *     number
   */
  public static float parse(char[] text, int from, int to, char point) {
    int at = from;
    boolean negative = at < to && text[at] == '-';
    if (at < to && (text[at] == '-' || text[at] == '+')) {
      at++;
    }
    long digits = 0;
    long exponent = 0;
    int pointAt = -1;
    int firstDigit = at;
    for (; at < to; at++) {
      char c = text[at];
      if (c >= '0' && c <= '9') {
        if (digits <= MOST) {
          digits = 10 * digits + (c - '0');
        } else {
          exponent++;
        }
      } else if (c == point && pointAt < 0) {
        pointAt = at;
      } else {
        break;
      }
    }
    if (at - firstDigit == (pointAt < 0 ? 0 : 1)) {
      return Float.NaN; // no digit
    }
    if (pointAt >= 0) {
      exponent -= at - pointAt - 1;
    }
    if (at < to) {
      long written = exponent(text, at, to);
      if (written == Long.MIN_VALUE) {
        return Float.NaN;
      }
      exponent += written;
    }
    if (digits == 0) {
      return negative ? -0f : 0f;
    }
    if (Math.abs(exponent) < POWERS.length) {
      double power = POWERS[(int) Math.abs(exponent)];
      double value = exponent < 0 ? digits / power : digits * power;
      long low = Double.doubleToRawLongBits(value) & LOW_BITS;
      if (Math.abs(low - HALFWAY) > UNCERTAIN) {
        return (float) (negative ? -value : value);
      }
    }
    return Float.parseFloat(new String(text, from, to - from).replace(point, '.'));
  }

  /** The exponent that is written from an {@code e} on, or the least long where none is. */
  private static long exponent(char[] text, int from, int to) {
    int at = from + 1;
    boolean negative = at < to && text[at] == '-';
    if (at < to && (text[at] == '-' || text[at] == '+')) {
      at++;
    }
    if (at == to || (text[from] != 'e' && text[from] != 'E')) {
      return Long.MIN_VALUE;
    }
    long value = 0;
    for (; at < to; at++) {
      char c = text[at];
      if (c < '0' || c > '9') {
        return Long.MIN_VALUE;
      }
      value = Math.min(FAR, 10 * value + (c - '0'));
    }
    return negative ? -value : value;
  }
}
