package lanewise.cli.report;

import java.util.Locale;

/** A number of rows that are right or wrong, shaded by their share. */
final class ConfusionCell {
  private ConfusionCell() {}

  /**
   * Writes a cell.
   *
   * @param all the rows of which these are a share
   */
  static void write(Html html, long count, long all, boolean isRight) {
    if (count == 0) {
      html.leaf("td", "·", "class", "none");
      return;
    }
    double share = (double) count / all;
    // Mistakes are few: their shade begins to be visible at one in a hundred.
    double shade = isRight ? 0.15 + 0.6 * share : Math.min(0.75, 0.15 + 1.5 * share);
    html.leaf(
        "td",
        Figures.count(count),
        "class",
        isRight ? "right" : "wrong",
        "style",
        String.format(Locale.ROOT, "--v:%.0f%%", 100 * shade));
  }
}
