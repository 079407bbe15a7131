package lanewise.cli.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import lanewise.cli.output.Durations;
import lanewise.cli.output.Phrases;
import lanewise.cli.output.StopWords;
import lanewise.cli.report.LineChart.Stroke;
import lanewise.layers.format.JsonCursor;
import org.jspecify.annotations.Nullable;

/**
 * The page of a run: one file of HTML without scripts, that loads nothing. It is made of the files
 * of the run's folder alone, so it can be made again.
 */
final class ReportPage {
  /** Nothing may be loaded, and no script may run, whatever a name in the data contains. */
  private static final String POLICY =
      "default-src 'none'; style-src 'unsafe-inline'; img-src data:";

  /** More lines in one chart cannot be told apart. */
  private static final int MOST_LINES = 6;

  private final Html html = new Html();
  private final LoggedRun run;
  private final int[] epochs;

  private ReportPage(LoggedRun run) {
    this.run = run;
    this.epochs = run.epochNumbers();
  }

  /** Returns the page of a run. */
  static String of(LoggedRun run) {
    return new ReportPage(run).page();
  }

  static void begin(Html html, String title) {
    html.open("html", "lang", "en").open("head");
    html.empty("meta", "charset", "utf-8");
    html.empty("meta", "http-equiv", "Content-Security-Policy", "content", POLICY);
    html.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
    html.empty("meta", "name", "color-scheme", "content", "light dark");
    html.leaf("title", title).style(ReportStyle.CSS).close();
    html.open("body").open("main");
  }

  static String end(Html html, String how) {
    html.close();
    html.leaf("footer", how);
    return html.close().close().document();
  }

  private String page() {
    begin(html, run.name() + " – training report");
    html.open("header").leaf("h1", run.name());
    html.leaf("p", verdict(), "class", "verdict");
    tiles();
    html.close();
    findings();
    curves();
    health();
    JsonCursor evaluation = run.evaluation();
    if (evaluation != null) {
      new EvaluationSections(html, evaluation).write();
    }
    facts();
    String how = "Made by lanewise report from the files of this folder; it loads nothing.";
    return end(html, how);
  }

  private String verdict() {
    String network = run.text("network");
    String reason = run.text("stoppedBy");
    return (network == null ? "" : network + " · ")
        + Phrases.count(epochs[epochs.length - 1], "epoch")
        + ", the best is "
        + run.bestEpoch()
        + " · "
        + (reason == null ? "still running, or ended without a result" : StopWords.meaning(reason));
  }

  private void tile(String name, String value) {
    html.open("div").leaf("dt", name).leaf("dd", value).close();
  }

  private void tiles() {
    html.open("dl", "class", "tiles");
    JsonCursor evaluation = run.evaluation();
    if (evaluation != null && !evaluation.get("metrics").members().isEmpty()) {
      String first = evaluation.get("metrics").members().sequencedKeySet().getFirst();
      double value = LoggedRun.number(evaluation, "metrics", first);
      tile(evaluation.get("part").asString() + " " + first, Figures.metric(first, value));
    }
    tile("validation loss", Figures.text(LoggedRun.number(run.best(), "validation", "loss")));
    for (String metric : run.metrics()) {
      tile(
          "validation " + metric,
          Figures.metric(metric, LoggedRun.number(run.best(), "validation", metric)));
    }
    tile("training time", Durations.text(run.seconds()));
    tile("rows per second", Figures.count(Math.round(median(run.series("rowsPerSecond")))));
    html.close();
  }

  static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private void findings() {
    List<LoggedRun.Finding> findings = run.findings();
    html.open("section", "aria-labelledby", "findings");
    html.leaf("h2", "Findings", "id", "findings");
    if (findings.isEmpty()) {
      html.leaf(
          "p",
          "The training doctor found nothing wrong with the gradients, updates, units and losses.");
    } else {
      html.open("ul", "class", "findings");
      for (LoggedRun.Finding finding : findings) {
        html.open("li");
        html.leaf(
            "strong",
            finding.first() == finding.last()
                ? "Epoch " + finding.first() + ": "
                : "Epochs " + finding.first() + " to " + finding.last() + ": ");
        html.text(finding.sentence() + ".").close();
      }
      html.close();
    }
    html.close();
  }

  private LineChart.Line line(String name, Stroke stroke, double[] values) {
    return LineChart.Line.of(name, stroke, epochs, values);
  }

