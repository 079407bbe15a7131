package lanewise.cli.output;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import lanewise.training.RegressionReport;

/** The errors of predicted numbers, a line for each. */
public final class RegressionLines {
  private RegressionLines() {}

  /** {@code MAE 43.1, RMSE 54.5, R2 0.48 (66 rows)}, after a name if there are several numbers. */
  public static List<String> of(RegressionReport report) {
    List<String> lines = new ArrayList<>();
    for (RegressionReport.Figures each : report.figures()) {
      lines.add(
          String.format(
              Locale.ROOT,
              "%sMAE %s, RMSE %s, R2 %s (%s)",
              report.figures().size() == 1 ? "" : ClassScores.shortened(each.name()) + ": ",
              MetricText.number(each.meanAbsoluteError()),
              MetricText.number(each.rootMeanSquaredError()),
              Double.isNaN(each.r2()) ? "-" : String.format(Locale.ROOT, "%.4f", each.r2()),
              Phrases.count(report.rows(), "row")));
    }
    return lines;
  }
}
