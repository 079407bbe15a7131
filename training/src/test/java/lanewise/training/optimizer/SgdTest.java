package lanewise.training.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import lanewise.layers.Model;
import lanewise.layers.Parameter;
import lanewise.layers.Sequential;
import lanewise.layers.Slot;
import lanewise.layers.format.JsonCursor;
import lanewise.layers.linear.Dense;
import lanewise.tensor.Shape;
import lanewise.tensor.Tensor;
import lanewise.training.ReferenceCases;
import lanewise.training.state.Memory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SgdTest {
  @Test
  void agreesWithTheReference() {
    JsonCursor shared = ReferenceCases.group("optimizer_inputs").getFirst();
    int ran = 0;
    for (JsonCursor each : ReferenceCases.group("optimizer")) {
      Optional<Sgd> sgd = sgdOf(each);
      if (sgd.isPresent()) {
        ran++;
        follow(each, shared, sgd.get());
      }
    }
    assertThat(ran).as("cases").isGreaterThanOrEqualTo(2);
  }

  /** Empty for the algorithms and the settings of others. */
  private static Optional<Sgd> sgdOf(JsonCursor each) {
    JsonCursor attrs = each.get("attrs");
    if (!each.get("algorithm").asString().equals("SGD")
        || !Set.of("lr", "momentum").containsAll(attrs.members().keySet())) {
      return Optional.empty();
    }
    float momentum = attrs.find("momentum").map(JsonCursor::asFloat).orElse(0f);
    return Optional.of(new Sgd(attrs.get("lr").asFloat(), momentum));
  }

  private static void follow(JsonCursor each, JsonCursor shared, Sgd sgd) {
    int count = shared.get("params").elements().size();
    Model model = modelOf(shared.get("params"));
    List<Parameter> parameters = List.copyOf(model.parameters().values());
    WeightUpdates updates = WeightUpdates.of(sgd, model);
    List<JsonCursor> steps = each.get("steps").elements();
    for (int s = 0; s < steps.size(); s++) {
      List<float[]> gradients = new ArrayList<>();
      for (int p = 0; p < count; p++) {
        gradients.add(ReferenceCases.floats(shared.get("grads").at(s).at(p)));
        gradients.add(new float[parameters.get(2 * p + 1).values().length]);
      }
      updates.step(gradients, 1);
      for (int p = 0; p < count; p++) {
        assertNear(
            "%s, step %d, parameter %d".formatted(each.get("name").asString(), s + 1, p),
            parameters.get(2 * p).values(),
            ReferenceCases.doubles(steps.get(s).at(p)));
        assertThat(parameters.get(2 * p + 1).values()).as("bias").containsOnly(0);
      }
    }
    assertThat(steps).hasSize(10);
    assertThat(updates.steps()).isEqualTo(10);
  }

  /** A model with 6 and 4 weights: only their number matters to an optimizer, not their shape. */
  private static Model modelOf(JsonCursor tensors) {
    Dense first = Dense.of(3, 2);
    Dense second = Dense.of(2, 2);
    float[] six = ReferenceCases.floats(tensors.at(0));
    float[] four = ReferenceCases.floats(tensors.at(1));
    System.arraycopy(six, 0, first.weight().values(), 0, 6);
    System.arraycopy(four, 0, second.weight().values(), 0, 4);
    return Sequential.of(3, first, second);
  }

  private static void assertNear(String what, float[] actual, double[] expected) {
    assertThat(actual).hasSize(expected.length);
    for (int i = 0; i < expected.length; i++) {
      double tolerance = 1e-6 + 1e-5 * Math.abs(expected[i]);
      assertThat((double) actual[i])
          .as("%s[%s]", what, i)
          .isBetween(expected[i] - tolerance, expected[i] + tolerance);
    }
  }

  private static Slot slot(float... values) {
    Parameter parameter = Parameter.scale("w", Tensor.of(Shape.of(values.length), values));
    return new Slot(0, "w", parameter, true);
  }

  @Test
  void remembersOnlyWhatMomentumNeeds() {
    assertThat(new Sgd(0.1f, 0).start(slot(1, 2)).names()).isEmpty();
    Memory memory = new Sgd(0.1f, 0.9f).start(slot(1, 2));
    assertThat(memory.names()).containsExactly("velocity");
    assertThat(memory.floats("velocity")).containsExactly(0, 0);
  }

  @Test
  void movesByTheFormulaAtTheRateOfTheStep() {
    Slot slot = slot(1, -2);
    Memory memory = Memory.none().withFloats("velocity", 4, 0);
    new Sgd(9, 0.25f).update(1, 0.5f, slot, new float[] {2, -8}, memory);
    assertThat(memory.floats("velocity")).containsExactly(3, -8);
    assertThat(slot.parameter().values()).containsExactly(-0.5f, 2);
    new Sgd(9, 0).update(1, 0.5f, slot, new float[] {1, 4}, Memory.none());
    assertThat(slot.parameter().values()).containsExactly(-1, 0);
  }

  @ParameterizedTest
  @ValueSource(floats = {0, -0.1f, Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void refusesALearningRateThatIsNotAboveZero(float rate) {
    assertThatThrownBy(() -> new Sgd(rate, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("sgd: learning rate " + rate + ": use above 0");
  }

  @ParameterizedTest
  @ValueSource(floats = {-0.1f, 1, 1.5f, Float.NaN, Float.POSITIVE_INFINITY})
  void refusesAMomentumOutsideZeroToOne(float momentum) {
    assertThatThrownBy(() -> new Sgd(0.1f, momentum))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("sgd: momentum " + momentum + ": use 0 to below 1");
  }
}
