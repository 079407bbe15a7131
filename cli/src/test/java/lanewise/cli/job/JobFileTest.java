package lanewise.cli.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import lanewise.cli.Cli;
import lanewise.cli.Samples;
import lanewise.cli.job.NetworkSettings.DenseNetwork;
import lanewise.cli.session.InputException;
import lanewise.cli.settings.Node;
import lanewise.cli.settings.Yaml;
import lanewise.cli.settings.YamlText;
import lanewise.training.data.table.FitSettings;
import lanewise.training.optimizer.Sgd;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Jobs in files: what is read, what is refused and where, and that a job reads its own print. */
@Tag("once")
final class JobFileTest {
  private static final String GOOD =
      """
      # A comment.
      data:
        source: flowers.csv
        label: "the species"
        validation: 0.2
      model: {hidden: [32, 16], activation: tanh}
      training:
        epochs: 12
        batch: auto
      optimizer:
        kind: sgd
        rate: 0.05
      stopping: {patience: 3, min-delta: 1e-3}
      seed: -7
      threads: all
      output: &folder runs
      """;

  private static final String INITIALIZERS =
      """
      initialization:
        weights: {kind: orthogonal, gain: 2}
        named:
          "dense-1.*": {kind: normal, deviation: 0.1}
          "dense-2.*": lecun-truncated-normal
          "dense-3.bias": {kind: constant, value: -1}
      """;

  static final String UPDATES =
      """
      optimizer: {kind: nadam, weight-decay: 0.02, decoupled: true}
      groups:
        "*.bias": {weight-decay: 0}
        "dense-1.*": {rate-factor: 0.25}
      schedule:
        kind: chained
        schedules:
          - kind: sequential
            schedules: [{kind: warm-up, length: 7}, {kind: cosine, least: 0.1}]
            milestones: 7
          - {kind: step, every: 2, gamma: 0.5}
          - {kind: plateau, patience: 1, relative: false}
      regularization: {l1: 1e-5, l2: 1e-4, max-norm: 3, clip-global-norm: 1, norm: max}
      averaging: {kind: ema, decay: 0.9}
      training: {accumulation: 3, batches: balanced}
      data: {scaler: min-max, split: time, stream: false}
      augmentation:
        image: [4, 4]
        changes: [{kind: shift, most: 1}, {kind: flip, direction: vertical}, noise, mixup]
      stopping: {patience: 4, min-delta: 0.01, warm-up: 2, target: 0.5, time-limit: 3600}
      """;

  @TempDir private Path folder;

  private static Job parse(String text) {
    return Job.section().read(Yaml.document(text, "job.yaml"), "");
  }

  private static DenseNetwork network(Job job) {
    return (DenseNetwork) job.model();
  }

  private static String print(Job job) {
    return YamlText.of(Job.section().write(job));
  }

  @Test
  void everyKeyIsRead() {
    Job job = parse(GOOD);
    assertThat(job.data()).isEqualTo(data("flowers.csv", "the species", 0.2));
    assertThat(job.model())
        .isEqualTo(new DenseNetwork(new HiddenSizes(List.of(32, 16)), HiddenActivation.TANH));
    assertThat(job.training())
        .isEqualTo(
            new TrainingSettings(
                12,
                null,
                1,
                TrainingSettings.Batches.SHUFFLED,
                "loss",
                TrainingSettings.ClassWeights.NONE));
    assertThat(job.optimizer()).as("the default momentum").isEqualTo(new Sgd(0.05, 0.9));
    assertThat(job.stopping().patience()).isEqualTo(3);
    assertThat(job.stopping().minDelta()).isEqualTo(1e-3);
    assertThat(job.seed()).isEqualTo(-7);
    assertThat(job.threads()).isNull();
    assertThat(job.output()).isEqualTo(Path.of("runs"));
  }

  @Test
  void aJobReadsItsOwnPrint() {
    for (String text :
        List.of(
            GOOD, "seed: 1", "optimizer: sgd", "model: {hidden: none}", INITIALIZERS, UPDATES)) {
      Job job = parse(text);
      assertThat(parse(print(job))).isEqualTo(job);
      assertThat(print(parse(print(job)))).isEqualTo(print(job));
    }
  }

  @Test
  void jsonIsYaml() {
    assertThat(network(parse("{\"seed\": 3, \"model\": {\"hidden\": [8]}}")).hidden().sizes())
        .containsExactly(8);
  }

