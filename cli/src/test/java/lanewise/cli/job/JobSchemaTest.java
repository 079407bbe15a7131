package lanewise.cli.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import lanewise.cli.session.InputException;
import lanewise.cli.settings.Node;
import lanewise.cli.settings.Schemas;
import lanewise.cli.settings.Yaml;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an editor with the schema accepts is what the program reads. */
@Tag("once")
final class JobSchemaTest {
  private static Node parse(String text) {
    return Yaml.document(text, "job.yaml");
  }

  private static boolean fits(Node node) {
    return SchemaCheck.fits(Job.schema(), Schemas.json(node));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "seed: 1",
        "data: {source: a.csv, label: b, validation: 0.2, test: auto}",
        "model: {hidden: [3, 4], activation: gelu}",
        "model: {hidden: 3}",
        "model: {hidden: none}",
        "model: {layers: [relu, {kind: dense, out: 3, name: a}, {kind: dropout, rate: 0.1},"
            + " dense]}",
        "model: {layers: [{kind: layer-norm, shape: [3], affine: false, inputs: input}]}",
        "optimizer: sgd",
        "optimizer: {kind: sgd, rate: 1e-3}",
        "optimizer: {rate: 0.1, momentum: 0}",
        "optimizer: amsgrad",
        "optimizer: {kind: amsgrad, decoupled: true}",
        "optimizer: {kind: rmsprop, centered: true, momentum: 0.5}",
        "groups: {'*.bias': {rate-factor: 0}, a: {weight-decay: null}}",
        "schedule: cosine",
        "schedule: {kind: one-cycle, length: run, shape: linear}",
        "schedule: {kind: multistep, milestones: [1, 2], unit: step}",
        "schedule: {kind: chained, schedules: [cosine, {kind: plateau, least: 0.1}]}",
        "schedule: {kind: sequential, schedules: [{kind: warm-up, length: 3}, cosine],"
            + " milestones: [3]}",
        "regularization: {l1: 0.1, l2: 0.1, clip-norm: 1, norm: max, max-norm: null}",
        "averaging: ema",
        "augmentation: {image: [28, 28], changes: [shift, {kind: mixup, alpha: 1}]}",
        "stopping: {warm-up: 0, target: -1, time-limit: 10}",
        "data: {scaler: robust, split: plain, stream: true}",
        "data: {stream: auto}",
        "data: {imputation: mean, embed-above: 0}",
        "data: {imputation: {kind: constant, value: -1, indicator: false}}",
        "data: {imputation: {indicator: false}}",
        "data: {imputation: refuse}",
        "averaging: {kind: swa, start: 3}",
        "averaging: null",
        "training: {epochs: 3, batch: auto, accumulation: 2}",
        "training: {batch: 3}",
        "checkpoints: {every-epochs: 2, every-seconds: never, every-steps: 100, keep-best: false}",
        "data: {validation: new/rows.csv, test: 0.2}",
        "data: {source: x.npy, label: y.npy, validation: 'u.npy,v.npy', test: new/}",
        "data: {source: x.npy, label: y.npy, weights: w.npy, test: 'u.npy,v.npy,w.npy'}",
        "data: {time: day, split: time}",
        "data: {group: patient, split: plain}",
        "loss: auto",
        "averaging: {kind: swa, start: 50}",
        "initialization: {weights: zeros, named: {dense-1.weight: {kind: zeros}}}",
        "loss: {kind: huber, delta: 2}",
        "loss: {kind: binary-cross-entropy, positive-weights: [1, 2.5]}",
        "threads: all",
        "threads: 3"
      })
  void goodJobsFitTheSchema(String text) {
    Node node = parse(text);
    assertThat(fits(node)).isTrue();
    Job job = Job.section().read(node, "");
    assertThat(fits(Job.section().write(job))).as("its print").isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "seed: 1.5",
        "seed: a",
        "sed: 1",
        "data: {source: ''}",
        "data: {validation: 1}",
        "data: {validation: none}",
        "data: {imputation: average}",
        "data: {imputation: {kind: median, value: 1}}",
        "data: {imputation: {kind: refuse, indicator: true}}",
        "data: {embed-above: -1}",
        "model: {hidden: [0]}",
        "model: {hidden: 3, layers: [dense]}",
        "model: {activation: step}",
        "model: {layers: [dens]}",
        "model: {layers: [{out: 3}]}",
        "model: {layers: [{kind: relu, out: 3}]}",
        "model: {layers: [{kind: dense, out: 0}]}",
        "optimizer: sdg",
        "optimizer: {kind: sgd, momentum: 1}",
        "optimizer: {rate: 0}",
        "optimizer: [sgd]",
        "optimizer: {kind: adam, momentum: 0.9}",
        "groups: {a: 1}",
        "schedule: {kind: step}",
        "schedule: {kind: step, every: 0}",
        "schedule: {kind: sequential, schedules: [{kind: step, every: 1, unit: step}],"
            + " milestones: []}",
        "schedule: {kind: chained, schedules: [chained]}",
        "regularization: {clip-value: -1}",
        "averaging: {kind: ema, decay: 1}",
        "augmentation: {changes: [turn]}",
        "augmentation: {changes: [{kind: rotation, degrees: 181}]}",
        "stopping: {time-limit: 0}",
        "loss: {kind: cross-entropy, smoothing: 1}",
        "loss: {kind: mae, delta: 1}",
        "training: {epochs: 0}",
        "checkpoints: {every-epochs: 0}",
        "checkpoints: {keep-last: 0}",
        "checkpoints: {keep-best: maybe}",
        "threads: some",
        "threads: 1025",
        "output: [a]"
      })
  void badJobsDoNot(String text) {
    Node node = parse(text);
    assertThat(fits(node)).isFalse();
    assertThatThrownBy(() -> Job.section().read(node, "")).isInstanceOf(InputException.class);
  }

  @Test
  void theSchemaNamesItsDraft() {
    assertThat(Job.schema().members().keySet()).startsWith("$schema", "title");
  }
}
