package lanewise.training.data.table;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import lanewise.layers.internal.Cells;

/**
 * What stands in for the values that are missing in a table, learnt from the training rows; the
 * strategies are those of scikit-learn's {@code SimpleImputer}.
 *
 * <pre>
 *   strategy        numbers                     booleans              texts
 *   MEDIAN          the median                  the more frequent     the most frequent
 *   MEAN            the mean                    the more frequent     the most frequent
 *   MOST_FREQUENT   the most frequent           the more frequent     the most frequent
 *   CONSTANT        the given number            false                 a category of its own
 *   REFUSE          a missing value in the training rows is refused, but in columns that are left out
 * </pre>
 *
 * <p>Of equally frequent numbers the smallest is taken, of texts the first in their order, and of
 * booleans true. A column that lacks no value in the training rows learns, too, what stands in for
 * one that is missing later: with {@code REFUSE} what {@code MEDIAN} takes, and with {@code
 * CONSTANT} the given number or the most frequent boolean or text.
 *
 * @param strategy how the value is found
 * @param value the number of {@code CONSTANT}, finite; other strategies do not use it
 * @param indicator whether a further feature of a column that lacks values in the training rows
 *     says where. Texts that are embedded, and all texts with {@code CONSTANT}, have a category of
 *     their own instead
 */
public record Imputation(Strategy strategy, float value, boolean indicator) {
  /** How the value is found that stands in for a missing one. */
  public enum Strategy {
    /** The median of numbers, the most frequent of other values. */
    MEDIAN,
    /** The mean of numbers, the most frequent of other values. */
    MEAN,
    /** The most frequent value. */
    MOST_FREQUENT,
    /** A given number; false; a category of its own. */
    CONSTANT,
    /** None: no value may be missing in the training rows. */
    REFUSE
  }

  /**
   * Checks the parts.
   *
   * @throws IllegalArgumentException if the value is not finite
   */
  public Imputation {
    Objects.requireNonNull(strategy, "strategy");
    if (!Float.isFinite(value)) {
      throw new IllegalArgumentException("imputation: the value " + value + " is not finite");
    }
  }

  /**
   * Returns the imputation of a strategy with an indicator, and 0 for the number of {@code
   * CONSTANT}.
   *
   * @param strategy how the value is found
   * @return the imputation
   */
  public static Imputation of(Strategy strategy) {
    return new Imputation(strategy, 0, true);
  }

  /**
   * Returns the imputation by a constant with an indicator.
   *
   * @param value the number that stands in for a missing one, finite
   * @return the imputation
   * @throws IllegalArgumentException if the value is not finite
   */
  public static Imputation constant(float value) {
    return new Imputation(Strategy.CONSTANT, value, true);
  }

  /**
   * Returns this imputation without a feature that says where values were missing.
   *
   * @return a changed copy
   */
  public Imputation withoutIndicator() {
    return new Imputation(strategy, value, false);
  }

  /** Whether a column that has one value, or none, tells rows apart. */
  boolean tellsMissing() {
    return indicator || strategy == Strategy.CONSTANT || strategy == Strategy.REFUSE;
  }

  boolean isConstant() {
    return strategy == Strategy.CONSTANT;
  }

  /** Returns what stands in for a number, of those that are there in ascending order. */
  float number(float[] sorted) {
    return switch (strategy) {
      case MEDIAN, REFUSE -> median(sorted);
      case MEAN -> mean(sorted);
      case MOST_FREQUENT -> mode(sorted);
      case CONSTANT -> value;
    };
  }

  private static float median(float[] sorted) {
    int half = sorted.length / 2;
    return sorted.length % 2 == 1
        ? sorted[half]
        : (float) (((double) sorted[half - 1] + sorted[half]) / 2);
  }

  private static float mean(float[] numbers) {
    double sum = 0;
    for (float number : numbers) {
      sum += number;
    }
    return (float) (sum / numbers.length);
  }

  /** Of equally frequent numbers, the smallest. */
  private static float mode(float[] sorted) {
    float best = sorted[0];
    int most = 0;
    int count = 0;
    for (int i = 0; i < sorted.length; i++) {
      count = i > 0 && sorted[i] == sorted[i - 1] ? count + 1 : 1;
      if (count > most) {
        most = count;
        best = sorted[i];
      }
    }
    return best;
  }

  /** Returns what stands in for a boolean. True is taken if both are equally frequent. */
  boolean truth(CellSurvey survey) {
    if (isConstant() && survey.hasMissing()) {
      return false;
    }
    int balance = 0;
    for (float number : survey.numbers) {
      balance += number == 1 ? 1 : -1;
    }
    for (int t = 0; t < survey.counts.length; t++) {
      if (survey.counts[t] > 0) {
        balance += Cells.truth(survey.text(t)) == 1 ? survey.counts[t] : -survey.counts[t];
      }
    }
    return balance >= 0;
  }

  /** Returns the most frequent text; of equally frequent ones, the first. */
  static String mostFrequent(List<String> texts, CellSurvey survey) {
    Map<String, Integer> counts = survey.countsByText();
    String best = texts.getFirst();
    for (String text : texts) {
      if (counts.getOrDefault(text, 0) > counts.getOrDefault(best, 0)) {
        best = text;
      }
    }
    return best;
  }
}
