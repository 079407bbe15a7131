package lanewise.training.initialization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import lanewise.layers.Layer;
import lanewise.layers.Model;
import lanewise.layers.Sequential;
import lanewise.layers.activation.Relu;
import lanewise.layers.linear.Dense;
import lanewise.layers.norm.BatchNorm;
import lanewise.tensor.Shape;
import lanewise.training.Fixtures;
import org.junit.jupiter.api.Test;

final class InitializationTest {
  private static Model model(int... widths) {
    List<Layer> layers = new ArrayList<>();
    for (int i = 1; i < widths.length; i++) {
      layers.add(Dense.of(widths[i - 1], widths[i]));
    }
    return Sequential.of(Shape.of(widths[0]), layers);
  }

  private static float[] values(Model model, String name) {
    return model.parameters().get(name).values();
  }

  @Test
  void givesEqualValuesForEqualSeedsOnly() {
    Model model = model(8, 8, 8);
    Initializer.heNormal().initialize(model, 5);
    List<float[]> first = Fixtures.weights(model);
    Initializer.glorotUniform().initialize(model, 6);
    assertThat(values(model, "dense-1.weight")).doesNotContain(first.get(0));
    Initializer.heNormal().initialize(model, 5);
    assertThat(Fixtures.weights(model)).usingRecursiveComparison().isEqualTo(first);
    assertThat(first.get(0)).as("streams of their own").doesNotContain(first.get(2));
  }

  /** A layer in between, another shape behind, other layers without weights: all else is kept. */
  @Test
  void aParameterDependsOnNothingButTheSeedItsNameAndItsShape() {
    Model model = model(8, 8, 5);
    Initializer.heNormal().initialize(model, 1);
    Model longer = model(8, 8, 5, 7);
    Initializer.heNormal().initialize(longer, 1);
    Model other =
        Sequential.of(
            8, BatchNorm.of(8), Dense.of(8, 8), Relu.of(), BatchNorm.of(8), Dense.of(8, 5));
    Initialization.of(Initializer.heNormal())
        .with("batch-norm-*.weight", new Uniform(0.9, 1.1))
        .initialize(other, 1);
    for (String name : List.of("dense-1.weight", "dense-2.weight")) {
      assertThat(values(longer, name)).containsExactly(values(model, name));
      assertThat(values(other, name)).containsExactly(values(model, name));
    }
  }

  @Test
  void leavesBiasesAloneUnlessAPatternNamesThem() {
    Dense dense = Dense.of(4, 3);
    Arrays.fill(dense.bias().values(), 7);
    Model model = Sequential.of(4, dense);
    Initializer.heNormal().initialize(model, 1);
    assertThat(dense.bias().values()).containsExactly(7, 7, 7);
    assertThat(dense.weight().values()).doesNotContain(0f);
    Initialization.of(Initializer.heNormal()).with("*.bias", new Filled(2)).initialize(model, 1);
    assertThat(dense.bias().values()).containsExactly(2, 2, 2);
  }

  @Test
  void theLastPatternThatMatchesDecides() {
    Model model = model(4, 4, 4, 4);
    Initialization.of(new Filled(1))
        .with("dense-2.*", new Filled(2))
        .with("*.bias", new Filled(3))
        .with("dense-3.weight", new Filled(4))
        .initialize(model, 1);
    assertThat(values(model, "dense-1.weight")).containsOnly(1);
    assertThat(values(model, "dense-1.bias")).containsOnly(3);
    assertThat(values(model, "dense-2.weight")).containsOnly(2);
    assertThat(values(model, "dense-2.bias")).containsOnly(3);
    assertThat(values(model, "dense-3.weight")).containsOnly(4);
  }

  @Test
  void initializesFrozenParametersAndLeavesTrackedOnesAlone() {
    Model model = Sequential.of(4, Dense.of(4, 4), BatchNorm.of(4));
    Model frozen = model.withFrozen(name -> name.equals("dense-1.weight"));
    Initialization.of(Initializer.zeros()).with("*", new Filled(3)).initialize(frozen, 1);
    assertThat(values(model, "dense-1.weight")).containsOnly(3);
    model
        .slots()
        .forEach(
            slot -> {
              if (!slot.parameter().trained()) {
                assertThat(slot.parameter().values()).as(slot.name()).doesNotContain(3);
              }
            });
  }

  @Test
  void refusesAPatternThatMatchesNothingAndChangesNothing() {
    Model model = model(2, 1);
    Initialization initialization =
        Initialization.of(Initializer.heNormal()).with("dense1.*", Initializer.zeros());
    assertThatThrownBy(() -> initialization.initialize(model, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "initialization: no parameter matches dense1.*:"
                + " the parameters are dense-1.weight, dense-1.bias");
    assertThat(values(model, "dense-1.weight")).containsOnly(0);
  }
}
