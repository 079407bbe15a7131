package lanewise.training.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import lanewise.layers.Model;
import lanewise.layers.Slot;
import lanewise.tensor.Workers;
import lanewise.training.Fixtures;
import lanewise.training.gradient.ClipByGlobalNorm;
import org.junit.jupiter.api.Test;

final class ParameterGroupsTest {
  private static final Sgd REST = new Sgd(1, 0);

  private final Model model = Fixtures.mlp(1, 2, 2, 1);
  private final List<float[]> before = Fixtures.weights(model);

  /** Takes a step in which every gradient is 1, and returns how far the first values moved. */
  private List<Float> step(WeightUpdates updates, double factor) {
    List<float[]> gradients = new ArrayList<>();
    for (Slot slot : updates.slots()) {
      float[] ones = new float[slot.size()];
      Arrays.fill(ones, 1);
      gradients.add(ones);
    }
    updates.step(gradients, factor, Workers.caller());
    List<Float> moved = new ArrayList<>();
    for (int i = 0; i < before.size(); i++) {
      moved.add(before.get(i)[0] - model.slots().get(i).parameter().values()[0]);
    }
    return moved;
  }

  @Test
  void theLastPatternThatMatchesDecidesAndTheScheduleMultipliesEveryRate() {
    ParameterGroups groups =
        ParameterGroups.of(REST)
            .with("dense-2.*", REST.withLearningRate(0.5))
            .with("*.bias", new Sgd(0.25, 0.5));
    List<Float> moved = step(WeightUpdates.of(groups, model), 0.5);
    assertThat(model.slots())
        .extracting(Slot::name)
        .containsExactly("dense-1.weight", "dense-1.bias", "dense-2.weight", "dense-2.bias");
    float[] expected = {0.5f, 0.125f, 0.25f, 0.125f};
    for (int i = 0; i < expected.length; i++) {
      assertThat(moved.get(i)).isBetween(expected[i] - 1e-6f, expected[i] + 1e-6f);
    }
    assertThat(groups.learningRate()).isEqualTo(1);
  }

  @Test
  void everyParameterHasTheMemoryOfItsOptimizer() {
    ParameterGroups groups = ParameterGroups.of(REST).with("*.bias", Adam.of(0.1));
    assertThat(WeightUpdates.of(groups, model).memory().names())
        .containsExactly(
            "steps",
            "dense-1.bias/mean",
            "dense-1.bias/square",
            "dense-2.bias/mean",
            "dense-2.bias/square");
  }

  @Test
  void frozenParametersAreAsIfTheModelHadFrozenThem() {
    ParameterGroups groups = ParameterGroups.of(new Sgd(1, 0.5)).frozen("dense-1.*");
    WeightUpdates updates = WeightUpdates.of(groups, List.of(new ClipByGlobalNorm(1)), model);
    assertThat(updates.slots())
        .extracting(Slot::name)
        .containsExactly("dense-2.weight", "dense-2.bias");
    assertThat(updates.memory().names())
        .containsExactly("steps", "dense-2.weight/velocity", "dense-2.bias/velocity");
    List<Float> moved = step(updates, 1);
    assertThat(moved.subList(0, 2)).containsExactly(0f, 0f);
    // Three gradients of 1 are left, so the norm is sqrt(3).
    assertThat(moved.get(2)).isBetween(0.577f, 0.578f);
    Model frozen = model.withFrozen(name -> name.startsWith("dense-1."));
    assertThat(WeightUpdates.of(new Sgd(1, 0.5), frozen).memory().names())
        .isEqualTo(updates.memory().names());
  }

  @Test
  void refusesAPatternThatMatchesNothing() {
    ParameterGroups groups = ParameterGroups.of(REST).frozen("embedding-1.*");
    assertThatThrownBy(() -> WeightUpdates.of(groups, model))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "parameter groups: no parameter matches embedding-1.*: the parameters are"
                + " dense-1.weight, dense-1.bias, dense-2.weight, dense-2.bias");
  }
}
