package lanewise.cli.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import lanewise.cli.Cli;
import lanewise.cli.Samples;
import lanewise.cli.job.Job;
import lanewise.cli.settings.Yaml;
import lanewise.training.checkpoint.RunIdentity;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What changes the weights of a training: each key trains, and a printed job trains the same. */
@Tag("once")
final class UpdateKeysTest {
  private static @Nullable String defaults;

  @TempDir private Path folder;

  /** Trains two epochs and returns the digest of the weights. */
  private String train(String job, Object... options) {
    Path file = Samples.write(folder.resolve("job.yaml"), job);
    Object[] usual = {
      "train", file, "--data", "iris", "--epochs", 2, "--hidden", 8, "--json", "--out", folder
    };
    Object[] all = new Object[usual.length + options.length];
    System.arraycopy(usual, 0, all, 0, usual.length);
    System.arraycopy(options, 0, all, usual.length, options.length);
    Cli.Outcome outcome = Cli.run(all);
    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    return outcome.json().get("weightsSha256").asString();
  }

  /** The job that the run has left. */
  private String leftJob() throws IOException {
    return Files.readString(folder.resolve("iris/job.yaml"));
  }

  /** What a checkpoint of the job's run is known by. */
  private static RunIdentity identity(String text) throws IOException {
    Job job = Job.section().read(Yaml.document("data: {source: iris}\n" + text, "job.yaml"), "");
    return JobIdentity.of(job, TrainingData.read(job));
  }

  /** The weights of a job that changes nothing. */
  private String defaults() {
    if (defaults == null) {
      defaults = train("seed: 42");
    }
    return defaults;
  }

