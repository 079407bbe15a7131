package lanewise.training.preflight;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import lanewise.training.preflight.Subject.Chosen;

/**
 * Finds features that alone predict the target, which usually means that the label, or what is only
 * known after it, is among the features.
 *
 * <p>Each feature predicts half of up to {@value #ROWS} random rows from the other half by the
 * target of the row with the nearest value (of several, the mean or the most frequent class). It
 * leaks if that is nearly always right:
 *
 * <pre>
 *   classes   mean over the classes of the share of rows that are right  &gt;= {@value #BOUND}
 *   values    R2 = 1 - squared errors / squared deviations, of each target &gt;= {@value #BOUND}
 * </pre>
 *
 * <p>Unlike an area under a curve this also finds a label in an order of its own, such as numbers
 * of more than two classes; and unlike the purity of groups, it does not take a unique number for a
 * label. A class with fewer than 3 rows in either half is left out.
 */
public final class LabelLeak implements PreflightCheck {
  /** The number of rows that are looked at, at most. */
  public static final int ROWS = 4_000;

  /** The score from which a feature leaks the target. */
  public static final double BOUND = 0.995;

  private static final int FEWEST = 3;

  /** Makes the check. */
  public LabelLeak() {}

  @Override
  public PreflightFinding run(Subject subject) {
    Chosen rows = subject.choose(ROWS);
    if (rows.count() < 4 * FEWEST) {
      return PreflightFinding.note(
          "There are too few rows to see whether a feature alone is the target.");
    }
    List<Integer> leaks = new ArrayList<>();
    double best = Double.NEGATIVE_INFINITY;
    int bestFeature = 0;
    for (int feature = 0; feature < subject.featureNames().size(); feature++) {
      double score = score(subject, rows, feature);
      if (score >= BOUND) {
        leaks.add(feature);
      }
      if (score > best) {
        best = score;
        bestFeature = feature;
      }
    }
    String measure = subject.hasClasses() ? "balanced accuracy" : "R2";
    if (leaks.isEmpty()) {
      return PreflightFinding.good(
          "No feature alone predicts the target; the best, %s, reaches a %s of %.2f."
              .formatted(subject.featureNames().get(bestFeature), measure, best));
    }
    return PreflightFinding.fault(
        "%s alone %s the target, with a %s of %.3f: leave %s out if a prediction cannot know %s."
            .formatted(
                subject.names(leaks),
                leaks.size() == 1 ? "predicts" : "each predict",
                measure,
                best,
                leaks.size() == 1 ? "it" : "them",
                leaks.size() == 1 ? "it" : "them"));
  }

  private static double score(Subject subject, Chosen rows, int feature) {
    int width = subject.featureNames().size();
    int known = rows.count() / 2;
    // The values of the first half in order, each with its row in the low bits.
    long[] sorted = new long[known];
    for (int row = 0; row < known; row++) {
      sorted[row] = sortable(rows.features()[row * width + feature]) << 32 | row;
    }
    Arrays.sort(sorted);
    return subject.hasClasses()
        ? balancedAccuracy(rows, feature, width, sorted)
        : leastR2(subject.outputs(), rows, feature, width, sorted);
  }

  /** Returns an integer with the order of the floats; both zeros are the same. */
  private static long sortable(float value) {
    int bits = Float.floatToIntBits(value + 0f);
    return bits ^ (bits >> 31 & Integer.MAX_VALUE);
  }

  private static float valueAt(Chosen rows, int feature, int width, long entry) {
    return rows.features()[(int) entry * width + feature];
  }

  /** Returns the place of the first of the sorted values that are nearest to a value. */
  private static int nearest(Chosen rows, int feature, int width, long[] sorted, float value) {
    int found = Arrays.binarySearch(sorted, sortable(value) << 32);
    int above = found < 0 ? -found - 1 : found;
    if (above == sorted.length) {
      return firstOfEqual(rows, feature, width, sorted, above - 1);
    }
    if (above == 0) {
      return 0;
    }
    double up = (double) valueAt(rows, feature, width, sorted[above]) - value;
    double down = (double) value - valueAt(rows, feature, width, sorted[above - 1]);
    return up <= down ? above : firstOfEqual(rows, feature, width, sorted, above - 1);
  }

  private static int firstOfEqual(Chosen rows, int feature, int width, long[] sorted, int at) {
    float value = valueAt(rows, feature, width, sorted[at]);
    int first = at;
    while (first > 0 && valueAt(rows, feature, width, sorted[first - 1]) == value) {
      first--;
    }
    return first;
  }

  private static double balancedAccuracy(Chosen rows, int feature, int width, long[] sorted) {
    int[] classes = rows.targets().classes();
    int count = Arrays.stream(classes, 0, rows.count()).max().orElse(0) + 1;
    int[] knownOf = new int[count];
    for (int row = 0; row < sorted.length; row++) {
      knownOf[classes[row]]++;
    }
    int[] seen = new int[count];
    int[] right = new int[count];
    int[] votes = new int[count];
    for (int row = sorted.length; row < rows.count(); row++) {
      float value = rows.features()[row * width + feature];
      int at = nearest(rows, feature, width, sorted, value);
      float found = valueAt(rows, feature, width, sorted[at]);
      Arrays.fill(votes, 0);
      int best = classes[(int) sorted[at]];
      for (int i = at;
          i < sorted.length && valueAt(rows, feature, width, sorted[i]) == found;
          i++) {
        int voted = classes[(int) sorted[i]];
        if (++votes[voted] > votes[best]) {
          best = voted;
        }
      }
      seen[classes[row]]++;
      right[classes[row]] += best == classes[row] ? 1 : 0;
    }
    double sum = 0;
    int judged = 0;
    for (int c = 0; c < count; c++) {
      if (seen[c] >= FEWEST && knownOf[c] >= FEWEST) {
        sum += (double) right[c] / seen[c];
        judged++;
      }
    }
    return judged < 2 ? 0 : sum / judged;
  }

  private static double leastR2(int outputs, Chosen rows, int feature, int width, long[] sorted) {
    double least = Double.POSITIVE_INFINITY;
    float[] targets = rows.targets().values();
    for (int output = 0; output < outputs; output++) {
      double sum = 0;
      double squares = 0;
      double errors = 0;
      int n = rows.count() - sorted.length;
      for (int row = sorted.length; row < rows.count(); row++) {
        float value = rows.features()[row * width + feature];
        int at = nearest(rows, feature, width, sorted, value);
        float found = valueAt(rows, feature, width, sorted[at]);
        double mean = 0;
        int equal = 0;
        for (int i = at;
            i < sorted.length && valueAt(rows, feature, width, sorted[i]) == found;
            i++) {
          mean += targets[(int) sorted[i] * outputs + output];
          equal++;
        }
        double target = targets[row * outputs + output];
        double error = target - mean / equal;
        errors += error * error;
        sum += target;
        squares += target * target;
      }
      double deviations = squares - sum * sum / n;
      least = Math.min(least, deviations > 0 ? 1 - errors / deviations : 0);
    }
    return least;
  }
}
