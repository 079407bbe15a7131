package lanewise.cli.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import lanewise.cli.Cli;
import lanewise.cli.Samples;
import lanewise.layers.predictor.Classifier;
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
