package lanewise.bench;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import lanewise.layers.Model;
import lanewise.layers.Parameter;
import lanewise.layers.Pass;
import lanewise.layers.loss.SoftmaxCrossEntropy;
import lanewise.layers.loss.Targets;
import lanewise.layers.preprocessing.FeatureScaler;
import lanewise.tensor.Workers;
import org.junit.jupiter.api.Test;

/** The checks themselves: a small mistake is found. */
final class ChecksTest {
  private static final int N = 3;
  private static final int FEATURES = 20;

  @Test
  void aProductWithOneWrongElementFails() {
    float[] a = Inputs.uniform("a", N * N);
    float[] identity = {1, 0, 0, 0, 1, 0, 0, 0, 1};
    float[] c = a.clone();
    assertThatCode(() -> Checks.product("test", N, N, N, a, identity, c))
        .doesNotThrowAnyException();

    c[5] += 1e-5f;
    assertThatThrownBy(() -> Checks.product("test", N, N, N, a, identity, c))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("test: wrong answer: element 5 is ");
  }

  @Test
  void notANumberFails() {
    assertThatThrownBy(() -> Checks.close("test", 0, Float.NaN, 0, 1)).hasMessageContaining("NaN");
  }

  @Test
  void theReferencesGradientsTellASmallMistake() {
    FeatureScaler scaler = Inputs.scaler(FEATURES);
    Model model = Inputs.mlp(Inputs.widths("20-9-8-4"));
    ReferenceMlp reference = new ReferenceMlp(model, scaler);
    float[] row = Inputs.uniform("row", FEATURES);
    reference.learn(row, 0, 2, 1);

    Pass pass = model.trainingPass(1, Workers.caller());
    scaler.transform(row, 0, pass.input(), 0);
    pass.forward(1);
    SoftmaxCrossEntropy.of()
        .evaluate(1, 4, pass.output(), Targets.ofClasses(new int[] {2}), pass.gradOutput());
    pass.backward();

    List<float[]> gradients = List.copyOf(pass.gradients().values());
    List<Parameter> parameters = List.copyOf(model.parameters().values());
    for (int p = 0; p < gradients.size(); p++) {
      String name = parameters.get(p).name();
      float[] gradient = gradients.get(p);
      ReferenceMlp.Estimate expected = reference.gradients().get(p);
      int largest = 0;
      for (int i = 0; i < gradient.length; i++) {
        Checks.close(name, i, gradient[i], expected.values[i], expected.tolerance(i));
        largest = Math.abs(gradient[i]) > Math.abs(gradient[largest]) ? i : largest;
      }
      int at = largest;
      float wrong = gradient[at] * 1.001f;
      assertThatThrownBy(
              () -> Checks.close(name, at, wrong, expected.values[at], expected.tolerance(at)))
          .hasMessageContaining("wrong answer");
    }
  }
}
