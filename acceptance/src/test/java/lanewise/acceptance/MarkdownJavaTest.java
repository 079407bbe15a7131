package lanewise.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import lanewise.conventions.Repository;
import lanewise.layers.Sequential;
import lanewise.layers.format.Safetensors;
import lanewise.layers.linear.Dense;
import lanewise.layers.predictor.Classifier;
import lanewise.layers.preprocessing.FeatureScaler;
import lanewise.tensor.Shape;
import lanewise.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compiles and runs the programs that the documents show. */
class MarkdownJavaTest {
  @TempDir Path folder;

  /** Whoever shows another program adds the test that runs it. */
  @Test
  void theseDocumentsHaveProgramsAndNoOthers() {
    assertThat(
            Repository.files(".md").stream()
                .filter(file -> Repository.text(file).contains("```java\n"))
                .map(Repository::name))
        .containsExactlyInAnyOrder(
            "CONTRIBUTING.md",
            "README.md",
            "docs/coming-from-dl4j.md",
            "docs/coming-from-onnx-runtime.md",
            "docs/coming-from-pytorch.md",
            "docs/coming-from-scikit-learn.md",
            "docs/lab.md", // which the module bench runs with the jar of its benchmarks
            "docs/own-layers.md",
            "docs/serving.md",
            "docs/tables.md",
            "docs/training.md");
  }

  @Test
  void theReadmesExamplesTrainSaveLoadAndPredict() throws Exception {
    // As the README says how to run it.
    String output = MarkdownJava.launch(folder, MarkdownJava.block("README.md"));

    assertThat(output).containsPattern("(?m)^label [0-9]$");
    assertThat(number(output, "accuracy")).isGreaterThanOrEqualTo(0.97);
    assertThat(folder.resolve("digits.safetensors")).isNotEmptyFile();

    String served = MarkdownJava.run(folder, MarkdownJava.block("README.md", 1));

    assertThat(served).containsPattern("(?m)^relu-1 +dense \\+ relu +\\[64] +\\[128] +float32");
    assertThat(served).containsPattern("(?m)^class [0-9]$");
  }

  @Test
  void theContributionGuidesLayerPassesTheGradientCheck() throws Exception {
    String check =
        """
        import java.util.List;
        import lanewise.layers.*;
        import lanewise.layers.activation.*;
        import lanewise.layers.format.JsonCursor;
        import lanewise.layers.loss.*;

        class Example {
          static void main() {
            Model model = Sequential.of(4, Softsign.of());
            GradientCheck.Report report =
                GradientCheck.run(
                    model,
                    MeanSquaredError.of(),
                    2,
                    List.of(new float[] {-3, -0.5f, 0.25f, 1, 2, 5, -7, 0.125f}),
                    Targets.ofValues(new float[8]),
                    PassOptions.training(2));
            System.out.println("error " + report.error());
            System.out.println("checked " + report.checked());
          }
        }

        """;

    String header =
        "package lanewise.layers.activation;\n\nimport lanewise.layers.format.JsonCursor;\n";
    String layer = MarkdownJava.block("CONTRIBUTING.md");
    assertThat(layer).startsWith(header);
    String output =
        MarkdownJava.runBriefly(
            folder, check + layer.replace(header, "").replace("public final class", "final class"));

    assertThat(number(output, "checked")).isEqualTo(8);
    assertThat(number(output, "error")).isLessThan(1e-6);
  }

  @Test
  void theLayerOfOnesOwnFoldsIntoThePlanAndComesBackFromItsFile() throws Exception {
    String output = MarkdownJava.runBriefly(folder, MarkdownJava.blocks("docs/own-layers.md"));

    Matcher error = Pattern.compile("error (\\S+) \\(86 values checked\\)").matcher(output);
    assertThat(error.find()).as(output).isTrue();
    assertThat(Double.parseDouble(error.group(1))).isLessThan(1e-4);
    assertThat(output)
        .containsPattern("(?m)^relu-1 +dense \\+ feature-scale \\+ relu +\\[4] +\\[8]");
    assertThat(output).contains("feature-scale-1.scale, feature-scale-1.shift");
  }

