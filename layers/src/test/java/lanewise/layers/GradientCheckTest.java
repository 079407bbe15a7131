package lanewise.layers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import lanewise.layers.format.JsonObject;
import lanewise.layers.loss.SoftmaxCrossEntropy;
import lanewise.layers.loss.Targets;
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
