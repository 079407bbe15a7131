package lanewise.bench.compare;

/**
 * What was measured of one entrant.
 *
 * @param entrant who
 * @param median of the slices, in the case's unit
 * @param spread between the 10th and the 90th percentile of the slices, as a share of the median
 * @param bytes allocated on the Java heap by a call, by this thread
 */
record Result(Entrant entrant, double median, double spread, double bytes) {}
