package lanewise.training.constraint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import lanewise.layers.Model;
import lanewise.layers.Parameter;
import lanewise.layers.Slot;
import lanewise.layers.linear.Embedding;
import lanewise.tensor.Shape;
import lanewise.tensor.Tensor;
import lanewise.tensor.Workers;
import lanewise.training.Fixtures;
import lanewise.training.optimizer.Sgd;
import lanewise.training.optimizer.WeightUpdates;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MaxNormTest {
  private static Slot slot(Shape shape, float... values) {
    return new Slot(0, "w", Parameter.weight("w", Tensor.wrap(values, shape), 1, 1), true);
  }

  @Test
  void scalesOnlyTheRowsThatAreTooLong() {
    Slot slot = slot(Shape.of(4, 2), 3, -4, 0.3f, 0.4f, 0, 0, 0, 2.5f);
    new MaxNorm(2.5).apply(slot);
    assertThat(slot.parameter().values()).containsExactly(1.5f, -2, 0.3f, 0.4f, 0, 0, 0, 2.5f);
  }

  @Test
  void axesAfterTheFirstCountAsOne() {
    Slot slot = slot(Shape.of(2, 2, 2), 1, 1, 1, 1, 0.5f, 0.5f, 0.5f, 0.5f);
    new MaxNorm(1).apply(slot);
    assertThat(slot.parameter().values())
        .containsExactly(0.5f, 0.5f, 0.5f, 0.5f, 0.5f, 0.5f, 0.5f, 0.5f);
  }

  @Test
  void leavesWhatHasNoNormAndWhatIsNoMatrixAlone() {
    Slot broken = slot(Shape.of(2, 1), Float.NaN, Float.POSITIVE_INFINITY);
    new MaxNorm(1).apply(broken);
    assertThat(broken.parameter().values()).containsExactly(Float.NaN, Float.POSITIVE_INFINITY);
    Slot vector = slot(Shape.of(2), 3, 4);
    new MaxNorm(1).apply(vector);
    assertThat(vector.parameter().values()).containsExactly(3, 4);
    Parameter bias = Parameter.bias("b", Tensor.of(Shape.of(1, 2), 3, 4));
    new MaxNorm(1).apply(new Slot(0, "b", bias, true));
    assertThat(bias.values()).containsExactly(3, 4);
  }

  @Test
  void holdsAfterEveryStep() {
    Model model = Fixtures.mlp(1, 6, 5, 3);
    WeightUpdates updates =
        WeightUpdates.of(new Sgd(0.5, 0), List.of(), List.of(new MaxNorm(0.75)), model);
    for (int step = 0; step < 3; step++) {
      List<float[]> gradients = new ArrayList<>();
      for (Slot slot : model.slots()) {
        float[] gradient = new float[slot.size()];
        Arrays.fill(gradient, 1);
        gradients.add(gradient);
      }
      updates.step(gradients, 1, Workers.caller());
      for (Slot slot : model.slots()) {
        if (slot.parameter().kind() == Parameter.Kind.WEIGHT) {
          assertRows(slot);
        }
      }
    }
    assertThat(model.parameters().get("dense-1.bias").values()).containsOnly(-1.5f);
  }

  private static void assertRows(Slot slot) {
    int columns = slot.parameter().value().shape().dim(1);
    float[] w = slot.parameter().values();
    for (int from = 0; from < w.length; from += columns) {
      double squares = 0;
      for (int i = from; i < from + columns; i++) {
        squares += (double) w[i] * w[i];
      }
      assertThat(Math.sqrt(squares)).isLessThan(0.75 * (1 + 3 * 0x1p-24));
    }
  }

  @Test
  void theRowsOfAnEmbeddingAreItsVectors() {
    Parameter table = Embedding.of(3, 2).weight();
    Arrays.fill(table.values(), 3);
    new MaxNorm(1).apply(new Slot(0, "embedding-1.weight", table, true));
    for (float value : table.values()) {
      assertThat(value).isBetween(0.707106f, 0.707108f);
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
  void refusesABoundThatIsNone(double bound) {
    assertThatThrownBy(() -> new MaxNorm(bound))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("max norm: a bound of " + bound + ": use a finite number above 0");
  }
}
