package lanewise.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import lanewise.layers.activation.Relu;
import lanewise.layers.inference.Program;
import lanewise.layers.inference.Workspace;
import lanewise.layers.linear.Dense;
import lanewise.layers.loss.Targets;
import lanewise.layers.merge.Add;
import lanewise.layers.merge.Concat;
import lanewise.layers.merge.Multiply;
import lanewise.layers.noise.AlphaDropout;
import lanewise.layers.noise.Dropout;
import lanewise.layers.noise.GaussianNoise;
import lanewise.layers.noise.StochasticDepth;
import lanewise.layers.norm.BatchNorm;
import lanewise.layers.norm.LayerNorm;
import lanewise.layers.shape.Reshape;
import lanewise.tensor.RandomStream;
import lanewise.tensor.Shape;
import lanewise.tensor.WeightPrecision;
import lanewise.tensor.Workers;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Graphs of ten nodes, drawn from all layers that keep or join vectors of four numbers. */
final class RandomGraphTest {
  private static final int NODES = 10;
  private static final int ROWS = 5;
  private static final int FEATURES = 4;

  /** Float32 gradients through ten layers, of which some divide by deviations below 1. */
  private static final double TOLERANCE = 1e-4;

  private static final List<Supplier<Layer>> UNARY =
      List.of(
          () -> Dense.of(FEATURES, FEATURES),
          () -> Dense.withoutBias(FEATURES, FEATURES),
          Relu::of,
          () -> BatchNorm.of(FEATURES),
          () -> LayerNorm.of(FEATURES),
          () -> Dropout.of(0.3),
          () -> AlphaDropout.of(0.3),
          () -> GaussianNoise.of(0.2),
          () -> StochasticDepth.of(0.3),
          () -> Reshape.of(-1));

  private static final List<Supplier<Layer>> BINARY = List.of(Add::of, Multiply::of);

  static List<Integer> seeds() {
    return IntStream.range(0, 40).boxed().toList();
  }

  private static Model model(int seed) {
    RandomStream random = RandomStream.of(seed);
    Graph graph = new Graph();
    List<String> values = new ArrayList<>();
    values.add(graph.input("x", Shape.of(FEATURES)));
    values.add(graph.input("y", Shape.of(FEATURES)));
    List<String> unread = new ArrayList<>(values);
    for (int i = 0; i < NODES - 1; i++) {
      String first = pick(random, values, unread);
      String name;
      if (random.nextInt(3) == 0) {
        String second = pick(random, values, unread);
        name = graph.add(BINARY.get(random.nextInt(BINARY.size())).get(), first, second);
      } else {
        name = graph.add(UNARY.get(random.nextInt(UNARY.size())).get(), first);
      }
      values.add(name);
      unread.add(name);
    }
    // The tenth node reads all that is left, so that nothing dangles.
    while (unread.size() < 2) {
      unread.add(values.get(random.nextInt(values.size())));
    }
    Model model = graph.build(graph.add(Concat.of(), unread.toArray(String[]::new)));
    model
        .trainedParameters()
        .forEach(
            (name, parameter) -> {
              for (int i = 0; i < parameter.value().size(); i++) {
                parameter.values()[i] = (float) (0.6 * random.nextGaussian());
              }
            });
    return model;
  }

  /** Half of the picks go to a value that nobody reads yet. */
  private static String pick(RandomStream random, List<String> values, List<String> unread) {
    boolean fresh = !unread.isEmpty() && random.nextInt(2) == 0;
    List<String> from = fresh ? unread : values;
    String name = from.get(random.nextInt(from.size()));
    unread.remove(name);
    return name;
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void passesTheGradientCheckInTrainingAndAtInference(int seed) {
    Model model = model(seed);
    assertThat(model.layers()).hasSize(NODES);
    List<float[]> inputs =
        List.of(
            Networks.gaussians(seed + 1000, ROWS * FEATURES),
            Networks.gaussians(seed + 2000, ROWS * FEATURES));
    Targets weights =
        Targets.ofValues(Networks.gaussians(seed + 3000, ROWS * model.outputShape().size()));
    for (PassOptions options :
        List.of(PassOptions.training(ROWS).withSeed(seed), PassOptions.inference(ROWS))) {
      GradientCheck.Report report =
          GradientCheck.run(model, new WeightedSum(), ROWS, inputs, weights, options);
      assertThat(report.passes(TOLERANCE))
          .as("seed %s, training %s: %s in %s", seed, options.training(), report, model.layers())
          .isTrue();
      assertThat(report.checked()).isGreaterThanOrEqualTo(2 * ROWS * FEATURES);
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void madeForInferenceGivesTheSameBitsForAnyBatch(int seed) {
    Model model = model(seed);
    float[] x = Networks.gaussians(seed + 1000, ROWS * FEATURES);
    float[] y = Networks.gaussians(seed + 2000, ROWS * FEATURES);
    int size = model.outputShape().size();
    Pass plain = model.pass(PassOptions.inference(ROWS));
    System.arraycopy(x, 0, plain.input(0), 0, x.length);
    System.arraycopy(y, 0, plain.input(1), 0, y.length);
    plain.forward(ROWS);
    Pass alone = model.pass(PassOptions.inference(1));
    for (int r = 0; r < ROWS; r++) {
      System.arraycopy(x, r * FEATURES, alone.input(0), 0, FEATURES);
      System.arraycopy(y, r * FEATURES, alone.input(1), 0, FEATURES);
      alone.forward(1);
      assertThat(alone.output())
          .as("seed %s, row %s", seed, r)
          .containsExactly(Arrays.copyOfRange(plain.output(), r * size, (r + 1) * size));
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void mergedForInferenceDiffersWhereNormalizationIsFoldedOnly(int seed) {
    Model model = model(seed);
    Program merged = Program.of(model, WeightPrecision.FLOAT32);
    boolean folded =
        merged.nodes().stream()
            .map(node -> String.join(" + ", node.step().kinds()))
            .anyMatch(work -> work.contains("dense") && work.contains("batch-norm"));
    float[] expected = outputs(model, seed);
    Workspace workspace = merged.newWorkspace(ROWS, Workers.caller());
    for (int i = 0; i < 2; i++) {
      float[] x = Networks.gaussians(seed + 1000 * (i + 1), ROWS * FEATURES);
      System.arraycopy(x, 0, workspace.input(i), 0, x.length);
    }
    workspace.run(ROWS);
    float[] found = workspace.output(0);
    for (int i = 0; i < expected.length; i++) {
      float allowed = folded ? 1e-5f * (1 + Math.abs(expected[i])) : 0;
      assertThat(found[i])
          .as("seed %s: %s", seed, model.layers())
          .isCloseTo(expected[i], within(allowed));
    }
  }

  private static float[] outputs(Model model, int seed) {
    Pass pass = model.pass(PassOptions.inference(ROWS));
    System.arraycopy(
        Networks.gaussians(seed + 1000, ROWS * FEATURES), 0, pass.input(0), 0, ROWS * FEATURES);
    System.arraycopy(
        Networks.gaussians(seed + 2000, ROWS * FEATURES), 0, pass.input(1), 0, ROWS * FEATURES);
    pass.forward(ROWS);
    return pass.output();
  }
}
