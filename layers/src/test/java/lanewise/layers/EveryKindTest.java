package lanewise.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import lanewise.layers.activation.Relu;
import lanewise.layers.file.LayerKinds;
import lanewise.layers.format.Json;
import lanewise.layers.format.JsonCursor;
import lanewise.layers.format.JsonException;
import lanewise.layers.linear.Dense;
import lanewise.layers.linear.Embedding;
import lanewise.layers.merge.Add;
import lanewise.layers.merge.Concat;
import lanewise.layers.merge.Multiply;
import lanewise.layers.noise.AlphaDropout;
import lanewise.layers.noise.Dropout;
import lanewise.layers.noise.GaussianNoise;
import lanewise.layers.noise.StochasticDepth;
import lanewise.layers.norm.BatchNorm;
import lanewise.layers.norm.LayerNorm;
import lanewise.layers.predictor.Classifier;
import lanewise.layers.preprocessing.FeatureScaler;
import lanewise.layers.shape.Flatten;
import lanewise.layers.shape.Reshape;
import lanewise.tensor.Shape;
import lanewise.tensor.Workers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Models with a node of each kind: as a file, shared by threads' passes, and in steady state. */
final class EveryKindTest {
  private static final int ROWS = 6;
  private static final int FEATURES = 3;

  @TempDir private Path folder;

  /** Three ids, embedded and joined with what a residual block makes of them as numbers. */
  private static Model model() {
    Graph graph = new Graph();
    String ids = graph.input("ids", Shape.of(FEATURES));
    String vectors = graph.add(Embedding.of(5, 4), ids);
    String normal = graph.add(LayerNorm.of(4), vectors);
    String bare = graph.add(LayerNorm.of(Shape.of(3, 4), 1e-4, LayerNorm.Affine.NONE), normal);
    String flat = graph.add(Flatten.of(), bare);
    String noisy = graph.add(GaussianNoise.of(0.1), flat);
    String hidden = graph.add(Dense.withoutBias(12, 12), noisy);
    String batch = graph.add(BatchNorm.of(12), hidden);
    String dropped = graph.add(Dropout.of(0.25), graph.add(Relu.of(), batch));
    String branch = graph.add(StochasticDepth.of(0.5), dropped);
    String sum = graph.add(Add.of(), flat, branch);
    String product = graph.add(Multiply.of(), sum, hidden);
    String square = graph.add(Reshape.of(3, -1), product);
    String joined = graph.add(Concat.along(0), square, vectors);
    String alpha = graph.add(AlphaDropout.of(0.1), graph.add(Flatten.of(), joined));
    Model model = graph.build(graph.add(Dense.of(24, 2), alpha));
    long seed = 50;
    for (Parameter parameter : model.trainedParameters().values()) {
      Networks.set(parameter, Networks.gaussians(seed++, parameter.value().size()));
    }
    return model;
  }

