package lanewise.bench.compare.mlp;

import java.util.List;
import lanewise.bench.compare.Slices;
import lanewise.layers.format.Json;
import lanewise.layers.format.JsonObject;

/**
 * What was measured of one variant of one competitor in one case.
 *
 * @param network the widths, such as {@code 784-128-10}
 * @param rows of a batch
 * @param competitor the library
 * @param variant how it is used
 * @param slices the mean time of a call, slice by slice
 * @param tails the times of single calls
 */
record Measurement(
    String network, int rows, String competitor, String variant, Slices slices, Tails tails) {
  static String caseName(String network, int rows) {
    return network + ", batch " + rows;
  }

  boolean ours() {
    return competitor.equals(Competitor.OURS);
  }

  /** The smallest median among the peers, in nanoseconds; NaN where there is none. */
  static double bestPeer(List<Measurement> measurements) {
    return measurements.stream()
        .filter(measurement -> !measurement.ours())
        .mapToDouble(measurement -> measurement.slices.median())
        .min()
        .orElse(Double.NaN);
  }

  /**
   * One line of a result file, times in microseconds.
   *
   * @param bestPeer as {@link #bestPeer} gives it
   */
  String json(double bestPeer) {
    JsonObject.Builder line =
        JsonObject.builder()
            .put("work", "mlp")
            .put("case", caseName(network, rows))
            .put("competitor", competitor)
            .put("variant", variant)
            .put("unit", "us")
            .put("higherIsBetter", false)
            .put("median", slices.median() / 1000)
            .put("spread", slices.spread())
            .put("p50", tails.p50() / 1000)
            .put("p99", tails.p99() / 1000)
            .put("p999", tails.p999() / 1000);
    if (ours() && !Double.isNaN(bestPeer)) {
      line.put("ratioToBestPeer", bestPeer / slices.median());
    }
    return Json.write(line.build());
  }
}
