package lanewise.cli.output;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import lanewise.cli.session.Printable;
import lanewise.training.ClassificationReport;
import lanewise.training.MultiLabelReport;
import lanewise.training.metric.ConfusionMatrix;

/**
 * Precision, recall and F1 score of one class.
 *
 * @param rows the number of rows of the class
 * @param precision the share of the rows predicted as the class that belong to it; NaN where there
 *     are none
 * @param recall the share of the rows of the class that are predicted as it; NaN if it has none
 * @param f1 the harmonic mean of both; NaN where the class is neither there nor predicted
 */
public record ClassScores(int rows, double precision, double recall, double f1) {
  private static final int LONGEST = 24;
  private static final int SHORTEST = 5;

  /** What the figures of a line of the table take before the rows. */
  private static final int FIGURES = 29;

  private static final int MOST_RECALLS = 10;

  public static ClassScores of(ConfusionMatrix confusion, int c) {
    int rows = 0;
    int predicted = 0;
    for (int other = 0; other < confusion.classes(); other++) {
      rows += confusion.count(c, other);
      predicted += confusion.count(other, c);
    }
    double right = confusion.count(c, c);
    return new ClassScores(rows, right / predicted, right / rows, 2 * right / (rows + predicted));
  }

  /** {@code 98.15% (265 of 270 rows)}; where weights matter, that is said. */
  public static String accuracy(ClassificationReport evaluation) {
    boolean byWeight = evaluation.accuracy() != evaluation.confusion().value();
    return String.format(
        Locale.ROOT,
        "%.2f%%%s (%,d of %,d rows)",
        100 * evaluation.accuracy(),
        byWeight ? " by weight" : "",
        evaluation.confusion().right(),
        evaluation.rows());
  }

  /** {@code 97.50% right, all of a row in 57 of 60 rows}; as of classes. */
  public static String labels(MultiLabelReport evaluation) {
    boolean byWeight = evaluation.exactShare() != (double) evaluation.exact() / evaluation.rows();
    return String.format(
        Locale.ROOT,
        "%.2f%% right%s, all of a row in %,d of %,d rows",
        100 * evaluation.accuracy(),
        byWeight ? " by weight" : "",
        evaluation.exact(),
        evaluation.rows());
  }

  /**
   * A line for each class below a header.
   *
   * @param columns the length of a line; labels that do not fit stand above their figures
   */
  public static List<String> table(List<String> labels, ConfusionMatrix confusion, int columns) {
    List<String> lines = new ArrayList<>();
    int rows = "rows".length();
    for (int c = 0; c < labels.size(); c++) {
      rows = Math.max(rows, String.format(Locale.ROOT, "%,d", of(confusion, c).rows).length());
    }
    int room = Math.clamp(columns - FIGURES - rows, SHORTEST, LONGEST);
    List<String> names = labels.stream().map(ClassScores::shortened).toList();
    int width =
        names.stream()
            .mapToInt(String::length)
            .filter(length -> length <= room)
            .reduce(SHORTEST, Math::max);
    lines.add(
        String.format(
            Locale.ROOT,
            "%-" + width + "s  precision  recall      f1  %" + rows + "s",
            "class",
            "rows"));
    for (int c = 0; c < labels.size(); c++) {
      ClassScores scores = of(confusion, c);
      String name = names.get(c);
      if (name.length() > width) {
        lines.add(name);
        name = "";
      }
      lines.add(
          String.format(
              Locale.ROOT,
              "%-" + width + "s  %9s  %6s  %6s  %," + rows + "d",
              name,
              share(scores.precision),
              share(scores.recall),
              share(scores.f1),
              scores.rows));
    }
    return lines;
  }

  private static String share(double value) {
    return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.4f", value);
  }

  /** Whether a class has less than a fifth of the rows of another. */
  public static boolean areImbalanced(List<Integer> counts) {
    int most = counts.stream().mapToInt(Integer::intValue).max().orElse(0);
    int least = counts.stream().mapToInt(Integer::intValue).filter(c -> c > 0).min().orElse(0);
    return 5L * least < most;
  }

  /** The recalls of the smallest classes, each as a line. */
  public static List<String> recalls(List<String> labels, ConfusionMatrix confusion) {
    List<Integer> order = new ArrayList<>();
    for (int c = 0; c < labels.size(); c++) {
      order.add(c);
    }
    order.sort(Comparator.comparingInt(c -> of(confusion, c).rows));
    return order.stream()
        .limit(MOST_RECALLS)
        .map(
            c ->
                shortened(labels.get(c))
                    + ": "
                    + shareOf(confusion.count(c, c), of(confusion, c).rows))
        .toList();
  }

  /** {@code 30.00% (6 of 20)}, or a dash where there is nothing. */
  public static String shareOf(long part, long all) {
    return all == 0
        ? "- (no row)"
        : String.format(Locale.ROOT, "%.2f%% (%,d of %,d)", 100.0 * part / all, part, all);
  }

  public static String shortened(String label) {
    String shown = Printable.of(label);
    return shown.length() <= LONGEST ? shown : shown.substring(0, LONGEST - 2) + "..";
  }
}
