package lanewise.cli.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SequencedSet;
import lanewise.cli.output.Durations;
import lanewise.cli.report.LineChart.Stroke;
import lanewise.layers.format.JsonCursor;
import org.jspecify.annotations.Nullable;

/** The page that compares several runs: their results, the settings that differ, their curves. */
final class ComparisonPage {
  private final Html html = new Html();
  private final SequencedMap<String, LoggedRun> runs;

  private ComparisonPage(SequencedMap<String, LoggedRun> runs) {
    this.runs = runs;
  }

  /** Returns the page of several runs. */
  static String of(List<LoggedRun> runs) {
    SequencedMap<String, LoggedRun> named = new LinkedHashMap<>();
    // Folders of one name are told apart by their paths.
    boolean areDistinct = runs.stream().map(LoggedRun::name).distinct().count() == runs.size();
    for (LoggedRun run : runs) {
      named.put(areDistinct ? run.name() : run.folder().toString(), run);
    }
    return new ComparisonPage(named).page();
  }

  private String page() {
    ReportPage.begin(html, "Comparison of " + runs.size() + " runs");
    html.open("header").leaf("h1", "Comparison of " + runs.size() + " runs").close();
    results();
    settings();
    curves();
    return ReportPage.end(
        html, "Made by lanewise report from the folders of the runs; it loads nothing.");
  }

  private void beginTable(String title, String id, @Nullable String note) {
    html.open("section", "aria-labelledby", id).leaf("h2", title, "id", id);
    if (note != null) {
      html.leaf("p", note, "class", "note");
    }
    html.open("div", "class", "scroll").open("table").open("thead").open("tr");
  }

  private void endTable() {
    html.close().close().close();
  }

  private void results() {
    SequencedSet<String> metrics = new LinkedHashSet<>();
    SequencedSet<String> finals = new LinkedHashSet<>();
    for (LoggedRun run : runs.values()) {
      metrics.addAll(run.metrics());
      JsonCursor evaluation = run.evaluation();
      if (evaluation != null) {
        finals.addAll(evaluation.get("metrics").members().sequencedKeySet());
      }
    }
    beginTable(
        "Results",
        "results",
        "The validation figures are of the best epoch; the test figures are of rows that took no"
            + " part.");
    html.leaf("th", "run", "scope", "col").leaf("th", "epochs", "scope", "col");
    html.leaf("th", "best", "scope", "col").leaf("th", "validation loss", "scope", "col");
    metrics.forEach(name -> html.leaf("th", "validation " + name, "scope", "col"));
    finals.forEach(name -> html.leaf("th", "test " + name, "scope", "col"));
    html.leaf("th", "time", "scope", "col").close().close().open("tbody");
    runs.forEach(
        (name, run) -> {
          html.open("tr").leaf("th", name, "scope", "row");
          html.leaf("td", "" + run.epochs().getLast().get("epoch").asInt());
          html.leaf("td", "" + run.bestEpoch());
          JsonCursor best = run.best();
          html.leaf("td", Figures.text(LoggedRun.number(best, "validation", "loss")));
          for (String metric : metrics) {
            double value = LoggedRun.number(best, "validation", metric);
            html.leaf("td", Figures.metric(metric, value));
          }
          for (String metric : finals) {
            double value = LoggedRun.number(run.evaluation(), "metrics", metric);
            html.leaf("td", Figures.metric(metric, value));
          }
          html.leaf("td", Durations.text(run.seconds())).close();
        });
    endTable();
    html.close();
  }

  /** The settings that are not the same in all runs. */
  private void settings() {
    SequencedSet<String> keys = new LinkedHashSet<>();
    runs.values().forEach(run -> keys.addAll(run.facts("configuration").sequencedKeySet()));
    keys.removeIf(
        key ->
            runs.values().stream()
                    .map(run -> run.facts("configuration").getOrDefault(key, ""))
                    .distinct()
                    .count()
                < 2);
    if (keys.isEmpty()) {
      return;
    }
    beginTable("Settings that differ", "settings", null);
    html.leaf("th", "setting", "scope", "col");
    runs.sequencedKeySet().forEach(name -> html.leaf("th", name, "scope", "col"));
    html.close().close().open("tbody");
    for (String key : keys) {
      html.open("tr").leaf("th", key, "scope", "row");
      for (LoggedRun run : runs.values()) {
        html.leaf("td", run.facts("configuration").getOrDefault(key, "–"));
      }
      html.close();
    }
    endTable();
    html.close();
  }

  private void curves() {
    html.open("section", "aria-labelledby", "curves").leaf("h2", "Curves", "id", "curves");
    if (runs.size() > Stroke.ALL) {
      html.leaf(
          "p",
          "More than %s lines cannot be told apart, so the curves are those of the first %s runs."
              .formatted(Stroke.ALL, Stroke.ALL),
          "class",
          "note");
    }
    html.open("div", "class", "charts");
    chart("validation-loss", "Validation loss", true, Figures::text, "validation", "loss");
    chart("train-loss", "Training loss", true, Figures::text, "trainLoss");
    SequencedSet<String> metrics = new LinkedHashSet<>();
    runs.values().forEach(run -> metrics.addAll(run.metrics()));
    for (String metric : metrics) {
      chart(
          "metric-" + metric,
          "Validation " + metric,
          false,
          value -> Figures.metric(metric, value),
          "validation",
          metric);
    }
    chart("rate", "Learning rate", false, Figures::text, "learningRate");
    chart("gradient", "Norm of the gradients", true, Figures::text, "gradientNorm");
    html.close().close();
  }

  private void chart(
      String id, String title, boolean logarithmic, LineChart.Format format, String... path) {
    List<LineChart.Line> lines = new ArrayList<>();
    for (Map.Entry<String, LoggedRun> each : runs.entrySet()) {
      LoggedRun run = each.getValue();
      if (lines.size() < Stroke.ALL) {
        Stroke stroke = Stroke.of(lines.size());
        lines.add(LineChart.Line.of(each.getKey(), stroke, run.epochNumbers(), run.series(path)));
      }
    }
    new LineChart(id, title, null, lines, logarithmic, 0, format).write(html);
  }
}
