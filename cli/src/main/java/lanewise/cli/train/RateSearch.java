package lanewise.cli.train;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import lanewise.cli.job.Job;
import lanewise.cli.output.FoldedText;
import lanewise.cli.output.JsonLine;
import lanewise.cli.session.ExitCode;
import lanewise.cli.session.InputException;
import lanewise.cli.session.Session;
import lanewise.layers.Model;
import lanewise.layers.format.JsonArray;
import lanewise.layers.format.JsonObject;
import lanewise.layers.format.JsonValue;
import lanewise.layers.linear.InvalidIdException;
import lanewise.tensor.Workers;
import lanewise.training.LearningRateFinder;
import lanewise.training.RateCurve;
import lanewise.training.data.BatchSource;

/** Tries learning rates on a job, and trains nothing. */
final class RateSearch {
  /** So many points of the curve are printed for people. */
  private static final int LINES = 25;

  private static final int WIDEST_BAR = 40;

  private final Session session;
  private final boolean json;
  private final Job job;

  RateSearch(Session session, boolean json, Job job) {
    this.session = session;
    this.json = json;
    this.job = job;
  }

  /**
   * Tries the rates and prints what came of them.
   *
   * @return the exit code
   * @throws InputException if the data does not allow the job
   * @throws IOException if the data cannot be read
   */
  int run() throws IOException {
    session.interruption().beforeWork(() -> session.say("stopped; no rate was found"));
    TrainingData data = TrainingData.read(job);
    Model model = Network.build(job, data.prepared());
    Training.requireGroupsOf(model, job);
    RateCurve curve;
    try (Workers workers = Workers.of(job.threadCount());
        BatchSource batches = TrainingBatches.of(job, data.prepared())) {
      LearningRateFinder finder =
          LearningRateFinder.of(Training.trainer(job, data.prepared()).withWorkers(workers));
      curve = finder.find(model, batches);
    } catch (InvalidIdException wrong) {
      throw IdColumns.explain(wrong, model, job, data.prepared());
    }
    print(curve);
    if (json) {
      JsonLine.print(session, object(curve));
    }
    return ExitCode.OK;
  }

  private void print(RateCurve curve) {
    PrintStream people = session.forPeople(json);
    List<RateCurve.Point> points = curve.points();
    double lowest = points.stream().mapToDouble(RateCurve.Point::smoothed).min().orElse(0);
    // The last point may be that of a loss that blew up, which would leave no room for the others.
    double highest = points.getFirst().smoothed();
    people.println("learning rate  loss");
    int stride = Math.ceilDiv(points.size(), LINES);
    for (int i = 0; i < points.size(); i += stride) {
      RateCurve.Point point = points.get(i);
      double share = (point.smoothed() - lowest) / Math.max(highest - lowest, Double.MIN_NORMAL);
      int bar = Math.clamp(Math.round(share * WIDEST_BAR), 0, WIDEST_BAR);
      people.println(
          String.format(
                  Locale.ROOT, "%13.1e  %-9.4g %s", point.rate(), point.smoothed(), "#".repeat(bar))
              .stripTrailing());
    }
    people.println();
    FoldedText.lines(sentence(curve.suggestion()), session.columns(json)).forEach(people::println);
    people.flush();
  }

  private static String sentence(OptionalDouble suggestion) {
    return suggestion.isPresent()
        ? String.format(
            Locale.ROOT,
            "The loss falls fastest at a learning rate of %.2g: begin with --lr %1$.2g",
            suggestion.getAsDouble())
        : "The loss falls at no rate; look at the data, or use larger batches";
  }

  private static JsonObject object(RateCurve curve) {
    List<JsonValue> points = new ArrayList<>();
    for (RateCurve.Point point : curve.points()) {
      points.add(
          JsonObject.builder()
              .put("rate", JsonLine.number(point.rate()))
              .put("loss", JsonLine.number(point.loss()))
              .put("smoothedLoss", JsonLine.number(point.smoothed()))
              .build());
    }
    OptionalDouble suggestion = curve.suggestion();
    return JsonObject.builder()
        .put(
            "suggestion",
            JsonLine.number(suggestion.isPresent() ? (Double) suggestion.getAsDouble() : null))
        .put("points", new JsonArray(points))
        .build();
  }
}
