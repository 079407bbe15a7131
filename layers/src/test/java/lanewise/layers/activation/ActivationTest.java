package lanewise.layers.activation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import lanewise.layers.GradientCheck;
import lanewise.layers.Layer;
import lanewise.layers.LayerRun;
import lanewise.layers.Model;
import lanewise.layers.Near;
import lanewise.layers.Networks;
import lanewise.layers.PassOptions;
import lanewise.layers.Sequential;
import lanewise.layers.format.Json;
import lanewise.layers.linear.Dense;
import lanewise.layers.loss.SoftmaxCrossEntropy;
import lanewise.layers.loss.Targets;
import lanewise.tensor.Shape;
import lanewise.tensor.ShapeException;
import lanewise.tensor.Workers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class ActivationTest {
  private static final float INFINITY = Float.POSITIVE_INFINITY;

  /** More than several threads' shares, and no whole number of blocks. */
  private static final int LARGE = 40_001;

  static Stream<Supplier<Layer>> activations() {
    return Stream.of(
        Elu::of,
        Gelu::of,
        () -> Gelu.of(Gelu.Form.TANH),
        HardSigmoid::of,
        HardTanh::of,
        LeakyRelu::of,
        LogSigmoid::of,
        Relu::of,
        Selu::of,
        Sigmoid::of,
        Silu::of,
        Softplus::of,
        Tanh::of,
        Cube::new);
  }

  @ParameterizedTest
  @MethodSource("activations")
  void givesTheSameBitsOnSeveralThreads(Supplier<Layer> maker) {
    float[] x = Networks.gaussians(5, LARGE);
    float[] gradY = Networks.gaussians(6, LARGE);
    LayerRun alone = LayerRun.of(maker.get(), Shape.of(LARGE), 1, x);
    float[] y = alone.forward();
    alone.backward(gradY);
    try (Workers workers = Workers.of(3)) {
      PassOptions options = PassOptions.training(1).withWorkers(workers);
      LayerRun shared = LayerRun.of(maker.get(), List.of(Shape.of(LARGE)), List.of(x), options);
      assertThat(Arrays.equals(shared.forward(), y)).isTrue();
      shared.backward(gradY);
      assertThat(Arrays.equals(shared.gradInput(), alone.gradInput())).isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("activations")
  void largeValuesAndInfinitiesHaveGradients(Supplier<Layer> maker) {
    Layer layer = maker.get();
    if (layer instanceof Cube) {
      return;
    }
    float[] x = {-Float.MAX_VALUE, Float.MAX_VALUE, -INFINITY, INFINITY, -1e4f, 1e4f};
    LayerRun run = LayerRun.of(layer, Shape.of(6), 1, x);
    float[] y = run.forward();
    assertThat(new float[] {y[0], y[1], y[4], y[5]}).doesNotContain(Float.NaN);
    run.backward(new float[] {1, 1, 1, 1, 1, 1});
    float[] gradX = run.gradInput();
    for (int i = 0; i < 6; i++) {
      assertThat(gradX[i]).as("%s at %s", layer.kind(), x[i]).isBetween(0f, 1.051f);
      assertThat(gradX[i]).as("%s at %s", layer.kind(), x[i]).isEqualTo(gradX[4 + i % 2]);
    }
  }

  @Test
  void aUsersActivationRunsAndPassesTheGradientCheck() {
    Model model = Sequential.of(4, Dense.of(4, 3), new Cube());
    Networks.fill((Dense) model.layers().sequencedValues().getFirst(), 8);
    GradientCheck.Report report =
        GradientCheck.run(
            model,
            SoftmaxCrossEntropy.of(),
            2,
            List.of(Networks.gaussians(9, 8)),
            Targets.ofClasses(new int[] {2, 0}),
            PassOptions.training(2));
    assertThat(report.passes(1e-5)).as(report.toString()).isTrue();
  }

  @Test
  void kinksAreWherePyTorchHasThem() {
    assertGradients(Relu.of(), new float[] {-1, -0f, 0, Float.MIN_VALUE}, 0, 0, 0, 1);
    assertGradients(HardSigmoid.of(), new float[] {-3, -2.9f, 2.9f, 3}, 0, 1 / 6f, 1 / 6f, 0);
    assertGradients(HardTanh.of(), new float[] {-1, -0.9f, 0.9f, 1}, 0, 1, 1, 0);
    assertGradients(LeakyRelu.of(0.5f), new float[] {-1, -0f, 0, 1}, 0.5f, 0.5f, 0.5f, 1);
    assertGradients(Elu.of(0.5f), new float[] {-0f, 0, 1e-30f, 1}, 0.5f, 0.5f, 1, 1);
    assertGradients(PRelu.of(), new float[] {-1, -0f, 0, 1}, 0.25f, 0.25f, 0.25f, 1);
  }

  @Test
  void reluKeepsNanAndGivesItNoGradient() {
    LayerRun run = LayerRun.of(Relu.of(), Shape.of(2), 1, new float[] {Float.NaN, 2});
    assertThat(run.forward()).containsExactly(Float.NaN, 2);
    run.backward(new float[] {3, 4});
    assertThat(run.gradInput()).containsExactly(0, 4);
  }

  private static void assertGradients(Layer layer, float[] x, float... expected) {
    LayerRun run = LayerRun.of(layer, Shape.of(x.length), 1, x);
    run.forward();
    run.backward(new float[] {1, 1, 1, 1});
    assertThat(run.gradInput()).as(layer.kind()).containsExactly(expected);
  }

  @Test
  void softmaxOfTheTextbook() {
    LayerRun run = LayerRun.of(Softmax.of(), Shape.of(4), 1, new float[] {2, -1, 3.2f, 0.5f});
    double[] expected = {.217721, .010840, .722859, .048580};
    float[] y = run.forward();
    for (int i = 0; i < 4; i++) {
      assertThat((double) y[i]).isCloseTo(expected[i], within(5e-7));
    }
  }

  @Test
  void softmaxTakesLargeAndInfiniteLogits() {
    float[] x = {0x1p100f, -INFINITY, 0x1p100f, -0x1p100f};
    LayerRun run = LayerRun.of(Softmax.of(), Shape.of(4), 1, x);
    assertThat(run.forward()).containsExactly(0.5f, 0, 0.5f, 0);
    run.backward(new float[] {1, 2, 3, 4});
    assertThat(run.gradInput()).containsExactly(-0.5f, 0, 0.5f, 0);
    LayerRun logarithm = LayerRun.of(LogSoftmax.of(), Shape.of(4), 1, x);
    float log2 = (float) Math.log(2);
    assertThat(logarithm.forward()).containsExactly(-log2, -INFINITY, -log2, -0x1p101f);
    logarithm.backward(new float[] {1, 2, 3, 4});
    assertThat(logarithm.gradInput()[1]).isEqualTo(2);
    assertThat((double) logarithm.gradInput()[0]).isCloseTo(-4, within(1e-5));
  }

  @Test
  void theFirstOfEqualPiecesTakesTheGradient() {
    float[] x = {1, 5, 1, 2, 1, 5};
    LayerRun run = LayerRun.of(Maxout.of(3), Shape.of(6), 1, x);
    assertThat(run.forward()).containsExactly(1, 5);
    run.backward(new float[] {10, 20});
    assertThat(run.gradInput()).containsExactly(10, 20, 0, 0, 0, 0);
  }

  @Test
  void preluSumsItsSlopesOverLargeBatches() {
    int rows = 101;
    int width = 1100;
    float[] x = Networks.gaussians(11, rows * width);
    float[] gradY = Networks.gaussians(12, rows * width);
    for (PRelu layer : List.of(PRelu.of(), PRelu.of(width))) {
      LayerRun run = LayerRun.of(layer, Shape.of(width), rows, x);
      run.forward();
      run.backward(gradY);
      int channels = layer.slope().values().length;
      double[] expected = new double[channels];
      double[] tolerance = new double[channels];
      for (int i = 0; i < x.length; i++) {
        double term = Math.min(x[i], 0) * gradY[i];
        expected[i % channels] += term;
        tolerance[i % channels] += 1e-5 * Math.abs(term);
      }
      Near.assertNear("slopes", run.gradParameter(0), expected, tolerance);
    }
  }

  /** PyTorch's PReLU(2) of a batch [1, 2, 3]. */
  @Test
  void preluTakesChannelsThatComeFirst() {
    PRelu layer = PRelu.of(2);
    Networks.set(layer.slope(), 0.5f, -2);
    float[] x = {-1, 2, -3, -1, 2, -3};
    LayerRun run = LayerRun.of(layer, Shape.of(2, 3), 1, x);
    assertThat(run.forward()).containsExactly(-0.5f, 2, -1.5f, 2, 2, 6);
    run.backward(new float[] {1, 10, 100, 1, 10, 100});
    assertThat(run.gradInput()).containsExactly(0.5f, 10, 50, -2, 10, -200);
    assertThat(run.gradParameter(0)).containsExactly(-301, -301);
  }

  @Test
  void preluSaysItsAxis() {
    assertThat(Json.write(PRelu.of(2).config())).isEqualTo("{\"channels\":2,\"axis\":0}");
    assertThat(Json.write(PRelu.of(2).withAxis(-1).config()))
        .isEqualTo("{\"channels\":2,\"axis\":-1}");
    assertThatThrownBy(() -> PRelu.of(3).outputShape(List.of(Shape.of(4, 3))))
        .isInstanceOf(ShapeException.class)
        .hasMessage("prelu [3]: input [4, 3] does not have 3 channels along axis 0");
    assertThatThrownBy(() -> PRelu.of(3).withAxis(2).outputShape(List.of(Shape.of(4, 3))))
        .isInstanceOf(ShapeException.class)
        .hasMessage("prelu [3]: input [4, 3] does not have 3 channels along axis 2");
  }

  @Test
  void refusesWhatDoesNotFit() {
    assertThatThrownBy(() -> PRelu.of(3).outputShape(List.of(Shape.of(4))))
        .isInstanceOf(ShapeException.class)
        .hasMessage("prelu [3]: input [4] does not have 3 channels along axis 0");
    assertThatThrownBy(() -> Maxout.of(2).outputShape(List.of(Shape.of(5))))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining("multiple");
    assertThatThrownBy(() -> Softmax.along(1).outputShape(List.of(Shape.of(5))))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining("has no axis 1");
    assertThatThrownBy(() -> Tanh.of().outputShape(List.of(Shape.of(5), Shape.of(5))))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining("takes one input, not 2");
    assertThatThrownBy(() -> HardTanh.of(1, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> HardTanh.of(-INFINITY, 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Elu.of(Float.NaN)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> LeakyRelu.of(INFINITY)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> PRelu.of(0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Maxout.of(0)).isInstanceOf(IllegalArgumentException.class);
  }

  /** As a user writes one. */
  private static final class Cube extends Activation {
    @Override
    public String kind() {
      return "cube";
    }

    @Override
    protected void forward(int from, int count, float[] x, float[] y) {
      for (int i = from; i < from + count; i++) {
        y[i] = x[i] * x[i] * x[i];
      }
    }

    @Override
    protected void backward(
        int from, int count, float[] x, float[] y, float[] gradY, float[] gradX) {
      for (int i = from; i < from + count; i++) {
        gradX[i] = 3 * x[i] * x[i] * gradY[i];
      }
    }

    @Override
    protected double value(double x) {
      return x * x * x;
    }
  }
}
