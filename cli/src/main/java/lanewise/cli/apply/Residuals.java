package lanewise.cli.apply;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import lanewise.cli.output.JsonLine;
import lanewise.layers.format.JsonArray;
import lanewise.layers.format.JsonObject;
import lanewise.layers.format.JsonValue;
import lanewise.tensor.io.AtomicFiles;
import lanewise.training.RegressionReport;
import lanewise.training.data.csv.CsvFormat;

/** The errors of predicted numbers: as a table to plot, and as an object. */
final class Residuals {
  private Residuals() {}

  /** Writes a line for each row and number: {@code row,target,actual,predicted,residual}. */
  static void write(Path file, RegressionReport report) throws IOException {
    StringBuilder text = new StringBuilder("row,target,actual,predicted,residual\n");
    int width = report.figures().size();
    for (int i = 0; i < report.actual().length; i++) {
      float actual = report.actual()[i];
      float predicted = report.predicted()[i];
      text.append(i / width + 1)
          .append(',')
          .append(CsvFormat.commas().field(report.figures().get(i % width).name()))
          .append(',')
          .append(actual)
          .append(',')
          .append(predicted)
          .append(',')
          .append((float) ((double) actual - predicted))
          .append('\n');
    }
    AtomicFiles.write(file, text.toString().getBytes(StandardCharsets.UTF_8));
  }

  static JsonObject object(RegressionReport report, String data) {
    List<JsonValue> targets = new ArrayList<>();
    for (RegressionReport.Figures each : report.figures()) {
      targets.add(
          JsonObject.builder()
              .put("name", each.name())
              .put("mae", JsonLine.number(each.meanAbsoluteError()))
              .put("rmse", JsonLine.number(each.rootMeanSquaredError()))
              .put("r2", JsonLine.number(each.r2()))
              .build());
    }
    return JsonObject.builder()
        .put("rows", report.rows())
        .put("data", data)
        .put("targets", new JsonArray(targets))
        .build();
  }
}
