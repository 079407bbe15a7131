package lanewise.layers.merge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import lanewise.layers.Layer;
import lanewise.layers.SingleLayer;
import lanewise.tensor.Shape;
import lanewise.tensor.ShapeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Add, Multiply and Concat. */
final class JoiningLayersTest {
  @Test
  void addsAndMultipliesThreeInputs() {
    Shape two = Shape.of(2);
    float[][] x = {{1, 2, 3, 4}, {10, 20, 30, 40}, {-1, 0, 1, 2}};
    SingleLayer add = SingleLayer.training(Add.of(), 2, two, two, two);
    assertThat(add.forward(x)).containsExactly(10, 22, 34, 46);
    add.backward(5, 6, 7, 8);
    for (int i = 0; i < 3; i++) {
      assertThat(add.gradInput(i)).containsExactly(5, 6, 7, 8);
    }
    SingleLayer multiply = SingleLayer.training(Multiply.of(), 2, two, two, two);
    assertThat(multiply.forward(x)).containsExactly(-10, 0, 90, 320);
    multiply.backward(1, 1, 1, 2);
    assertThat(multiply.gradInput(0)).containsExactly(-10, 0, 30, 160);
    assertThat(multiply.gradInput(1)).containsExactly(-1, 0, 3, 16);
    assertThat(multiply.gradInput(2)).containsExactly(10, 40, 90, 320);
  }

  @Test
  void joinsAlongTheLastAxis() {
    SingleLayer run = SingleLayer.training(Concat.of(), 2, Shape.of(2), Shape.of(1), Shape.of(3));
    assertThat(
            run.forward(
                new float[] {1, 2, 3, 4},
                new float[] {10, 20},
                new float[] {100, 200, 300, 400, 500, 600}))
        .containsExactly(1, 2, 10, 100, 200, 300, 3, 4, 20, 400, 500, 600);
    run.backward(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
    assertThat(run.gradInput(0)).containsExactly(1, 2, 7, 8);
    assertThat(run.gradInput(1)).containsExactly(3, 9);
    assertThat(run.gradInput(2)).containsExactly(4, 5, 6, 10, 11, 12);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, -2})
  void joinsAlongAnAxisInTheMiddle(int axis) {
    Concat concat = Concat.along(axis);
    Shape left = Shape.of(2, 1, 2);
    Shape right = Shape.of(2, 2, 2);
    assertThat(concat.outputShape(List.of(left, right))).isEqualTo(Shape.of(2, 3, 2));
    SingleLayer run = SingleLayer.training(concat, 1, left, right);
    assertThat(run.forward(new float[] {1, 2, 3, 4}, new float[] {5, 6, 7, 8, 9, 10, 11, 12}))
        .containsExactly(1, 2, 5, 6, 7, 8, 3, 4, 9, 10, 11, 12);
    run.backward(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
    assertThat(run.gradInput(0)).containsExactly(1, 2, 7, 8);
    assertThat(run.gradInput(1)).containsExactly(3, 4, 5, 6, 9, 10, 11, 12);
  }

  @Test
  void refusesShapesThatDoNotFit() {
    for (Layer layer : List.of(Add.of(), Multiply.of())) {
      assertThatThrownBy(() -> layer.outputShape(List.of(Shape.of(2, 3), Shape.of(3))))
          .isInstanceOf(ShapeException.class)
          .hasMessage(layer.kind() + ": inputs [2, 3] and [3] differ");
      assertThatThrownBy(() -> layer.outputShape(List.of(Shape.of(2))))
          .isInstanceOf(ShapeException.class);
    }
    assertThatThrownBy(() -> Concat.of().outputShape(List.of(Shape.of(2, 3), Shape.of(3, 3))))
        .isInstanceOf(ShapeException.class)
        .hasMessage("concat: inputs [2, 3] and [3, 3] differ outside axis -1");
    assertThatThrownBy(() -> Concat.along(0).outputShape(List.of(Shape.of(2), Shape.of(2, 1))))
        .isInstanceOf(ShapeException.class);
    for (int axis : new int[] {2, -3}) {
      assertThatThrownBy(
              () -> Concat.along(axis).outputShape(List.of(Shape.of(2, 3), Shape.of(2, 3))))
          .isInstanceOf(ShapeException.class)
          .hasMessage("concat: [2, 3] has no axis " + axis);
    }
    assertThatThrownBy(() -> Concat.of().outputShape(List.of(Shape.SCALAR, Shape.SCALAR)))
        .isInstanceOf(ShapeException.class);
  }
}
