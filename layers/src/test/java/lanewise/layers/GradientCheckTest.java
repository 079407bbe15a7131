package lanewise.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import lanewise.layers.format.JsonObject;
import lanewise.layers.linear.Dense;
import lanewise.layers.loss.SoftmaxCrossEntropy;
import lanewise.layers.loss.Targets;
import lanewise.layers.norm.BatchNorm;
import lanewise.tensor.Shape;
import org.junit.jupiter.api.Test;

final class GradientCheckTest {
  private static final SoftmaxCrossEntropy LOSS = SoftmaxCrossEntropy.of();

  @Test
  void passesWhatIsRight() {
    GradientCheck.Report report = run(Networks.mlp(40, 5, 7, 3));
    assertThat(report.passes(1e-5)).as("seed 40: %s", report).isTrue();
    assertThat(report.checked()).isEqualTo(5 * 7 + 7 + 7 * 3 + 3 + 4 * 5);
  }

  @Test
  void findsAGradientThatIsWrong() {
    GradientCheck.Report report = run(Sequential.of(5, Dense.of(5, 3), new Doubling(0.5f)));
    assertThat(report.passes(1e-3)).as(report.toString()).isFalse();
    assertThat(run(Sequential.of(5, Dense.of(5, 3), new Doubling(2))).passes(1e-5)).isTrue();
  }

  /**
   * Behind saturated layers and small weights all gradients are small, right ones and wrong ones.
   */
  @Test
  void findsAWrongGradientWhereAllAreSmall() {
    assertThat(run(withSmallGradients(2)).passes(1e-4)).isTrue();
    for (float wrong : new float[] {0, 2.2f, -2}) {
      GradientCheck.Report report = run(withSmallGradients(wrong));
      assertThat(Math.abs(report.numeric())).isLessThan(1e-3);
      assertThat(report.passes(1e-4)).as(report.toString()).isFalse();
    }
  }

  private static Model withSmallGradients(float gradient) {
    Dense last = Dense.of(4, 3);
    Networks.set(last.weight(), SingleLayer.filled(12, 1e-3f));
    last.weight().values()[0] = -1e-3f;
    Dense first = Dense.of(5, 4);
    Networks.fill(first, 44);
    Model model = Sequential.of(5, first, new Doubling(gradient), last);
    return model.withFrozen(name -> name.startsWith("dense-2."));
  }

  @Test
  void checksWhatLeadsToFurtherOutputs() {
    for (float gradient : new float[] {2, 2.1f}) {
      Graph graph = new Graph();
      String x = graph.input("x", Shape.of(5));
      Dense first = Dense.of(5, 3);
      Dense second = Dense.of(5, 2);
      Networks.fill(first, 45);
      Networks.fill(second, 46);
      Model model =
          graph.build(graph.add(first, x), graph.add(new Doubling(gradient), graph.add(second, x)));
      GradientCheck.Report report = run(model);
      assertThat(report.passes(1e-4)).as(report.toString()).isEqualTo(gradient == 2);
    }
  }

  @Test
  void refusesInputsThatDoNotFit() {
    Model model = Networks.mlp(40, 5, 7, 3);
    Targets targets = Targets.ofClasses(new int[] {0, 2});
    PassOptions two = PassOptions.training(2);
    assertThatThrownBy(() -> GradientCheck.run(model, LOSS, 2, List.of(), targets, two))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("gradient check: 0 inputs for a model of 1");
    for (int length : new int[] {9, 11}) {
      List<float[]> inputs = List.of(new float[length]);
      assertThatThrownBy(() -> GradientCheck.run(model, LOSS, 2, inputs, targets, two))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "gradient check: input input has " + length + " values, not 10 for 2 rows of [5]");
    }
    assertThatThrownBy(
            () -> GradientCheck.run(model, LOSS, 3, List.of(new float[15]), targets, two))
        .hasMessage("gradient check: 3 rows: the options are for 1 to 2");
  }

  @Test
  void aGradientOfNanDoesNotPass() {
    GradientCheck.Report report = run(Sequential.of(5, Dense.of(5, 3), new Doubling(Float.NaN)));
    assertThat(report.passes(1)).as(report.toString()).isFalse();
  }

  @Test
  void aGradientOfNanIsNotForgottenForLaterOnes() {
    Model model = Sequential.of(5, Dense.of(5, 3), new Doubling(2));
    Networks.fill((Dense) model.layers().sequencedValues().getFirst(), 43);
    float[] x = Networks.gaussians(41, 4 * 5);
    x[0] = Float.NaN;
    GradientCheck.Report report =
        GradientCheck.run(
            model,
            LOSS,
            4,
            List.of(x),
            Targets.ofClasses(new int[] {0, 2, 1, 2}),
            PassOptions.training(4));
    assertThat(report.error()).isNaN();
    assertThat(report.passes(1)).as(report.toString()).isFalse();
  }

  @Test
  void leavesTrackedParametersAsTheyWere() {
    BatchNorm norm = BatchNorm.of(3);
    Model model = Sequential.of(5, Dense.of(5, 3), norm);
    model.trainedParameters().values().forEach(p -> Networks.set(p, filled(p, 0.5f)));
    Networks.set(norm.runningMean(), 1, 2, 3);
    Networks.set(norm.runningVar(), 4, 5, 6);
    assertThat(run(model).passes(1e-4)).isTrue();
    assertThat(norm.runningMean().values()).containsExactly(1, 2, 3);
    assertThat(norm.runningVar().values()).containsExactly(4, 5, 6);
  }

  private static float[] filled(Parameter parameter, float value) {
    return SingleLayer.filled(parameter.value().size(), value);
  }

  private static GradientCheck.Report run(Model model) {
    return GradientCheck.run(
        model,
        LOSS,
        4,
        List.of(Networks.gaussians(41, 4 * 5)),
        Targets.ofClasses(new int[] {0, 2, 1, 2}),
        PassOptions.training(4));
  }

  /** Computes 2 x, with a gradient of the test's choice. */
  private record Doubling(float gradient) implements Layer {
    @Override
    public String kind() {
      return "doubling";
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
      return inputs.getFirst();
    }

    @Override
    public JsonObject config() {
      return JsonObject.builder().build();
    }

    @Override
    public void forward(LayerPass pass) {
      for (int i = 0; i < pass.rows() * pass.outputSize(); i++) {
        pass.output()[i] = 2 * pass.input(0)[i];
      }
    }

    @Override
    public void backward(LayerPass pass) {
      float[] gradX = pass.gradInput(0);
      for (int i = 0; gradX != null && i < pass.rows() * pass.outputSize(); i++) {
        gradX[i] = gradient * pass.gradOutput()[i];
      }
    }

    @Override
    public void reference(ReferencePass pass) {
      for (int i = 0; i < pass.output().length; i++) {
        pass.output()[i] = 2 * pass.input(0)[i];
      }
    }
  }
}
