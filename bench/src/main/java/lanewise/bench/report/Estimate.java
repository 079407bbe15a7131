package lanewise.bench.report;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import lanewise.bench.machine.Slices;

/**
 * What the slices of several forks come to.
 *
 * @param median of all slices
 * @param low of the interval that holds the median in 95 of 100 bootstrap samples; forks are drawn
 *     first, then the slices of each (a hierarchical bootstrap: slices of one fork are alike)
 * @param high of that interval
 * @param spread between the 10th and the 90th percentile of the slices, as a share of the median
 * @param forks the median of each
 * @param split whether forks disagree by more than they vary within: where an array happens to lie,
 *     or what the compiler happened to inline, decides then
 */
public record Estimate(
    double median, double low, double high, double spread, List<Double> forks, boolean split) {
  private static final int SAMPLES = 1000;
  private static final double SMALLEST_SPLIT = 0.05;

  /**
   * Of nanoseconds, one array a fork.
   *
   * @throws IllegalArgumentException if there is no fork or one without a slice
   */
  public static Estimate of(List<double[]> forks) {
    if (forks.isEmpty() || forks.stream().anyMatch(fork -> fork.length == 0)) {
      throw new IllegalArgumentException("estimate: there is no slice");
    }
    double[] all = forks.stream().flatMapToDouble(Arrays::stream).sorted().toArray();
    double[] medians = medians(forks);
    SplittableRandom random = new SplittableRandom(1);
    double[] samples = new double[SAMPLES];
    for (int i = 0; i < SAMPLES; i++) {
      samples[i] = sample(forks, random);
    }
    Arrays.sort(samples);
    double within = forks.stream().mapToDouble(Estimate::spread).max().orElse(0);
    double[] sorted = medians.clone();
    Arrays.sort(sorted);
    double between = sorted[sorted.length - 1] / sorted[0] - 1;
    return new Estimate(
        Slices.median(all),
        samples[SAMPLES / 40],
        samples[SAMPLES - 1 - SAMPLES / 40],
        spread(all),
        Arrays.stream(medians).boxed().toList(),
        between > Math.max(SMALLEST_SPLIT, within));
  }

  /**
   * By the names of result lines, the time of another divided by this one, and the ends of the
   * interval that both intervals leave.
   */
  public Map<String, Double> ratiosTo(Estimate peer) {
    Map<String, Double> ratios = new LinkedHashMap<>();
    ratios.put("ratioToBestPeer", peer.median / median);
    ratios.put("ratioLow", peer.low / high);
    ratios.put("ratioHigh", peer.high / low);
    return ratios;
  }

  private static double[] medians(List<double[]> forks) {
    return forks.stream().mapToDouble(Slices::median).toArray();
  }

  private static double sample(List<double[]> forks, SplittableRandom random) {
    int slices = forks.stream().mapToInt(fork -> fork.length).sum();
    double[] drawn = new double[slices];
    int at = 0;
    while (at < slices) {
      double[] fork = forks.get(random.nextInt(forks.size()));
      for (int i = 0; i < fork.length && at < slices; i++) {
        drawn[at++] = fork[random.nextInt(fork.length)];
      }
    }
    return Slices.median(drawn);
  }

  private static double spread(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int count = sorted.length;
    return (sorted[count * 9 / 10] - sorted[count / 10]) / sorted[count / 2];
  }
}