  /** Each message names the file, the line, the key, and what to write. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "seed: x | line 1: seed x: use a whole number, such as 42",
        "seed: 1.0 | line 1: seed 1.0: use a whole number",
        "seed: \"1\" | line 1: seed 1: leave out the quotes",
        "seed: [1] | line 1: seed: a list, but this key takes a whole number",
        "seed: {a: 1} | line 1: seed: a mapping, but this key takes a whole number",
        "seed: | line 1: seed: there is no value",
        "seed: null | line 1: seed null: there is no value",
        "xyz: 1 | line 1: there is no key xyz; the keys are data, augmentation, model",
        "sead: 1 | line 1: there is no key sead; is seed meant?",
        "seed: 1~seed: 2 | line 2: the key seed is given twice",
        "seed: 1~model:~  hiden: 3 | line 3: there is no key model.hiden; is model.hidden meant?",
        "model: 3 | line 1: model 3: this takes a mapping with the keys hidden, activation",
        "model:~  activation: rel | line 2: model.activation rel: use relu, leaky-relu",
        "model:~  hidden:~    - 3~    - 0 | line 4: model.hidden.1 0: use a whole number",
        "optimizer:~  kind: sgdd | line 2: optimizer.kind sgdd: is sgd meant?",
        "optimizer: magic | line 1: optimizer magic: use sgd, adam, adamw",
        "optimizer:~  rate: 0 | line 2: optimizer.rate 0: use a number from 1.4E-45 to",
        "optimizer:~  rate: .inf | line 2: optimizer.rate .inf: use a number",
        "optimizer:~  rate: 0.1f | line 2: optimizer.rate 0.1f: use a number",
        "optimizer:~  kind: adam~  momentum: 0.9 | line 3: there is no key optimizer.momentum; the",
        "optimizer: {kind: amsgrad, beta: 1} | line 1: there is no key optimizer.beta; is"
            + " optimizer",
        "optimizer: {nesterov: true, momentum: 0} | line 1: optimizer: sgd: nesterov with momentum",
        "groups: {a: {rate: 1}} | line 1: there is no key groups.a.rate; the keys are rate-factor",
        "schedule:~  knd: step | line 2: there is no key schedule.knd; is schedule.kind meant?",
        "schedule: cosin | line 1: schedule cosin: is cosine meant?",
        "schedule: step | line 1: schedule: the key every is missing",
        "schedule: {kind: multistep, milestones: [3, 2]} | line 1: schedule: multi-step decay: mil",
        "schedule: {kind: chained, schedules: [step]} | line 1: schedule.schedules.0: the key"
            + " every",
        "schedule: {kind: chained, schedules: []} | line 1: schedule: chained schedule: schedules",
        "schedule: {kind: sequential, schedules: [plateau], milestones: []} | line 1:"
            + " schedule.sched",
        "regularization: {clip: 1} | line 1: there is no key regularization.clip; the keys are l1",
        "regularization: {clip-norm: 0} | line 1: regularization.clip-norm 0: use a number above 0",
        "regularization: {norm: 0} | line 1: regularization.norm 0: use a number above 0",
        "averaging: {decay: 0.9} | line 1: averaging: the key kind is missing; it says which aver",
        "averaging: swa | line 1: averaging: the key start is missing",
        "augmentation: {changes: shift} | line 1: augmentation.changes shift: this takes a list",
        "augmentation: {changes: [shft]} | line 1: augmentation.changes.0 shft: is shift meant?",
        "augmentation: {changes: [{kind: flip, p: 1}]} | line 1: there is no key augmentation.chan",
        "augmentation: {image: [3]} | line 1: augmentation: image: use [height, width] or"
            + " [channels",
        "data: {scaler: minmax} | line 1: data.scaler minmax: use auto, standard, pooled, min-max",
        "data: {split: random} | line 1: data.split random: use stratified, plain, time",
        "data: {split: time, group: g} | line 1: data.group g and job.yaml, line 1: data.split time"
            + " divide the rows in two ways; give one",
        "data: {split: plain, time: t} | line 1: data.time t and job.yaml, line 1: data.split"
            + " plain",
        "data: {validation: a.csv, test: b.csv, group: g} | line 1: data.group g: the rows to"
            + " validate and to test have files of their own",
        "data: {validation: a.csv, test: b.csv, split: plain} | line 1: data.split plain: the rows",
        "averaging: {kind: swa, start: 60} | line 1: averaging: it begins in epoch 60, but"
            + " training.epochs is 50; begin earlier, or train longer",
        "loss: hubert | line 1: loss hubert: is huber meant?",
        "loss: {kind: huber, delta: 0} | line 1: loss.delta 0: use a number above 0",
        "data: {stream: maybe} | line 1: data.stream maybe: use true or false",
        "stopping: {target: high} | line 1: stopping.target high: use a number that is finite",
        "stopping: {time-limit: 1h} | line 1: stopping.time-limit 1h: use a whole number",
        "training: {batches: random} | line 1: training.batches random: use shuffled, balanced",
        "training: {accumulation: 0} | line 1: training.accumulation 0: use a whole number from 1",
        "optimizer: {rate: 1, momentum: 1} | line 1: optimizer.momentum 1: use a number from 0 to",
        "data:~  validation: .5~  test: .6 | line 2: data.validation .5 and job.yaml, line 3: data",
        "data:~  source: '' | line 2: data.source: a name is needed",
        "data: {source: a, ? [b] : c} | line 1: a key is a word",
        "'seed: 1~ model: 2' | line 2: this is no YAML: mapping values are not allowed",
        "'seed: \"1' | line 1: this is no YAML: found unexpected end of stream",
        "seed: !!int 3 | line 1: there is the tag",
        "seed: *a | line 1: the alias *a names nothing before it",
        "model: &a {hidden: *a} | line 1: the alias *a names nothing before it",
        "seed: 1~---~seed: 2 | line 2: a second document begins",
        "[1] | line 1: a job file has keys and values",
        "hello | line 1: hello: a job file has keys and values",
      })
  void refusesWithTheLine(String text, String message) {
    Path file = Samples.write(folder.resolve("job.yaml"), text.replace('~', '\n'));
    Cli.Outcome outcome = Cli.run("train", file, "--print-job");
    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.errLines()).hasSize(1);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err().replace(folder + "/", ""))
        .startsWith("lanewise: job.yaml, " + message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "# nothing\n", "---\n...\n"})
  void refusesAnEmptyFile(String text) {
    Path file = Samples.write(folder.resolve("job.yaml"), text);
    Cli.Outcome outcome = Cli.run("train", file);
    assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(2);
    assertThat(outcome.errLines()).hasSize(1);
    assertThat(outcome.err()).contains(file.toString());
  }

  @Test
  void refusesWhatIsNoText() {
    Path bytes =
        Samples.write(
            folder.resolve("job.yaml"), "output: \u00e9".getBytes(StandardCharsets.ISO_8859_1));
    assertThat(Cli.run("train", bytes).err()).contains("job.yaml: the file is not in UTF-8");
    Path large = Samples.write(folder.resolve("large.yaml"), "#".repeat(1 << 21));
    assertThat(Cli.run("train", large).err()).contains("large.yaml: ", "more than a megabyte");
    assertThat(Cli.run("train", folder).err())
        .contains("it is a folder; name a job file, or the folder of rows by --data");
  }

  @Test
  void aliasesAndDepthAreBounded() {
    StringBuilder laughs = new StringBuilder("a0: &a0 [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]\n");
    for (int i = 1; i < 30; i++) {
      laughs.append("a%d: &a%d [".formatted(i, i)).append(("*a" + (i - 1) + " , ").repeat(10));
      laughs.append("]\n");
    }
    assertThatThrownBy(() -> parse(laughs.toString()))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("more than 100000 values, aliases included");
    assertThatThrownBy(() -> parse("data: " + "[".repeat(10_000)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("more than 32 levels are nested");
    assertThat(parse("seed: &n 3\nthreads: *n\n").threads()).isEqualTo(3);
  }

  /** Each anchor holds the one before it, so that a short file would nest without end. */
  @Test
  void aliasesDoNotAddToTheDepth() {
    for (int step : new int[] {1, 15, 31}) {
      StringBuilder chain = new StringBuilder("a0: &a0 1\n");
      for (int i = 1; i < 5_000; i++) {
        chain.append("a%d: &a%d ".formatted(i, i)).append("[".repeat(step)).append("*a" + (i - 1));
        chain.append(" ").append("]".repeat(step)).append('\n');
      }
      assertThatThrownBy(() -> parse(chain.toString()))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("more than 32 levels are nested, aliases included");
    }
    String deepest = "b: &b " + "[".repeat(29) + "]".repeat(29) + "\nc: [*b ]\nd: {e: *b }\n";
    assertThatThrownBy(() -> parse(deepest)).hasMessageContaining("there is no key b");
    assertThatThrownBy(() -> parse(deepest + "f: [[[*b ]]]"))
        .hasMessageContaining("line 4: more than 32 levels");
  }

