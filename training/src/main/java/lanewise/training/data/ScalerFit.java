package lanewise.training.data;

import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import lanewise.layers.preprocessing.FeatureScaler;
import lanewise.layers.preprocessing.TargetScaler;

/**
 * Learns the scaling of features and targets from rows. They must be the training part, never rows
 * that assess the model.
 *
 * <p>The rows are read from the first to the last, twice for {@link #standard} and {@link #pooled},
 * once for {@link #minMax}, and five times for {@link #robust}, so rows that are streamed from
 * files serve as well. The memory needed does not depend on their number.
 *
 * <p>Sums are double-precision and run over the rows in order, so the same rows give the same bits.
 * A feature whose values are all equal has scale 1 and becomes 0, as in scikit-learn. A spread
 * whose reciprocal is not a finite float counts as 0. The methods hold no state and may be called
 * from many threads.
 */
public final class ScalerFit {
  private ScalerFit() {}

  /**
   * Scales every feature to mean 0 and standard deviation 1: mean_f = sum x / N, scale_f = 1 /
   * sqrt( sum (x - mean_f)^2 / N), over the N rows of feature f. N, not N - 1, as in scikit-learn's
   * StandardScaler.
   *
   * <p>This scaling suits measurements. For images use {@link #pooled}: here, a pixel that is lit
   * in only one image of thousands would become enormous.
   *
   * @param train the rows to learn from
   * @return a scaler for such rows
   */
  public static FeatureScaler standard(RowSource train) {
    Columns columns = Columns.of(train);
    float[] mean = new float[columns.width()];
    float[] scale = new float[columns.width()];
    for (int f = 0; f < mean.length; f++) {
      mean[f] = (float) columns.mean[f];
      scale[f] = reciprocal(Math.sqrt(columns.squares[f] / train.rows()));
    }
    return FeatureScaler.of(mean, scale);
  }

  /**
   * Shifts and scales all features alike, so that all values together have mean 0 and standard
   * deviation 1. This scaling suits images, whose pixels share one unit.
   *
   * @param train the rows to learn from
   * @return a scaler for such rows, the same for every feature
   */
  public static FeatureScaler pooled(RowSource train) {
    Columns columns = Columns.of(train);
    double mean = columns.meanOfMeans();
    double variance = 0;
    for (int f = 0; f < columns.width(); f++) {
      double shift = columns.mean[f] - mean;
      variance += (columns.squares[f] / train.rows() + shift * shift) / columns.width();
    }
    float[] means = new float[columns.width()];
    float[] scales = new float[columns.width()];
    Arrays.fill(means, (float) mean);
    Arrays.fill(scales, reciprocal(Math.sqrt(variance)));
    return FeatureScaler.of(means, scales);
  }

  /**
   * Scales every feature to the range 0 to 1: mean_f = min x, scale_f = 1 / (max x - min x). Rows
   * that were not in {@code train} may lie outside.
   *
   * @param train the rows to learn from
   * @return a scaler for such rows
   */
  public static FeatureScaler minMax(RowSource train) {
    Columns columns = Columns.range(train);
    float[] scale = new float[columns.width()];
    for (int f = 0; f < scale.length; f++) {
      scale[f] = reciprocal((double) columns.max[f] - columns.min[f]);
    }
    return FeatureScaler.of(columns.min, scale);
  }

  /**
   * Scales every feature by its median and the range of the middle half of its values: mean_f =
   * median x, scale_f = 1 / (q75 - q25). A few extreme values do not change it, which suits
   * measurements with outliers.
   *
   * <p>A quantile q is interpolated linearly between the values of ranks floor(q (N - 1)) and the
   * next one, as in NumPy and scikit-learn's RobustScaler. The quantiles are exact, also for rows
   * that are streamed: a search over the bits of floats, eight at a pass, takes four passes and 6
   * KiB for each feature.
   *
   * @param train the rows to learn from
   * @return a scaler for such rows
   */
  public static FeatureScaler robust(RowSource train) {
    double[][] quantiles = Quantiles.of(train, 0.25, 0.5, 0.75);
    float[] median = new float[quantiles.length];
    float[] scale = new float[quantiles.length];
    for (int f = 0; f < quantiles.length; f++) {
      median[f] = (float) quantiles[f][1];
      scale[f] = reciprocal(quantiles[f][2] - quantiles[f][0]);
    }
    return FeatureScaler.of(median, scale);
  }

