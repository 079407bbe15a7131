package lanewise.cli.settings;

import lanewise.layers.format.JsonObject;

/**
 * The numbers that a setting may have; never NaN.
 *
 * @param low the lower end
 * @param lowIncluded whether the lower end is one of them
 * @param high the upper end
 * @param highIncluded whether the upper end is one of them
 */
public record Range(double low, boolean lowIncluded, double high, boolean highIncluded) {
  /** All numbers of single precision above 0; zero and infinity are none. */
  public static Range positiveFloat() {
    return new Range(Float.MIN_VALUE, true, Float.MAX_VALUE, true);
  }

  /** All finite numbers. */
  public static Range finite() {
    return new Range(-Double.MAX_VALUE, true, Double.MAX_VALUE, true);
  }

  /** All finite numbers above a bound. */
  public static Range above(double low) {
    return new Range(low, false, Double.MAX_VALUE, true);
  }

  /** All finite numbers from a bound on. */
  public static Range from(double low) {
    return new Range(low, true, Double.MAX_VALUE, true);
  }

  /** These numbers, but only those below a bound. */
  public Range below(double bound) {
    return new Range(low, lowIncluded, bound, false);
  }

  /** These numbers, but only those up to a bound. */
  public Range upTo(double bound) {
    return new Range(low, lowIncluded, bound, true);
  }

  boolean contains(double value) {
    return (lowIncluded ? value >= low : value > low)
        && (highIncluded ? value <= high : value < high);
  }

  /** Returns the value, or throws an IllegalArgumentException that names the range. */
  <T> T check(double value, T same, String use, String example) {
    if (contains(value)) {
      return same;
    }
    throw new IllegalArgumentException(use + " " + ends() + ", such as " + example);
  }

  /** The range in words, exactly. */
  private String ends() {
    if (equals(finite())) {
      return "that is finite";
    }
    String bottom = (lowIncluded ? "from " : "above ") + number(low);
    if (high == Double.MAX_VALUE) {
      return lowIncluded ? "of at least " + number(low) : bottom;
    }
    String top = highIncluded ? number(high) : "below " + number(high);
    return bottom + (lowIncluded ? " to " : highIncluded ? " up to " : " and ") + top;
  }

  /** The range in words, for people. */
  String words() {
    return equals(positiveFloat()) ? "above 0" : ends();
  }

  private static String number(double value) {
    if (value == Math.rint(value) && Math.abs(value) < 1e9) {
      return String.valueOf((long) value);
    }
    return (float) value == value ? String.valueOf((float) value) : String.valueOf(value);
  }

  JsonObject schema() {
    JsonObject.Builder schema = Types.typed("number");
    if (equals(positiveFloat())) {
      return schema.put("exclusiveMinimum", 0).build();
    }
    if (low != -Double.MAX_VALUE) {
      schema.put(lowIncluded ? "minimum" : "exclusiveMinimum", low);
    }
    if (high != Double.MAX_VALUE) {
      schema.put(highIncluded ? "maximum" : "exclusiveMaximum", high);
    }
    return schema.build();
  }
}
