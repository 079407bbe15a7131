package lanewise.training.optimizer;

import static org.assertj.core.api.Assertions.assertThat;

import lanewise.layers.Parameter;
import lanewise.layers.Slot;
import lanewise.tensor.Shape;
import lanewise.tensor.Tensor;
import lanewise.training.state.Memory;
import org.junit.jupiter.api.Test;

final class SgdTest {
  private static Slot slot(float... values) {
    Parameter parameter = Parameter.scale("w", Tensor.of(Shape.of(values.length), values));
    return new Slot(0, "w", parameter, true);
  }

  @Test
  void movesByTheFormulaAtTheRateOfTheStep() {
    Slot slot = slot(1, -2);
    Memory memory = Memory.none().withFloats("velocity", 4, 0);
    new Sgd(9, 0.25f).update(2, 0.5, slot, new float[] {2, -8}, memory);
    assertThat(memory.floats("velocity")).containsExactly(3, -8);
    assertThat(slot.parameter().values()).containsExactly(-0.5f, 2);
    new Sgd(9, 0).update(3, 0.5, slot, new float[] {1, 4}, Memory.none());
    assertThat(slot.parameter().values()).containsExactly(-1, 0);
  }

  @Test
  void dampeningLeavesTheFirstGradientWhole() {
    Sgd sgd = new Sgd(1, 0.5).withDampening(0.75);
    Slot slot = slot(0);
    Memory memory = sgd.start(slot);
    sgd.update(1, 1, slot, new float[] {4}, memory);
    assertThat(memory.floats("velocity")).containsExactly(4);
    sgd.update(2, 1, slot, new float[] {4}, memory);
    assertThat(memory.floats("velocity")).containsExactly(3);
  }
}