  private static float[] ids() {
    float[] ids = new float[ROWS * FEATURES];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = i * 7 % 5;
    }
    return ids;
  }

  private static Pass step(Model model) {
    Pass pass = model.trainingPass(ROWS, Workers.caller());
    System.arraycopy(ids(), 0, pass.input(), 0, ROWS * FEATURES);
    System.arraycopy(Networks.gaussians(9, 2 * ROWS), 0, pass.gradOutput(), 0, 2 * ROWS);
    pass.forward(ROWS);
    pass.backward();
    return pass;
  }

  @Test
  void comesBackFromItsFile() throws IOException {
    Model model = model();
    step(model);
    Classifier classifier =
        Classifier.of(
            model,
            FeatureScaler.of(new float[FEATURES], SingleLayer.filled(FEATURES, 1)),
            List.of("no", "yes"),
            Map.of());
    Path file = folder.resolve("model.safetensors");
    classifier.save(file);
    Classifier again = Classifier.load(file);
    assertThat(again.weightsSha256()).isEqualTo(classifier.weightsSha256());
    assertThat(again.model().parameters().keySet())
        .containsExactlyElementsOf(model.parameters().keySet());
    assertThat(again.model().layers().values().stream().map(Layer::config).toList())
        .isEqualTo(model.layers().values().stream().map(Layer::config).toList());
    for (int r = 0; r < ROWS; r++) {
      float[] row = Arrays.copyOfRange(ids(), r * FEATURES, (r + 1) * FEATURES);
      assertThat(again.probabilities(row)).containsExactly(classifier.probabilities(row));
    }
    float[] running = again.model().parameters().get("batch-norm-1.running_var").values();
    assertThat(running).doesNotContain(1);
  }

  @Test
  void planForInferenceAndBatchesOfOneGiveTheSameBits() {
    Model model = model();
    step(model);
    Pass batch = model.inferencePass(ROWS, Workers.caller());
    Pass alone = model.inferencePass(1, Workers.caller());
    System.arraycopy(ids(), 0, batch.input(), 0, ROWS * FEATURES);
    batch.forward(ROWS);
    for (int r = 0; r < ROWS; r++) {
      System.arraycopy(ids(), r * FEATURES, alone.input(), 0, FEATURES);
      alone.forward(1);
      assertThat(alone.output())
          .containsExactly(Arrays.copyOfRange(batch.output(), 2 * r, 2 * r + 2));
    }
  }

  @Test
  void oneSeedGivesTheSameStep() {
    List<float[]> first = List.copyOf(step(model()).gradients().values());
    List<float[]> second = List.copyOf(step(model()).gradients().values());
    for (int i = 0; i < first.size(); i++) {
      assertThat(second.get(i)).containsExactly(first.get(i));
    }
  }

  @Test
  void aStepAllocatesNothing() {
    Pass pass = step(model());
    Allocation.assertSettlesAtNone(
        "a step through every kind",
        () -> {
          pass.forward(ROWS);
          pass.backward();
        });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "dropout | {\"rate\":1} | config: dropout: a rate of 1.0",
        "dropout | {} | config",
        "dropout | {\"rate\":0.5,\"seed\":1} | config",
        "alpha-dropout | {\"rate\":-1} | config: alpha-dropout: a rate of -1.0",
        "stochastic-depth | {\"rate\":2} | config: stochastic-depth: a rate of 2.0",
        "gaussian-noise | {\"deviation\":-1} | config: gaussian-noise: a deviation of -1.0",
        "batch-norm | {\"channels\":0,\"momentum\":0.1,\"epsilon\":1e-5} | config: batch-norm: 0",
        "batch-norm | {\"channels\":2,\"momentum\":0,\"epsilon\":1e-5} | config: batch-norm: a mom",
        "layer-norm | {\"shape\":[],\"epsilon\":1e-5,\"affine\":true} | config: layer-norm: norm",
        "layer-norm | {\"shape\":[-1],\"epsilon\":1e-5,\"affine\":true} | config: shape: [-1]",
        "embedding | {\"vocabulary\":0,\"dimension\":2} | config: embedding: a vocabulary of 0",
        "reshape | {\"shape\":[-1,-1]} | config: reshape: [-1, -1]: only one may be -1",
        "concat | {\"axis\":0.5} | config.axis",
        "narrow | {\"axis\":0,\"from\":2,\"to\":2} | config: narrow: 2 to 2: the first must be",
        "narrow | {\"axis\":0,\"from\":-1,\"to\":2} | config: narrow: -1 to 2: the first must be",
        "narrow | {\"axis\":0,\"from\":1} | config: the key \"to\" is missing",
        "add | {\"axis\":0} | config",
        "dense | {\"in\":2,\"out\":2,\"bias\":1} | config.bias",
      })
  void refusesSettingsOutOfRange(String kind, String config, String message) {
    JsonCursor cursor = JsonCursor.of("config", Json.parse(config));
    assertThatThrownBy(() -> LayerKinds.standard().read(kind, cursor))
        .isInstanceOf(JsonException.class)
        .hasMessageStartingWith(message);
  }
}
