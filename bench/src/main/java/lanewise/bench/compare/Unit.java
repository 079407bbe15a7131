package lanewise.bench.compare;

/**
 * In which a result is told.
 *
 * @param name such as {@code us}
 * @param higherIsBetter whether it is a rate
 * @param factor nanoseconds in one unit, or the amount of a call: what nanoseconds are divided by,
 *     or what is divided by nanoseconds
 */
public record Unit(String name, boolean higherIsBetter, double factor) {
  /** Microseconds a call. */
  public static final Unit MICROS = new Unit("us", false, 1e3);

  /** Milliseconds a call. */
  public static final Unit MILLIS = new Unit("ms", false, 1e6);

  /** 10^9 floating-point operations a second. */
  public static Unit gigaflops(double operations) {
    return new Unit("GFLOP/s", true, operations);
  }

  /** 10^9 bytes a second. */
  public static Unit gigabytes(double bytes) {
    return new Unit("GB/s", true, bytes);
  }

  /** Rows a second. */
  public static Unit rows(double rows) {
    return new Unit("rows/s", true, 1e9 * rows);
  }

  /** The value of nanoseconds a call. */
  public double of(double nanos) {
    return higherIsBetter ? factor / nanos : nanos / factor;
  }
}
