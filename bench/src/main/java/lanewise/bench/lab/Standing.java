package lanewise.bench.lab;

import lanewise.bench.report.Estimate;

/**
 * How a tile of one's own, "yours", stands beside "ours" in one product.
 *
 * @param ratio the time of ours divided by that of yours: above 1, yours is faster
 * @param low end of the interval that both intervals leave
 * @param high end of that interval
 */
record Standing(double ratio, double low, double high) {
  /** Of the nanoseconds of both. */
  static Standing of(Estimate yours, Estimate ours) {
    return new Standing(
        ours.median() / yours.median(), ours.low() / yours.high(), ours.high() / yours.low());
  }

  /** Whether yours is faster or slower, or the intervals have something in common. */
  String verdict() {
    return low > 1 ? "faster" : high < 1 ? "slower" : "within noise";
  }

  /** The verdict as a part of a table. */
  String words() {
    return verdict().equals("within noise") ? verdict() : "yours is " + verdict();
  }
}