  /**
   * Scales every target value to mean 0 and standard deviation 1, as a model learns best: mean_t =
   * sum y / N, deviation_t = sqrt( sum (y - mean_t)^2 / N). The rows are read twice.
   *
   * @param train the rows to learn from, which have values to predict
   * @return a scaler for such targets
   * @throws InvalidDatasetException if the rows have classes, or a value is the same in all rows
   */
  public static TargetScaler targets(RowSource train) {
    if (train.format().kind() != RowFormat.Kind.VALUES) {
      throw new InvalidDatasetException("scale: the rows have classes, not values to predict");
    }
    int width = train.format().outputs();
    double[] mean = new double[width];
    float[] least = new float[width];
    float[] most = new float[width];
    Arrays.fill(least, Float.POSITIVE_INFINITY);
    Arrays.fill(most, Float.NEGATIVE_INFINITY);
    train.forEachChunk(
        (rows, _, targets) -> {
          for (int i = 0; i < rows * width; i++) {
            float value = targets.values()[i];
            mean[i % width] += value;
            least[i % width] = Math.min(least[i % width], value);
            most[i % width] = Math.max(most[i % width], value);
          }
        });
    Arrays.setAll(mean, t -> mean[t] / train.rows());
    double[] squares = new double[width];
    train.forEachChunk(
        (rows, _, targets) -> {
          for (int i = 0; i < rows * width; i++) {
            double distance = targets.values()[i] - mean[i % width];
            squares[i % width] += distance * distance;
          }
        });
    float[] means = new float[width];
    float[] deviations = new float[width];
    for (int t = 0; t < width; t++) {
      means[t] = (float) mean[t];
      deviations[t] = (float) Math.sqrt(squares[t] / train.rows());
      // Where all are equal, rounding may still leave a deviation.
      if (least[t] == most[t] || !(deviations[t] > 0)) {
        throw new InvalidDatasetException(
            "scale: target value %s is %s in all training rows; there is nothing to learn"
                .formatted(t, least[t]));
      }
    }
    return TargetScaler.of(means, deviations);
  }

  private static float reciprocal(double spread) {
    float scale = (float) (1 / spread);
    return Float.isFinite(scale) ? scale : 1;
  }

  /**
   * The statistics of every feature, from two passes over the rows. A mean is clamped between the
   * smallest and the largest value, so that rounding never gives a constant feature a spread.
   */
  private static final class Columns {
    final double[] mean;
    final double[] squares; // sum of (x - mean)^2
    final float[] min;
    final float[] max;

    private Columns(int width) {
      mean = new double[width];
      squares = new double[width];
      min = new float[width];
      max = new float[width];
      Arrays.fill(min, Float.POSITIVE_INFINITY);
      Arrays.fill(max, Float.NEGATIVE_INFINITY);
    }

    static Columns of(RowSource train) {
      Columns columns = range(train);
      int width = columns.width();
      for (int f = 0; f < width; f++) {
        double mean = columns.mean[f] / train.rows();
        columns.mean[f] = Math.clamp(mean, columns.min[f], columns.max[f]);
      }
      train.forEachChunk(
          (rows, x, _) -> {
            for (int row = 0, i = 0; row < rows; row++) {
              for (int f = 0; f < width; f++, i++) {
                double deviation = x[i] - columns.mean[f];
                columns.squares[f] += deviation * deviation;
              }
            }
          });
      return columns;
    }

    /** Returns the sums, in place of the means, and the ranges. */
    static Columns range(RowSource train) {
      int width = train.format().features().size();
      Columns columns = new Columns(width);
      train.forEachChunk(
          (rows, x, _) -> {
            for (int row = 0, i = 0; row < rows; row++) {
              for (int f = 0; f < width; f++, i++) {
                columns.mean[f] += x[i];
                columns.min[f] = Math.min(columns.min[f], x[i]);
                columns.max[f] = Math.max(columns.max[f], x[i]);
              }
            }
          });
      return columns;
    }

    int width() {
      return mean.length;
    }

    double meanOfMeans() {
      DoubleSummaryStatistics all = Arrays.stream(mean).summaryStatistics();
      return Math.clamp(all.getAverage(), all.getMin(), all.getMax());
    }
  }
}
