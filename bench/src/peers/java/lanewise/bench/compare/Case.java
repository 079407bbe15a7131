package lanewise.bench.compare;

import java.util.List;

/**
 * One size of one kind of work.
 *
 * @param name such as {@code square 256}
 * @param unit {@code GFLOP/s} (higher is better) or {@code us} (lower is better)
 * @param operations floating-point operations of one call, for GFLOP/s; 0 for us
 * @param shareOfPeak whether the share of the measured multiply-add peak means anything
 * @param entrants ours and the peers
 */
record Case(
    String name, String unit, double operations, boolean shareOfPeak, List<Entrant> entrants) {
  boolean higherIsBetter() {
    return operations > 0;
  }

  /** From nanoseconds a call to the unit. */
  double inUnit(double nanos) {
    return operations > 0 ? operations / nanos : nanos / 1000;
  }

  /** What cases that differ in size only have in common: the name up to its last word. */
  String group() {
    int end = name.lastIndexOf(' ');
    return end < 0 ? name : name.substring(0, end);
  }
}