  /** The weights of the file are those that a state dict of PyTorch has by these names. */
  @Test
  void theProgramForThoseWhoComeFromPyTorchTrainsAndTakesWeights() throws Exception {
    SequencedMap<String, Tensor> state = new LinkedHashMap<>();
    float[] first = new float[32 * 4];
    first[0] = 1; // the first output of the first layer is the first input
    float[] second = new float[3 * 32];
    second[0] = 2;
    state.put("0.weight", Tensor.wrap(first, Shape.of(32, 4)));
    state.put("0.bias", Tensor.wrap(new float[32], Shape.of(32)));
    state.put("2.weight", Tensor.wrap(second, Shape.of(3, 32)));
    state.put("2.bias", Tensor.wrap(new float[] {0, 5, 6}, Shape.of(3)));
    Safetensors.of(state).write(folder.resolve("net.safetensors"));

    String output =
        MarkdownJava.runBriefly(folder, MarkdownJava.blocks("docs/coming-from-pytorch.md"));

    assertThat(number(output, "accuracy")).isGreaterThan(0.9);
    assertThat(output).contains("label setosa", "logits [2.0, 5.0, 6.0]");
  }

  @Test
  void theProgramForThoseWhoComeFromScikitLearnTrains() throws Exception {
    Files.copy(Repository.ROOT.resolve("examples/flowers.csv"), folder.resolve("flowers.csv"));
    String output =
        MarkdownJava.runBriefly(folder, MarkdownJava.blocks("docs/coming-from-scikit-learn.md"));

    assertThat(number(output, "accuracy")).isGreaterThan(0.9);
    assertThat(output).contains("label setosa");
    assertThat(folder.resolve("flowers.safetensors")).isNotEmptyFile();
  }

  @Test
  void theProgramForThoseWhoComeFromDl4jTrains() throws Exception {
    String output =
        MarkdownJava.runBriefly(folder, MarkdownJava.blocks("docs/coming-from-dl4j.md"));

    assertThat(number(output, "accuracy")).isGreaterThan(0.9);
    assertThat(number(output, "probability")).isGreaterThan(0.9);
  }

  @Test
  void theProgramForThoseWhoComeFromOnnxRuntimePredicts() throws Exception {
    digits();
    String output =
        MarkdownJava.runBriefly(folder, MarkdownJava.blocks("docs/coming-from-onnx-runtime.md"));

    assertThat(number(output, "outputs")).isEqualTo(10);
    assertThat(number(output, "rows")).isEqualTo(32);
    assertThat(output).contains("class 0");
  }

  private void digits() throws IOException {
    Classifier.of(
            Sequential.of(64, Dense.of(64, 10)),
            FeatureScaler.identity(64),
            IntStream.range(0, 10).mapToObj(Integer::toString).toList(),
            Map.of())
        .save(folder.resolve("digits.safetensors"));
  }

  @Test
  void theServingGuidesStepsAreOneProgram() throws Exception {
    digits();
    String program =
        "import lanewise.layers.inference.*;\n"
            + "import lanewise.layers.serving.*;\n\n"
            + "void main() throws Exception {\n"
            + MarkdownJava.blocks("docs/serving.md")
            + "}\n";

    String output = MarkdownJava.run(folder, program);

    assertThat(output).contains("label 0", "probability 0.1", "rows 1000", "calls: p50 ");
    assertThat(number(output, "batches")).isBetween(32.0, 1000.0);
  }

  @Test
  void theTrainingGuidesPartsAreOneProgram() throws Exception {
    String output = MarkdownJava.run(folder, MarkdownJava.blocks("docs/training.md"));

    assertThat(number(output, "r2")).isGreaterThan(0.99);
    assertThat(output).containsPattern("(?m)^resumed true$");
    assertThat(number(output, "streamed r2")).isGreaterThan(0.95);
  }

  @Test
  void theGuideToTablesIsOneProgram() throws Exception {
    Files.copy(Repository.ROOT.resolve("examples/tables/houses.csv"), folder.resolve("houses.csv"));
    String program =
        """
        import lanewise.layers.*;
        import lanewise.layers.activation.*;
        import lanewise.layers.file.*;
        import lanewise.layers.linear.*;
        import lanewise.layers.loss.*;
        import lanewise.layers.predictor.*;
        import lanewise.training.*;
        import lanewise.training.data.csv.*;
        import lanewise.training.data.table.*;
        import lanewise.training.initialization.*;
        import lanewise.training.optimizer.*;

        void main() throws Exception {
        """;
    String output =
        MarkdownJava.runBriefly(folder, program + MarkdownJava.blocks("docs/tables.md") + "}\n");

    // 40 + 2.1 * 95.5 + 6 * 4 + 40 + 25 and what the year of building adds, by the rules of the
    // table
    assertThat(number(output, "price")).isBetween(300.0, 380.0);
  }

  private static double number(String output, String name) {
    Matcher line = Pattern.compile("(?m)^" + name + " (\\S+)$").matcher(output);
    assertThat(line.find()).as(output).isTrue();
    return Double.parseDouble(line.group(1));
  }
}
