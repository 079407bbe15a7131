package lanewise.training.log;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Counts values in TensorFlow's buckets, whose upper ends grow by a tenth from 1e-12 to 1e20, to
 * both sides of 0. Values that are not finite are left out.
 */
final class Histogram {
  private static final double[] LIMITS = limits();

  private final long[] counts = new long[LIMITS.length];
  private double min = Double.MAX_VALUE;
  private double max = -Double.MAX_VALUE;
  private double sum;
  private double squares;
  private long count;

  private static double[] limits() {
    List<Double> positive = new ArrayList<>();
    for (double limit = 1e-12; limit < 1e20; limit *= 1.1) {
      positive.add(limit);
    }
    List<Double> all = new ArrayList<>();
    positive.reversed().forEach(limit -> all.add(-limit));
    all.add(0.0);
    all.addAll(positive);
    all.add(Double.MAX_VALUE);
    return all.stream().mapToDouble(limit -> limit).toArray();
  }

  static Histogram of(float[] values) {
    Histogram histogram = new Histogram();
    for (float value : values) {
      if (Float.isFinite(value)) {
        histogram.add(value);
      }
    }
    return histogram;
  }

  private void add(double value) {
    int at = Arrays.binarySearch(LIMITS, value);
    counts[at >= 0 ? Math.min(at + 1, LIMITS.length - 1) : -at - 1]++;
    min = Math.min(min, value);
    max = Math.max(max, value);
    sum += value;
    squares += value * value;
    count++;
  }

  /** The message HistogramProto; buckets without values are joined. */
  Protobuf toMessage() {
    List<Double> ends = new ArrayList<>();
    List<Double> filled = new ArrayList<>();
    for (int i = 0; i < LIMITS.length; i++) {
      boolean continues = i + 1 < LIMITS.length && counts[i] == 0 && counts[i + 1] == 0;
      if (!continues) {
        ends.add(LIMITS[i]);
        filled.add((double) counts[i]);
      }
    }
    return new Protobuf()
        .doubleValue(1, min)
        .doubleValue(2, max)
        .doubleValue(3, (double) count)
        .doubleValue(4, sum)
        .doubleValue(5, squares)
        .doubles(6, ends, ends.size())
        .doubles(7, filled, filled.size());
  }
}
