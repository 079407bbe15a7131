package lanewise.cli.report;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import lanewise.layers.format.JsonCursor;

/** The section about the predictions of a model, from evaluation.json. */
final class EvaluationSections {
  private final Html html;
  private final PlotHtml plot;
  private final JsonCursor evaluation;
  private final List<String> classes;

  EvaluationSections(Html html, JsonCursor evaluation) {
    this.html = html;
    this.plot = new PlotHtml(html);
    this.evaluation = evaluation;
    this.classes =
        evaluation
            .find("classes")
            .map(names -> names.elements().stream().map(JsonCursor::asString).toList())
            .orElse(List.of());
  }

  void write() {
    ClassSections ofClasses = new ClassSections(html, classes);
    ValueSections ofValues = new ValueSections(html);
    MistakeSection ofMistakes = new MistakeSection(html, evaluation.find("picture").orElse(null));
    long rows = evaluation.get("rows").asLong();
    html.open("section", "aria-labelledby", "predictions");
    html.leaf(
        "h2",
        "Predictions for the " + evaluation.get("part").asString() + " rows",
        "id",
        "predictions");
    html.leaf(
        "p", Figures.count(rows) + " rows that took no part in the training.", "class", "note");
    metrics();
    html.open("div", "class", "charts");
    evaluation.find("calibration").ifPresent(this::calibration);
    evaluation.find("targets").ifPresent(ofValues::plots);
    evaluation.find("importance").ifPresent(this::importance);
    html.close();
    evaluation.find("importanceLeftOut").ifPresent(this::importanceLeftOut);
    evaluation.find("targets").ifPresent(ofValues::table);
    evaluation.find("confusion").ifPresent(ofClasses::confusion);
    evaluation.find("perClass").ifPresent(ofClasses::scores);
    evaluation
        .find("perLabel")
        .ifPresent(lines -> new LabelSections(html, classes).table(lines, rows));
    evaluation.find("mistakes").ifPresent(ofMistakes::ofClasses);
    evaluation.find("labelMistakes").ifPresent(ofMistakes::ofLabels);
    html.close();
  }

  private void metrics() {
    html.open("dl", "class", "tiles small");
    for (Map.Entry<String, JsonCursor> metric : evaluation.get("metrics").members().entrySet()) {
      double value = metric.getValue().isNull() ? Double.NaN : metric.getValue().asDouble();
      html.open("div").leaf("dt", metric.getKey());
      html.leaf("dd", Figures.metric(metric.getKey(), value)).close();
    }
    html.close();
  }

  private void calibration(JsonCursor bins) {
    boolean ofLabels = evaluation.find("perLabel").isPresent();
    new CalibrationCurve(
            html, ofLabels ? CalibrationCurve.Kind.LABELS : CalibrationCurve.Kind.CLASSES)
        .write(bins, LoggedRun.number(evaluation, "metrics", "ece"));
  }

  private void importanceLeftOut(JsonCursor columns) {
    html.leaf(
        "p",
        "The importance of the columns was not measured: there are %s, and of more than %s it would take longer than the training."
            .formatted(Figures.count(columns.asLong()), ColumnImportance.MOST),
        "class",
        "note");
  }

  private void importance(JsonCursor columns) {
    String metric = evaluation.get("importanceOf").asString();
    plot.beginFigure(
        "Importance of the columns",
        "How much lower "
            + metric
            + " is when the values of a column are exchanged between rows."
            + " Columns that say the same share their importance.");
    List<JsonCursor> shown = columns.elements();
    shown = shown.subList(0, Math.min(30, shown.size()));
    double largest =
        shown.stream().mapToDouble(each -> LoggedRun.number(each, "mean")).max().orElse(0);
    html.open("table", "class", "bars").open("thead").open("tr");
    html.leaf("th", "column", "scope", "col").leaf("th", "loss of " + metric, "scope", "col");
    html.leaf("th", "±", "scope", "col").close().close().open("tbody");
    for (JsonCursor each : shown) {
      double mean = LoggedRun.number(each, "mean");
      double share = largest > 0 ? Math.clamp(mean / largest, 0, 1) : 0;
      html.open("tr").leaf("th", each.get("column").asString(), "scope", "row");
      html.open("td", "class", "bar", "style", String.format(Locale.ROOT, "--w:%.3f", share));
      html.leaf("span", Figures.text(mean)).close();
      html.leaf("td", Figures.text(LoggedRun.number(each, "deviation"))).close();
    }
    html.close().close();
    if (columns.elements().size() > shown.size()) {
      html.leaf("p", "The other columns are less important.", "class", "note");
    }
    html.close();
  }
}
