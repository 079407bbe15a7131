package lanewise.tensor;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;

/**
 * How a set of numbers is written so that they align: as NumPy does for float32 at precision 8.
 *
 * <p>A number has as few digits as tell it from its neighbours among floats, at most 8 of them
 * behind the point. All are written with an exponent where the largest magnitude is 1e6 or more,
 * the smallest (but zero) below 1e-4, or their quotient above 1000.
 */
final class NumberColumn {
  private static final int PRECISION = 8;

  private final boolean scientific;
  private int left;
  private int right;

  private NumberColumn(boolean scientific) {
    this.scientific = scientific;
  }

  /** The column that fits these numbers. */
  static NumberColumn of(float[] values) {
    NumberColumn column = new NumberColumn(needsExponent(values));
    boolean exceptional = false;
    boolean negativeInfinity = false;
    boolean finite = false;
    for (float value : values) {
      if (Float.isFinite(value)) {
        String digits = column.mantissa(value);
        column.left = Math.max(column.left, digits.indexOf('.'));
        column.right = Math.max(column.right, digits.length() - digits.indexOf('.') - 1);
        finite = true;
      } else {
        exceptional = true;
        negativeInfinity |= value == Float.NEGATIVE_INFINITY;
      }
    }
    if (exceptional) {
      int behind = column.right + 1 + (column.scientific && finite ? "e+00".length() : 0);
      column.left = Math.max(column.left, "nan".length() + (negativeInfinity ? 1 : 0) - behind);
    }
    return column;
  }

  private static boolean needsExponent(float[] values) {
    float largest = 0;
    float smallest = Float.POSITIVE_INFINITY;
    for (float value : values) {
      float magnitude = Math.abs(value);
      if (magnitude > 0 && magnitude < Float.POSITIVE_INFINITY) {
        largest = Math.max(largest, magnitude);
        smallest = Math.min(smallest, magnitude);
      }
    }
    return largest > 0 && (largest >= 1e6f || smallest < 1e-4f || largest / smallest > 1000);
  }

  /** The number, padded to the width that all numbers of the column have. */
  String format(float value) {
    if (!Float.isFinite(value)) {
      String name = Float.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
      int width = left + 1 + right + (scientific ? "e+00".length() : 0);
      return " ".repeat(Math.max(0, width - name.length())) + name;
    }
    if (scientific) {
      return exact(value);
    }
    String digits = mantissa(value);
    int point = digits.indexOf('.');
    return " ".repeat(left - point) + digits + " ".repeat(right - (digits.length() - point - 1));
  }

  /** The sign, the digits and a point, which may stand at the end; without the exponent. */
  private String mantissa(float value) {
    BigDecimal shortest = new BigDecimal(Float.toString(Math.abs(value)));
    BigDecimal digits;
    if (scientific) {
      digits = shortest.scaleByPowerOfTen(-power(value));
    } else if (shortest.scale() > PRECISION) {
      digits = new BigDecimal(Math.abs(value)).setScale(PRECISION, RoundingMode.HALF_EVEN);
    } else {
      digits = shortest;
    }
    String plain = digits.signum() == 0 ? "0" : digits.stripTrailingZeros().toPlainString();
    String sign = Float.floatToRawIntBits(value) < 0 ? "-" : "";
    return sign + plain + (plain.indexOf('.') < 0 ? "." : "");
  }

  /** The power of ten of the first digit. */
  private static int power(float value) {
    if (value == 0) {
      return 0;
    }
    BigDecimal shortest = new BigDecimal(Float.toString(value));
    return shortest.precision() - shortest.scale() - 1;
  }

  /**
   * With an exponent, and digits of the exact value down to where the longest of the column ends.
   */
  private String exact(float value) {
    int power = power(value);
    BigDecimal scaled = new BigDecimal(Math.abs(value)).scaleByPowerOfTen(-power);
    BigDecimal digits = scaled.setScale(right, RoundingMode.HALF_EVEN);
    BigDecimal finer = scaled.movePointRight(1).setScale(right, RoundingMode.HALF_EVEN);
    if (finer.signum() != 0 && finer.compareTo(BigDecimal.TEN) < 0) {
      digits = finer; // the shortest digits round up to the next power: 1e-05 for 9.9999997e-06
      power--;
    }
    String text = digits.toPlainString() + (right == 0 ? "." : "");
    String sign = Float.floatToRawIntBits(value) < 0 ? "-" : "";
    String padding = " ".repeat(Math.max(0, left - sign.length() - 1));
    return padding + sign + text + String.format(Locale.ROOT, "e%+03d", power);
  }
}