  private void curves() {
    html.open("section", "aria-labelledby", "curves");
    html.leaf("h2", "Curves", "id", "curves");
    html.leaf(
        "p", "The dotted line marks the best epoch, whose weights are the model.", "class", "note");
    html.open("div", "class", "charts");
    List<LineChart.Line> losses = new ArrayList<>();
    losses.add(line("training, during the epoch", Stroke.solid(1), run.series("trainLoss")));
    losses.add(line("training, after the epoch", Stroke.dashed(3), run.series("train", "loss")));
    losses.add(line("validation", Stroke.solid(2), run.series("validation", "loss")));
    chart("loss", "Loss", null, losses, true, Figures::text);
    for (String metric : run.metrics()) {
      chart(
          "metric-" + metric,
          Figures.title(metric),
          null,
          List.of(
              line("training", Stroke.dashed(1), run.series("train", metric)),
              line("validation", Stroke.solid(2), run.series("validation", metric))),
          false,
          value -> Figures.metric(metric, value));
    }
    chart(
        "rate",
        "Learning rate",
        "Of the last step of each epoch.",
        List.of(line("learning rate", Stroke.solid(1), run.series("learningRate"))),
        false,
        Figures::text);
    html.close().close();
  }

  private void chart(
      String id,
      String title,
      @Nullable String note,
      List<LineChart.Line> lines,
      boolean logarithmic,
      LineChart.Format format) {
    new LineChart(id, title, note, lines, logarithmic, run.bestEpoch(), format).write(html);
  }

  /** Returns the lines of the figures of weights, those of the first and last layers if many. */
  private List<LineChart.Line> byWeight(String figure) {
    List<String> weights =
        run.names("parameters").stream().filter(name -> name.endsWith(".weight")).toList();
    if (weights.isEmpty()) {
      weights = run.names("parameters");
    }
    if (weights.size() > MOST_LINES) {
      List<String> ends = new ArrayList<>(weights.subList(0, MOST_LINES / 2));
      ends.addAll(weights.subList(weights.size() - MOST_LINES / 2, weights.size()));
      weights = ends;
    }
    List<LineChart.Line> lines = new ArrayList<>();
    for (String name : weights) {
      Stroke stroke = Stroke.of(lines.size());
      lines.add(line(name, stroke, run.series("parameters", name, figure)));
    }
    return lines;
  }

  private void health() {
    html.open("section", "aria-labelledby", "health");
    html.leaf("h2", "Health", "id", "health").open("div", "class", "charts");
    List<LineChart.Line> norms = new ArrayList<>(byWeight("gradientNorm"));
    chart("gradient", "Norm of the gradients", null, norms, true, Figures::text);
    chart(
        "update",
        "Size of a step",
        "The change of a weight divided by its norm; about 0.001 is usual.",
        byWeight("updateRatio"),
        true,
        Figures::text);
    chart(
        "units",
        "Dead and saturated units",
        "Units that were 0, or activations at an end of their range, for the probe rows.",
        units(),
        false,
        Figures::percent);
    chart(
        "distance",
        "Distance from the first weights",
        null,
        List.of(line("distance", Stroke.solid(1), run.series("distance"))),
        false,
        Figures::text);
    html.close().close();
  }

  private List<LineChart.Line> units() {
    List<LineChart.Line> lines = new ArrayList<>();
    for (String object : List.of("dead", "saturated")) {
      for (String layer : run.names(object)) {
        if (lines.size() < MOST_LINES) {
          Stroke stroke = Stroke.of(lines.size());
          lines.add(line(layer + " " + object, stroke, run.series(object, layer)));
        }
      }
    }
    return lines;
  }

  private void facts() {
    html.open("section", "aria-labelledby", "facts");
    html.leaf("h2", "Settings and surroundings", "id", "facts");
    html.open("div", "class", "twin");
    facts("Configuration", run.facts("configuration"));
    facts("Data", run.facts("data"));
    facts("Result", run.facts("result"));
    SequencedMap<String, String> timing = new LinkedHashMap<>();
    timing.put("all epochs", Durations.text(run.seconds()));
    timing.put("an epoch (median)", Durations.text(median(run.series("seconds"))));
    timing.put(
        "rows per second (median)", Figures.count(Math.round(median(run.series("rowsPerSecond")))));
    facts("Timing", timing);
    facts("Environment", run.facts("environment"));
    html.close().close();
  }

  private void facts(String title, SequencedMap<String, String> facts) {
    if (facts.isEmpty()) {
      return;
    }
    html.open("div").leaf("h3", title).open("table", "class", "facts").open("tbody");
    for (Map.Entry<String, String> fact : facts.entrySet()) {
      html.open("tr").leaf("th", fact.getKey(), "scope", "row").leaf("td", fact.getValue()).close();
    }
    html.close().close().close();
  }
}
