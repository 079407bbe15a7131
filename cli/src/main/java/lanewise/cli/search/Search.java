package lanewise.cli.search;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import lanewise.cli.data.CsvInput;
import lanewise.cli.job.Job;
import lanewise.cli.metric.TaskMetrics;
import lanewise.cli.output.FoldedText;
import lanewise.cli.output.JsonLine;
import lanewise.cli.output.LabelledLine;
import lanewise.cli.output.Phrases;
import lanewise.cli.search.TrialResult.Figure;
import lanewise.cli.session.DivergedException;
import lanewise.cli.session.ExitCode;
import lanewise.cli.session.InputException;
import lanewise.cli.session.ResultStream;
import lanewise.cli.session.Session;
import lanewise.cli.session.Terminals;
import lanewise.cli.settings.Node;
import lanewise.cli.settings.Origin;
import lanewise.cli.settings.Overrides;
import lanewise.cli.settings.Section;
import lanewise.cli.settings.YamlText;
import lanewise.cli.train.Beginning;
import lanewise.cli.train.TrainRun;
import lanewise.training.TrainingResult;
import lanewise.training.data.InvalidDatasetException;
import lanewise.training.metric.MetricValue;
import lanewise.training.metric.Metrics;

/** Runs the trials of a search, one after the other. */
final class Search {
  private static final String METRIC = "training.metric";

  private final Session session;
  private final boolean json;
  private final PrintStream people;
  private final SearchSettings settings;
  private final Node.Mapping job;
  private final Section<Job> keys = Job.section();
  private final Space space;
  private final TrialTable table;

  /**
   * Prepares a search.
   *
   * @param job the job whose keys are searched
   * @throws InputException if a key does not exist or cannot have one of its values
   */
  Search(Session session, boolean json, SearchSettings settings, Node.Mapping job) {
    this.session = session;
    this.json = json;
    this.people = session.forPeople(json);
    this.settings = settings;
    this.job = job;
    Job first = keys.read(job, "");
    String metric = first.training().metric();
    requireFiles(first);
    if (settings.keys().containsKey(METRIC)) {
      throw new InputException(
          "keys.%s: trials are compared by this metric, so all must have the same"
              .formatted(METRIC));
    }
    this.space = Space.of(settings.keys(), job, changed -> requireFiles(keys.read(changed, "")));
    this.table =
        new TrialTable(
            List.copyOf(settings.keys().keySet()), metric, TaskMetrics.higherIsBetter(metric));
  }

  private static void requireFiles(Job job) {
    if (job.data().source().equals(CsvInput.STANDARD_INPUT)) {
      throw new InputException(
          "data.source -: each trial reads the rows, which standard input gives once; save them in"
              + " a file");
    }
  }

  /**
   * Runs what is not finished, and reports all trials.
   *
   * @return the exit code
   * @throws InputException if no trial can be trained
   */
  int run() throws IOException {
    boolean finished =
        switch (settings.method()) {
          case Method.Grid _ -> runAll(grid());
          case Method.RandomDraws random -> runAll(drawn(random.trials()));
          case Method.Halving halving -> runHalving(halving);
        };
    if (!finished) {
      session.say(
          "stopped; %s in %s are finished, and the same command continues"
              .formatted(Phrases.count(table.size(), "trial"), settings.output()));
      return ExitCode.INTERRUPTED;
    }
    report();
    if (!table.hasScore(table.ranked().getFirst().getValue())) {
      session.say("no trial has ended with a model; give the keys other values");
      return ExitCode.DIVERGED;
    }
    return ExitCode.OK;
  }

  private List<Trial> grid() {
    List<Trial> trials = new ArrayList<>();
    space.grid().forEach(values -> trials.add(new Trial(trials.size() + 1, values, null)));
    return trials;
  }

