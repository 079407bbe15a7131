package lanewise.bench.compare.mlp;

import org.HdrHistogram.Histogram;

/**
 * The times of single calls, the reading of the clock included.
 *
 * @param p50 nanoseconds that half of the calls stayed within
 * @param p99 that 99 of 100 calls stayed within
 * @param p999 that 999 of 1,000 calls stayed within
 */
record Tails(double p50, double p99, double p999) {
  static Tails of(Histogram nanos) {
    return new Tails(
        nanos.getValueAtPercentile(50),
        nanos.getValueAtPercentile(99),
        nanos.getValueAtPercentile(99.9));
  }
}
