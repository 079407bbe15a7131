package lanewise.cli.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import lanewise.cli.Cli;
import lanewise.cli.Samples;
import lanewise.layers.predictor.Classifier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Networks of any layers, as job files describe them. */
@Tag("once")
final class LayerNetworkTest {
  @TempDir private Path folder;

  private Cli.Outcome train(String model) {
    Path job = Samples.write(folder.resolve("job.yaml"), model);
    return Cli.run("train", job, "--data", "iris", "--epochs", 4, "--json", "--out", folder);
  }

  private Classifier classifier(Cli.Outcome outcome) throws IOException {
    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    return Classifier.load(folder.resolve("iris.safetensors"));
  }

  @Test
  void aListOfLayersIsTheNetworkOfItsSizes() throws IOException {
    String layers =
        """
        model:
          layers:
            - {kind: dense, out: 16}
            - relu
            - dense
        """;
    String weights = classifier(train(layers)).weightsSha256();
    assertThat(weights)
        .isEqualTo(classifier(train("model: {hidden: 16, activation: relu}")).weightsSha256());
  }

  @Test
  void layersMayNameWhatTheyRead() throws IOException {
    Classifier classifier =
        classifier(
            train(
                """
                model:
                  layers:
                    - {kind: dense, out: 8, name: stem}
                    - batch-norm
                    - silu
                    - {kind: dense, out: 8, bias: false}
                    - {kind: dropout, rate: 0.1, name: branch}
                    - {kind: add, inputs: [stem, branch]}
                    - layer-norm
                    - prelu
                    - {kind: concat, inputs: [prelu-1, input]}
                    - dense
                """));
    assertThat(classifier.model().layers().keySet()).contains("stem", "branch");
    assertThat(classifier.model().outputShape().toArray()).containsExactly(3);
    assertThat(classifier.model().nodes().getLast().inputShapes().getFirst().toArray())
        .as("8 channels and the 4 features")
        .containsExactly(12);
  }

  @Test
  void anOptionReplacesASettingOfALayer() {
    Path job =
        Samples.write(
            folder.resolve("job.yaml"), "model: {layers: [{kind: dense, out: 9}, dense]}");
    Cli.Outcome outcome =
        Cli.run(
            "train",
            job,
            "--set",
            "model.layers.0.out=5",
            "--set",
            "model.layers.1.bias=false",
            "--print-job");
    assertThat(outcome.out()).contains("out: 5\n", "out: auto\n      bias: false\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "- dense~- {kind: dense, out: 7} | line 4: model.layers.1 dense: the last layer gives [7],",
        "- {kind: dense, out: 0} | line 3: model.layers.0.out 0: use a whole number from 1",
        "- {kind: dens} | line 3: model.layers.0.kind dens: is dense meant?",
        "- {out: 3} | line 3: model.layers.0: the key kind is missing",
        "- dense~- {kind: relu, out: 3} | line 4: there is no key model.layers.1.out; the keys are",
        "- {kind: dropout} | line 3: model.layers.0: the key rate is missing",
        "- {kind: dense, inputs: imput} | line 3: model.layers.0 dense: there is no layer imput",
        "- {kind: dense, inputs: later} | line 3: model.layers.0 dense: there is no layer later"
            + " befor",
        "- {kind: dense, name: a}~- {kind: dense, name: a} | line 4: model.layers.1 dense: graph:",
        "- {kind: dense, name: a}~- {kind: dense, inputs: input} | line 3: model.layers.0 dense:"
            + " no",
        "- {kind: maxout, pieces: 3}~- dense | line 3: model.layers.0 maxout: maxout of 3: input",
        "- {kind: add, inputs: [input, b]} | line 3: model.layers.0 add: there is no layer b"
            + " before",
        "- {kind: dense, out: 2, name: b}~- {kind: add, inputs: [input, b]} | line 4:"
            + " model.layers.1",
        "- {kind: batch-norm, axis: 3} | line 3: model.layers.0 batch-norm: ",
        "- {kind: dense, out: 2000000000} | line 3: model.layers.0 dense: ",
        "- {kind: reshape, shape: [0]} | line 3: model.layers.0 reshape: ",
        "- embedding | line 3: model.layers.0: the key vocabulary is missing",
      })
  void whatDoesNotFitIsRefusedWithItsLine(String layers, String message) {
    String list = layers.replace("~", "\n").replaceAll("(?m)^", "    ");
    Cli.Outcome outcome = train("model:\n  layers:\n" + list);
    assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(2);
    assertThat(outcome.errLines()).hasSize(1);
    assertThat(outcome.err().replace(folder + "/", ""))
        .startsWith("lanewise: job.yaml, " + message);
    assertThat(Files.exists(folder.resolve("iris.safetensors"))).isFalse();
  }