  private List<Trial> drawn(int count) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(number -> new Trial(number, space.draw(settings.seed(), number), null))
        .toList();
  }

  private boolean runHalving(Method.Halving halving) throws IOException {
    int epochs = keys.read(job, "").training().epochs();
    int rungs = 1;
    for (int left = halving.trials(); left >= halving.factor(); left /= halving.factor()) {
      rungs++;
    }
    List<Trial> trials = drawn(halving.trials());
    for (int rung = 0; rung < rungs; rung++) {
      int budget = epochs;
      for (int above = rung + 1; above < rungs; above++) {
        budget = Math.max(1, budget / halving.factor());
      }
      int rungBudget = budget;
      trials = trials.stream().map(trial -> trial.withEpochs(rungBudget)).toList();
      if (!runAll(trials)) {
        return false;
      }
      trials = best(trials, Math.max(1, trials.size() / halving.factor()));
    }
    return true;
  }

  private List<Trial> best(List<Trial> trials, int count) {
    return table.ranked().stream()
        .map(Map.Entry::getKey)
        .filter(trials::contains)
        .limit(count)
        .toList();
  }

  /** Returns false if a signal came first. */
  private boolean runAll(List<Trial> trials) throws IOException {
    for (Trial trial : trials) {
      Optional<TrialResult> result = run(trial);
      if (result.isEmpty()) {
        return false;
      }
      table.add(trial, result.get());
      table.writeCsv(settings.output().resolve("trials.csv"));
      print(table.line(trial, result.get()));
      people.flush();
    }
    return true;
  }

  /** Returns nothing if a signal ended the trial. */
  private Optional<TrialResult> run(Trial trial) throws IOException {
    Path folder = settings.output().resolve(trial.name());
    Integer folds = settings.folds();
    if (folds == null) {
      return train(new TrialFolder(folder), jobOf(trial, folder), table.size() == 0);
    }
    TrialFolder files = new TrialFolder(folder);
    files.prepare(YamlText.of(keys.write(keys.read(jobOf(trial, folder), ""))));
    Optional<TrialResult> before = files.result();
    if (before.isPresent() && before.get().folds() == folds) {
      return before;
    }
    Optional<TrialResult> result = judge(trial, folder, folds);
    if (result.isPresent()) {
      files.finish(result.get());
    }
    return result;
  }

  /** Trains once for each fold, as long as none fails. */
  private Optional<TrialResult> judge(Trial trial, Path folder, int folds) throws IOException {
    List<TrialResult> results = new ArrayList<>();
    for (int fold = 1; fold <= folds; fold++) {
      Path inFold = folder.resolve("fold-%s-of-%s".formatted(fold, folds));
      Node.Mapping changed =
          Overrides.set(jobOf(trial, inFold), "data.validation", program("auto"));
      changed = Overrides.set(changed, "data.folds", program(String.valueOf(folds)));
      changed = Overrides.set(changed, "data.fold", program(String.valueOf(fold)));
      boolean first = table.size() == 0 && fold == 1;
      Optional<TrialResult> result = train(new TrialFolder(inFold), changed, first);
      if (result.isEmpty()) {
        return result;
      }
      String problem = result.get().problem();
      if (problem != null) {
        return Optional.of(TrialResult.failed("fold %s: %s".formatted(fold, problem), folds));
      }
      results.add(result.get());
    }
    return Optional.of(TrialResult.mean(results));
  }

  /**
   * Trains, unless that is done already.
   *
   * @param first whether a failure is most likely that of the data or the job, and not of the
   *     values
   * @return nothing if a signal ended the training
   */
  private Optional<TrialResult> train(TrialFolder files, Node.Mapping settingsOfJob, boolean first)
      throws IOException {
    Job trialJob = keys.read(settingsOfJob, "");
    files.prepare(YamlText.of(keys.write(trialJob)));
    Optional<TrialResult> before = files.result();
    if (before.isPresent() && before.get().folds() == 1) {
      return before;
    }
    if (session.interruption().requested()) {
      return Optional.empty();
    }
    TrainRun run = new TrainRun(quiet(), false, trialJob, Beginning.RESUME, false, null);
    TrialResult result;
    try {
      if (run.run() == ExitCode.INTERRUPTED) {
        return Optional.empty();
      }
      result = run.outcome().map(Search::result).orElseThrow();
    } catch (DivergedException tooLarge) { // these values, most likely
      result = TrialResult.failed(String.valueOf(tooLarge.getMessage()), 1);
    } catch (InputException | InvalidDatasetException failure) {
      // A full disk or a damaged file is no fault of the values: the search goes on from here.
      if (first || failure.getCause() instanceof IOException) {
        throw failure;
      }
      result = TrialResult.failed(String.valueOf(failure.getMessage()), 1);
    }
    files.finish(result);
    if (run.outcome().isPresent()) {
      run.outcome().get().discardCheckpoints();
    }
    return Optional.of(result);
  }

  private static TrialResult result(TrainRun.Outcome outcome) {
    TrainingResult result = outcome.result();
    List<Figure> figures = new ArrayList<>();
    figures.add(Figure.of(Metrics.LOSS, result.validation().loss()));
    for (MetricValue metric : result.validation().metrics()) {
      figures.add(Figure.of(metric.name(), metric.value()));
    }
    return new TrialResult(
        null,
        figures,
        1,
        result.epochs(),
        result.bestEpoch(),
        result.seconds(),
        outcome.model().toString());
  }

  private Node.Mapping jobOf(Trial trial, Path folder) {
    Node.Mapping changed = job;
    for (Map.Entry<String, Node> value : trial.values().entrySet()) {
      changed = Overrides.set(changed, value.getKey(), value.getValue());
    }
    if (trial.epochs() != null) {
      changed = Overrides.set(changed, "training.epochs", program(trial.epochs().toString()));
    }
    return Overrides.set(changed, "output", program(folder.toString()));
  }

  private static Node program(String text) {
    return new Node.Scalar(text, false, new Origin.Program());
  }

  /** A session whose trainings say nothing, but end when a signal comes. */
  private Session quiet() {
    return new Session(
        new ResultStream(OutputStream.nullOutputStream()),
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8),
        Terminals.NONE,
        session.interruption());
  }

  private void print(String line) {
    FoldedText.lines(line, session.columns(json)).forEach(people::println);
  }

  private void report() {
    List<Map.Entry<Trial, TrialResult>> ranked = table.ranked();
    people.println();
    table.text().lines(session.columns(json)).forEach(people::println);
    people.println();
    Map.Entry<Trial, TrialResult> best = ranked.getFirst();
    if (table.hasScore(best.getValue())) {
      String job = settings.output().resolve(best.getKey().name()).resolve("job.yaml").toString();
      String model = best.getValue().model();
      print(LabelledLine.of("Best", table.line(best.getKey(), best.getValue())));
      print(
          model == null
              ? LabelledLine.of("Model", "lanewise train " + job + " trains the model")
              : LabelledLine.of("Model", model));
      print(LabelledLine.of("Job", job));
    }
    print(LabelledLine.of("Table", settings.output().resolve("trials.csv").toString()));
    people.flush();
    if (json) {
      JsonLine.print(session, table.json(settings.output()));
    }
  }
}