  /** Reading takes time in proportion to the file, whatever is in it. */
  @ParameterizedTest
  @ValueSource(strings = {"optimizer: {rate: %s}", "data: {test: %s}", "seed: %s", "%s: 1"})
  void longWordsAreRefusedAtOnce(String job) {
    for (String word :
        List.of(
            "1".repeat(500_000) + "x",
            "1.".repeat(250_000),
            "\"" + ".".repeat(500_000) + "\\n\"")) {
      Path file = Samples.write(folder.resolve("job.yaml"), job.formatted(word));
      Cli.Outcome outcome = Cli.run("train", file, "--print-job");
      assertThat(outcome.errLines()).hasSizeLessThan(2);
      assertThat(outcome.err()).hasSizeLessThan(12_000);
    }
  }

  @Test
  void aPathOfManyKeysIsRefused() {
    Cli.Outcome outcome = Cli.run("train", "--print-job", "--set", "a.".repeat(60_000) + "a=1");
    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.errLines()).hasSize(1);
    assertThat(outcome.err()).contains("more than 32 keys lead to the value");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "data: {source: \"a\\0b\"}",
        "data: {source: x.npy, label: \"a\\0b\"}",
        "data: {test: \"./\\0b\"}",
        "output: \"a\\0b\"",
      })
  void namesThatNoFileCanHaveAreRefused(String job) {
    Path file = Samples.write(folder.resolve("job.yaml"), job);
    Cli.Outcome outcome = Cli.run("train", file);
    assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(2);
    assertThat(outcome.errLines()).hasSize(1);
    assertThat(outcome.err()).doesNotContain("internal error");
  }

  /** No file, however broken, shows anything but a job or one sentence; -Pfuzz tries more. */
  @Test
  void mutatedFilesNeverFailOtherwise() {
    Random random = new Random(11);
    int read = 0;
    int refused = 0;
    for (int round = 0; round < 2_000; round++) {
      String text = mutate(round % 2 == 0 ? GOOD : UPDATES, random);
      try {
        Job job = parse(text);
        assertThat(parse(print(job))).as(text).isEqualTo(job);
        read++;
      } catch (InputException sentence) {
        assertThat(sentence.getMessage()).as(text).startsWith("job.yaml");
        refused++;
      }
    }
    assertThat(read).isGreaterThan(50);
    assertThat(refused).isGreaterThan(500);
  }

  private static final String[] PIECES = {
    "[", "]", "{", "}", ":", "-", "&a ", "*a", "!t ", "|", ">", "\t", "\n", "  ", "\"", "'", "%",
    "#", "? ", "---\n", "...\n", "null", "\u0000", "\uD800", "\u00e9", ", ", "@", "`", "1e999",
    "<<: "
  };

  private static String mutate(String text, Random random) {
    StringBuilder changed = new StringBuilder(text);
    for (int edits = 1 + random.nextInt(4); edits > 0; edits--) {
      int at = random.nextInt(changed.length());
      int end = Math.min(changed.length(), at + random.nextInt(12));
      switch (random.nextInt(4)) {
        case 0 -> changed.insert(at, PIECES[random.nextInt(PIECES.length)]);
        case 1 -> changed.replace(at, end, PIECES[random.nextInt(PIECES.length)]);
        case 2 -> changed.delete(at, end);
        default -> changed.insert(at, changed.substring(at, end));
      }
    }
    return changed.toString();
  }

  /** Texts of all kinds come back as they were, and are never taken for another type. */
  @Test
  void textsSurviveTheirPrint() {
    Random random = new Random(12);
    List<String> texts =
        List.of(
            "null",
            "~",
            "true",
            "No",
            "auto",
            "all",
            "none",
            "1",
            "1e3",
            ".5",
            ".inf",
            "a: b",
            "a #b",
            "- a",
            "*a",
            "&a",
            "!a",
            "%a",
            "@a",
            "`a`",
            "\"",
            "\\",
            "'",
            " a ",
            "a\nb",
            "\u00fc",
            "\u2028",
            "\ud83d\ude00",
            "./a",
            "../a",
            "/a/b.csv",
            "a,b",
            "[a]",
            "{a}");
    Job job = parse("seed: 1");
    for (int round = 0; round < 2_000 + texts.size(); round++) {
      String text = round < texts.size() ? texts.get(round) : randomText(random);
      DataSettings data = data(text, text, null);
      Job named =
          new Job(
              data,
              job.augmentation(),
              job.model(),
              job.initialization(),
              job.training(),
              job.loss(),
              job.optimizer(),
              job.groups(),
              job.schedule(),
              job.regularization(),
              job.averaging(),
              job.stopping(),
              job.checkpoints(),
              job.seed(),
              job.threads(),
              job.output());
      assertThat(parse(print(named)).data()).isEqualTo(data);
    }
  }

  private static String randomText(Random random) {
    StringBuilder text = new StringBuilder();
    for (int length = 1 + random.nextInt(10); length > 0; length--) {
      int code =
          random.nextInt(4) == 0 ? random.nextInt(0x1_0000) : ' ' + random.nextInt(0x7f - ' ');
      text.append(Character.isSurrogate((char) code) ? '?' : (char) code);
    }
    return text.toString();
  }

  @Test
  void optionsReplaceKeys() {
    Path file = Samples.write(folder.resolve("job.yaml"), GOOD);
    Cli.Outcome outcome =
        Cli.run(
            "train",
            file,
            "--print-job",
            "--lr",
            "0.5",
            "--hidden",
            "7",
            "--set",
            "model.hidden=[3, 2]",
            "--set",
            "optimizer.momentum=0",
            "--set",
            "model.activation=gelu",
            "--set",
            "data.label='a: b'",
            "--set",
            "model.hidden.1=9");
    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    Job job = parse(outcome.out());
    assertThat(job.optimizer()).isEqualTo(new Sgd(0.5, 0));
    assertThat(network(job).activation()).isEqualTo(HiddenActivation.GELU);
    assertThat(network(job).hidden().sizes()).containsExactly(3, 9);
    assertThat(job.data().label()).containsExactly("a: b");
    assertThat(job.data().source()).isEqualTo("flowers.csv");
    Job word =
        parse(
            Cli.run("train", "--print-job", "--set", "optimizer=sgd", "--set", "optimizer.rate=2")
                .out());
    assertThat(word.optimizer().learningRate()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "seed=x | --set seed=x: use a whole number, such as 42",
        "optimizer.rte=1 | --set optimizer.rte: there is no key optimizer.rte; is optimizer.rate",
        "optimizer.=1 | --set optimizer.=1: write keys with dots between",
        "=1 | --set =1: use a key and a value, such as optimizer.rate=0.1",
        "seed | --set seed: use a key and a value",
        "'model.hidden=[1, x]' | --set model.hidden.1=x: use a whole number",
        "'model.hidden=[1' | --set model.hidden: this is no YAML",
      })
  void assignmentsAreRefusedByName(String assignment, String message) {
    Cli.Outcome outcome = Cli.run("train", "--print-job", "--set", assignment);
    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.errLines()).hasSize(1);
    assertThat(outcome.err()).startsWith("lanewise: " + message);
  }

  @Test
  void nodesRememberWhereTheyWereWritten() {
    Node node = Yaml.document("a:\n  - 1\n  - b: 2\n", "f.yaml");
    Node.Sequence list = (Node.Sequence) ((Node.Mapping) node).entries().get("a").value();
    assertThat(list.items().get(1).error("a.1", "no").getMessage())
        .isEqualTo("f.yaml, line 3: a.1: no");
  }

  private static DataSettings data(String source, String label, @Nullable Double validation) {
    return new DataSettings(
        source,
        List.of(label),
        null,
        null,
        List.of(),
        List.of(),
        List.of(),
        FitSettings.defaults().imputation(),
        FitSettings.MOST_ONE_HOT,
        Unlabelled.REFUSE,
        CsvLayout.Symbol.COMMA,
        CsvLayout.Symbol.POINT,
        null,
        Scaling.AUTO,
        null,
        null,
        null,
        validation == null ? null : new RowPart.Share(validation),
        null,
        null,
        1);
  }
}
