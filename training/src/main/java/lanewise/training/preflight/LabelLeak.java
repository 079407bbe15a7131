package lanewise.training.preflight;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import lanewise.training.PermutationImportance.Column;
import lanewise.training.preflight.Subject.Chosen;

/**
 * Finds columns that alone predict the target, which usually means that the label, or what is only
 * known after it, is among the features.
 *
 * <p>Each feature, and of a column with several features each combination of their values, predicts
 * half of up to {@value #ROWS} random rows from the other half by the target of the row with the
 * nearest value (of several, the mean or the most frequent class). It leaks if that is nearly
 * always right:
 *
 * <pre>
 *   classes   mean over the classes of the share of rows that are right  &gt;= {@value #BOUND}
 *   values    R2 = 1 - squared errors / squared deviations, of each target &gt;= {@value #BOUND}
 * </pre>
 *
 * <p>A column leaks if one of its features or their combination does. Unlike an area under a curve
 * this also finds a label in an order of its own, such as numbers of more than two classes; and
 * unlike the purity of groups, it does not take a unique number for a label. A class with fewer
 * than 3 rows in either half is left out.
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
    List<String> leaks = new ArrayList<>();
    double best = Double.NEGATIVE_INFINITY;
    String bestColumn = "";
    for (Column column : subject.columns()) {
      double score = score(subject, rows, column);
      if (score >= BOUND) {
        leaks.add(column.name());
      }
      if (score > best) {
        best = score;
        bestColumn = column.name();
      }
    }
    String measure = subject.hasClasses() ? "balanced accuracy" : "R2";
    if (leaks.isEmpty()) {
      return PreflightFinding.good(
          String.format(
              Locale.ROOT,
              "No column alone predicts the target; the best, %s, reaches a %s of %.2f.",
              bestColumn,
              measure,
              best));
    }
    return PreflightFinding.fault(
        String.format(
            Locale.ROOT,
            "%s alone %s the target, with a %s of %.3f: leave %s out if a prediction cannot know"
                + " %s.",
            Subject.some(leaks),
            leaks.size() == 1 ? "predicts" : "each predict",
            measure,
            best,
            leaks.size() == 1 ? "it" : "them",
            leaks.size() == 1 ? "it" : "them"));
  }

  private static double score(Subject subject, Chosen rows, Column column) {
    int width = subject.featureNames().size();
    double best = Double.NEGATIVE_INFINITY;
    for (int feature = column.first(); feature < column.first() + column.count(); feature++) {
      float[] values = new float[rows.count()];
      for (int row = 0; row < values.length; row++) {
        values[row] = rows.features()[row * width + feature];
      }
      best = Math.max(best, score(subject, rows, values));
    }
    return column.count() == 1
        ? best
        : Math.max(best, score(subject, rows, combinations(rows, width, column)));
  }

  /** Returns a number for each row that is the same for equal values of all features. */
  private static float[] combinations(Chosen rows, int width, Column column) {
    Map<FloatBuffer, Integer> numbers = new HashMap<>();
    float[] values = new float[rows.count()];
    for (int row = 0; row < values.length; row++) {
      FloatBuffer features =
          FloatBuffer.wrap(rows.features(), row * width + column.first(), column.count());
      Integer number = numbers.putIfAbsent(features, numbers.size());
      values[row] = number == null ? numbers.size() - 1 : number;
    }
    return values;
  }

  private static double score(Subject subject, Chosen rows, float[] values) {
    int known = rows.count() / 2;
    // The values of the first half in order, each with its row in the low bits.
    long[] sorted = new long[known];
    for (int row = 0; row < known; row++) {
      sorted[row] = sortable(values[row]) << 32 | row;
    }
    Arrays.sort(sorted);
    return subject.hasClasses()
        ? balancedAccuracy(rows, values, sorted)
        : leastR2(subject.outputs(), rows, values, sorted);
  }

  /** Returns an integer with the order of the floats; both zeros are the same. */
  private static long sortable(float value) {
    int bits = Float.floatToIntBits(value + 0f);
    return bits ^ (bits >> 31 & Integer.MAX_VALUE);
  }

  private static float valueAt(float[] values, long entry) {
    return values[(int) entry];
  }

  /** Returns the place of the first of the sorted values that are nearest to a value. */
  private static int nearest(float[] values, long[] sorted, float value) {
    int found = Arrays.binarySearch(sorted, sortable(value) << 32);
    int above = found < 0 ? -found - 1 : found;
    if (above == sorted.length) {
      return firstOfEqual(values, sorted, above - 1);
    }
    if (above == 0) {
      return 0;
    }
    double up = (double) valueAt(values, sorted[above]) - value;
    double down = (double) value - valueAt(values, sorted[above - 1]);
    return up <= down ? above : firstOfEqual(values, sorted, above - 1);
  }

  private static int firstOfEqual(float[] values, long[] sorted, int at) {
    float value = valueAt(values, sorted[at]);
    int first = at;
    while (first > 0 && valueAt(values, sorted[first - 1]) == value) {
      first--;
    }
    return first;
  }

  private static double balancedAccuracy(Chosen rows, float[] values, long[] sorted) {
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
      float value = values[row];
      int at = nearest(values, sorted, value);
      float found = valueAt(values, sorted[at]);
      Arrays.fill(votes, 0);
      int best = classes[(int) sorted[at]];
      for (int i = at; i < sorted.length && valueAt(values, sorted[i]) == found; i++) {
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

  private static double leastR2(int outputs, Chosen rows, float[] values, long[] sorted) {
    double least = Double.POSITIVE_INFINITY;
    float[] targets = rows.targets().values();
    for (int output = 0; output < outputs; output++) {
      double sum = 0;
      double squares = 0;
      double errors = 0;
      int n = rows.count() - sorted.length;
      for (int row = sorted.length; row < rows.count(); row++) {
        float value = values[row];
        int at = nearest(values, sorted, value);
        float found = valueAt(values, sorted[at]);
        double mean = 0;
        int equal = 0;
        for (int i = at; i < sorted.length && valueAt(values, sorted[i]) == found; i++) {
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
