package lanewise.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import lanewise.layers.Model;
import org.junit.jupiter.api.Test;

final class OptimizerStateTest {
  private final Model model = Fixtures.mlp(1, 3, 2);

  private SequencedMap<String, float[]> ones() {
    SequencedMap<String, float[]> gradients = new LinkedHashMap<>();
    model
        .parameters()
        .forEach(
            (name, parameter) -> {
              float[] ones = new float[parameter.value().size()];
              Arrays.fill(ones, 1);
              gradients.put(name, ones);
            });
    return gradients;
  }

  @Test
  void findsGradientsByName() {
    OptimizerState state = OptimizerState.start(new Sgd(1, 0), model);
    float before = model.parameters().get("dense-1.weight").values()[0];
    assertThat(state.steps()).isZero();
    state.step(ones().reversed());
    assertThat(state.steps()).isEqualTo(1);
    assertThat(model.parameters().get("dense-1.bias").values()).containsOnly(-1);
    assertThat(model.parameters().get("dense-1.weight").values()[0]).isEqualTo(before - 1);
  }

  @Test
  void aMissingGradientChangesNothing() {
    OptimizerState state = OptimizerState.start(new Sgd(1, 0.5f), model);
    SequencedMap<String, float[]> gradients = ones();
    gradients.remove("dense-1.bias");
    List<float[]> before = Fixtures.weights(model);
    assertThatThrownBy(() -> state.step(gradients))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("optimizer: no gradient of dense-1.bias");
    assertThat(Fixtures.weights(model)).usingRecursiveComparison().isEqualTo(before);
    assertThat(state.steps()).isZero();
  }

  @Test
  void aGradientOfAnotherLengthChangesNothing() {
    OptimizerState state = OptimizerState.start(new Sgd(1, 0.5f), model);
    List<float[]> before = Fixtures.weights(model);
    for (int length : new int[] {1, 3}) {
      SequencedMap<String, float[]> gradients = ones();
      gradients.put("dense-1.bias", new float[length]);
      assertThatThrownBy(() -> state.step(gradients))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("optimizer: the gradient of dense-1.bias has " + length + " values, not 2");
    }
    assertThat(Fixtures.weights(model)).usingRecursiveComparison().isEqualTo(before);
    assertThat(state.steps()).isZero();
  }

  @Test
  void countsStepsFromOne() {
    long[] seen = new long[1];
    Optimizer optimizer =
        new Optimizer() {
          @Override
          public int slots() {
            return 2;
          }

          @Override
          public void update(long step, float[] values, float[] gradient, List<float[]> memory) {
            seen[0] = step;
            assertThat(memory).hasSize(2);
            assertThat(memory.get(1)).hasSameSizeAs(values).containsOnly((float) (step - 1));
            Arrays.fill(memory.get(1), (float) step);
          }
        };
    OptimizerState state = OptimizerState.start(optimizer, model);
    for (int step = 1; step <= 3; step++) {
      state.step(ones());
      assertThat(seen[0]).isEqualTo(step);
    }
  }
}