  /** An embedding looks its numbers up; what is no id is named with what makes one of it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "auto | 3 | embedding-1 takes ids, whole numbers from 0 to 2, but the feature shop of a row"
            + " is -?[0-9.]+; numbers are scaled unless data.scaler is none;.*--categories"
            + " COLUMN.*",
        "none | 3 | embedding-1 takes ids, whole numbers from 0 to 2, but the feature shop of a row"
            + " is [345].0; give it a larger vocabulary",
        "none | 7 |"
      })
  void numbersThatAreNoIdsAreNamed(String scaler, int vocabulary, @Nullable String message) {
    Cli.Outcome outcome = shops(scaler, 1, vocabulary);
    assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(message == null ? 0 : 2);
    if (message != null) {
      assertThat(outcome.errLines().getLast()).matches("lanewise: model.layers: " + message);
      assertThat(Files.exists(folder.resolve("shops.safetensors"))).isFalse();
    }
  }

  @Test
  void aColumnThatHasNoIdsIsNamed() {
    assertThat(shops("none", 0, 7).errLines().getLast())
        .matches(
            "lanewise: model.layers: embedding-1 takes ids, whole numbers from 0 to 6, but the"
                + " feature size of a row is [0-9.]+5; let it read only columns of ids, which a"
                + " layer narrow before it takes from the others");
  }

  @Test
  void aModelThatIsAppliedSaysWhatItTakes() {
    assertThat(shops("none", 1, 7).exitCode()).isZero();
    Path rows = Samples.write(folder.resolve("more.csv"), "size,shop,price\n1.5,7,2.25\n");
    for (String command : List.of("evaluate", "predict")) {
      Cli.Outcome outcome = Cli.run(command, folder.resolve("shops.safetensors"), "--data", rows);
      assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(2);
      assertThat(outcome.errLines().getLast())
          .matches(
              "lanewise: embedding(-1)?: row 0, value 0 is 7.0: ids are whole numbers from 0 to 6;"
                  + " the model looks them up, so give it rows with such numbers");
    }
  }

  /** Trains on rows of a size and a number from 0 to 5, of which a layer looks one up. */
  private Cli.Outcome shops(String scaler, int column, int vocabulary) {
    StringBuilder rows = new StringBuilder("size,shop,price\n");
    for (int row = 0; row < 60; row++) {
      rows.append("%s.5,%s,%s.25\n".formatted(row * 7 % 23, row % 6, row * 31 % 47));
    }
    Path data = Samples.write(folder.resolve("shops.csv"), rows.toString());
    String job =
        """
        model:
          layers:
            - {kind: narrow, from: %s, to: %s}
            - {kind: embedding, vocabulary: %s, dimension: 2}
            - flatten
            - {kind: concat, inputs: [flatten-1, input]}
            - dense
        """
            .formatted(column, column + 1, vocabulary);
    Path file = Samples.write(folder.resolve("job.yaml"), job);
    String scaled = "data.scaler=" + scaler;
    return Cli.run(
        "train",
        file,
        "--data",
        data,
        "--label",
        "price",
        "--set",
        scaled,
        "--epochs",
        2,
        "--lr",
        0.0001,
        "--out",
        folder);
  }

  @Test
  void initializersGoByTheNamesOfParameters() throws IOException {
    String job =
        """
        model: {hidden: 4}
        training: {epochs: 1}
        optimizer: {rate: 1e-30, momentum: 0}
        initialization:
          weights: {kind: constant, value: 0.5}
          named: {"dense-2.*": {kind: constant, value: -2}, dense-1.bias: zeros}
        """;
    Classifier classifier = classifier(train(job));
    assertThat(values(classifier, "dense-1.weight")).containsOnly(0.5f);
    assertThat(values(classifier, "dense-1.bias")).containsOnly(0f);
    assertThat(values(classifier, "dense-2.bias")).containsOnly(-2f);
    assertThat(train("initialization: {named: {dense-9.weight: he-normal}}").err())
        .startsWith("lanewise: initialization: ")
        .contains("dense-9.weight");
  }

  private static float[] values(Classifier classifier, String parameter) {
    return Objects.requireNonNull(classifier.model().parameters().get(parameter)).values();
  }

  @Test
  void sizesAndLayersExcludeEachOther() {
    assertThat(train("model:\n  hidden: 3\n  layers: [dense]").err())
        .contains("job.yaml, line 2: model.hidden 3: there is model.layers too; give one of them");
    Path job = Samples.write(folder.resolve("job.yaml"), "model: {layers: [dense]}");
    assertThat(Cli.run("train", job, "--hidden", 3).err())
        .contains("--hidden 3: there is model.layers too; give one of them");
    assertThat(train("model: {layers: []}").err()).contains("job.yaml, line 1", "at least one");
  }
}
