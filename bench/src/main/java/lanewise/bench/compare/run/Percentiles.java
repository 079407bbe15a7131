package lanewise.bench.compare.run;

import java.util.LinkedHashMap;
import java.util.Map;
import lanewise.bench.compare.Unit;
import org.HdrHistogram.Histogram;

/** The percentiles of single calls, by the names of result lines. */
final class Percentiles {
  private static final Map<String, Double> CURVE = new LinkedHashMap<>();

  static {
    CURVE.put("p50", 50.0);
    CURVE.put("p90", 90.0);
    CURVE.put("p99", 99.0);
    CURVE.put("p999", 99.9);
    CURVE.put("p9999", 99.99);
  }

  private Percentiles() {}

  /** Those that the number of calls can tell: beyond each there is one call at least. */
  static Map<String, Double> of(Histogram nanos, Unit unit) {
    Map<String, Double> figures = new LinkedHashMap<>();
    CURVE.forEach(
        (name, percentile) -> {
          if (nanos.getTotalCount() * (100 - percentile) > 99.9999) {
            figures.put(name, unit.of((double) nanos.getValueAtPercentile(percentile)));
          }
        });
    return figures;
  }
}