  private void trainsAndItsPrintTrainsTheSame(String job) throws IOException {
    String unchanged = defaults();
    String weights = train(job);
    assertThat(weights).as("the defaults").isNotEqualTo(unchanged);
    assertThat(identity(job)).as("what a run is known by").isNotEqualTo(identity("seed: 42"));
    assertThat(train(leftJob())).isEqualTo(weights);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{kind: sgd, momentum: 0}",
        "{kind: sgd, dampening: 0.5}",
        "{kind: sgd, nesterov: true, weight-decay: 0.1}",
        "adam",
        "{kind: adam, weight-decay: 0.1}",
        "adamw",
        "{kind: amsgrad, weight-decay: 0.1}",
        "{kind: amsgrad, weight-decay: 0.1, decoupled: true}",
        "nadam",
        "{kind: nadam, decoupled: true, weight-decay: 0.1}",
        "rmsprop",
        "{kind: rmsprop, centered: true, momentum: 0.5}",
        "{kind: adagrad, rate-decay: 0.1, initial-squares: 0.1}",
        "adadelta",
        "{kind: lion, weight-decay: 0.1}"
      })
  void everyOptimizerTrains(String optimizer) throws IOException {
    trainsAndItsPrintTrainsTheSame("optimizer: " + optimizer);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{kind: constant, factor: 0.5}",
        "{kind: step, every: 1}",
        "{kind: step, every: 3, unit: step}",
        "{kind: multistep, milestones: 1}",
        "exponential",
        "{kind: cosine, unit: step}",
        "{kind: warm-restarts, first: 3, growth: 2, least: 0.1, unit: step}",
        "{kind: polynomial, power: 2}",
        "{kind: warm-up, length: 5}",
        "{kind: warm-up, length: 5, start: 0.5, end: 2}",
        "one-cycle",
        "{kind: one-cycle, shape: linear, three-phases: true}",
        "{kind: plateau, patience: 0, threshold: 1, factor: 0.5}",
        "{kind: sequential, schedules: [{kind: warm-up, length: 3}, cosine], milestones: 3}",
        "{kind: chained, schedules: [{kind: warm-up, length: 3}, {kind: plateau, patience: 0}]}"
      })
  void everyScheduleTrains(String schedule) throws IOException {
    trainsAndItsPrintTrainsTheSame("schedule: " + schedule);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "regularization: {l1: 0.01}",
        "regularization: {l2: 0.01}",
        "regularization: {l1: 0.01, l2: 0.01}",
        "regularization: {max-norm: 0.5}",
        "regularization: {clip-value: 0.01}",
        "regularization: {clip-norm: 0.01}",
        "regularization: {clip-global-norm: 0.01}",
        "regularization: {clip-global-norm: 0.01, norm: max}",
        "loss: {kind: cross-entropy, smoothing: 0.1}",
        "loss: hinge",
        "loss: {kind: hinge, margin: 2, power: 2}",
        "averaging: ema",
        "averaging: {kind: ema, decay: 0.5, warm-up: false}",
        "averaging: {kind: swa, start: 1}",
        "training: {accumulation: 2}",
        "groups: {'*.bias': {rate-factor: 0}}",
        "groups: {'dense-1.*': {rate-factor: 0.1, weight-decay: 0.1}}"
      })
  void everyOtherKeyTrains(String key) throws IOException {
    trainsAndItsPrintTrainsTheSame(key);
  }

  /** Two optimizers, two kinds of decay, two norms: no key is taken for another. */
  @Test
  void noTwoJobsTrainTheSame() {
    List<String> jobs =
        List.of(
            "optimizer: adam",
            "optimizer: {kind: adam, weight-decay: 0.01}",
            "optimizer: adamw",
            "optimizer: {kind: amsgrad, weight-decay: 0.01}",
            "optimizer: {kind: amsgrad, weight-decay: 0.01, decoupled: true}",
            "optimizer: {kind: nadam, rate: 0.001}",
            "optimizer: {kind: rmsprop, rate: 0.001}",
            "schedule: {kind: cosine}",
            "schedule: {kind: cosine, unit: step}",
            "regularization: {clip-value: 0.01}",
            "regularization: {clip-norm: 0.01}",
            "regularization: {clip-norm: 0.01, norm: 1}",
            "regularization: {clip-global-norm: 0.01}");
    Set<String> weights = new LinkedHashSet<>();
    jobs.forEach(job -> weights.add(train(job)));
    assertThat(weights).hasSize(jobs.size());
  }

  @Test
  void aFrozenGroupKeepsItsWeights() {
    String all = train("groups: {'*': {rate-factor: 0}}");
    assertThat(train("groups: {'*': {rate-factor: 0}}\noptimizer: lion"))
        .as("whatever the optimizer")
        .isEqualTo(all);
    assertThat(train("groups: {'*': {rate-factor: 0}, '*.bias': {}}")).isNotEqualTo(all);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'dens-1.*': {rate-factor: 0}} | groups: parameter groups: no parameter matches dens-1.*",
        "{'*': {rate-factor: 1e-323}} | groups: sgd: "
      })
  void refusesGroupsThatDoNotFit(String groups, String message) {
    Path file = Samples.write(folder.resolve("job.yaml"), "groups: " + groups);
    Cli.Outcome outcome = Cli.run("train", file, "--data", "iris", "--out", folder);
    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.errLines()).hasSize(1);
    assertThat(outcome.err()).startsWith("lanewise: " + message);
  }

  @Test
  void optionsChooseTheKindBeforeItsKeys() {
    String adam = train("optimizer: {kind: adam, rate: 0.02}\nschedule: cosine");
    assertThat(train("seed: 42", "--lr", "0.02", "--schedule", "cosine", "--optimizer", "adam"))
        .isEqualTo(adam);
    assertThat(train("optimizer: {kind: sgd, momentum: 0.5}", "--optimizer", "adam"))
        .as("the keys of the other kind are gone")
        .isEqualTo(train("optimizer: adam"));
    Cli.Outcome wrong = Cli.run("train", "--optimizer", "adam", "--momentum", "0.9");
    assertThat(wrong.err())
        .startsWith("lanewise: --momentum: there is no key optimizer.momentum; the keys are rate");
  }
}
