package lanewise.layers.shape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import lanewise.layers.SingleLayer;
import lanewise.tensor.Shape;
import lanewise.tensor.ShapeException;
import org.junit.jupiter.api.Test;

final class NarrowTest {
  @Test
  void takesAPartOfTheLastAxis() {
    SingleLayer run = SingleLayer.training(Narrow.of(1, 3), 2, Shape.of(4));
    assertThat(run.forward(new float[] {0, 1, 2, 3, 10, 11, 12, 13})).containsExactly(1, 2, 11, 12);
    run.backward(5, 6, 7, 8);
    assertThat(run.gradInput(0)).containsExactly(0, 5, 6, 0, 0, 7, 8, 0);
  }

  @Test
  void takesAPartOfAnotherAxis() {
    SingleLayer run = SingleLayer.training(Narrow.along(0, 1, 2), 2, Shape.of(2, 2));
    assertThat(run.forward(new float[] {0, 1, 2, 3, 10, 11, 12, 13})).containsExactly(2, 3, 12, 13);
    run.backward(5, 6, 7, 8);
    assertThat(run.gradInput(0)).containsExactly(0, 0, 5, 6, 0, 0, 7, 8);
  }

  @Test
  void refusesPartsThatAreNotThere() {
    assertThat(Narrow.along(-2, 0, 3).outputShape(List.of(Shape.of(5, 3, 4))))
        .isEqualTo(Shape.of(5, 3, 4));
    assertThatThrownBy(() -> Narrow.of(2, 2))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage("narrow: 2 to 2: the first must be at least 0, the second larger");
    assertThatThrownBy(() -> Narrow.of(2, 5).outputShape(List.of(Shape.of(4))))
        .isInstanceOf(ShapeException.class)
        .hasMessage("narrow: [4] has no part 2 to 5 along axis -1");
    assertThatThrownBy(() -> Narrow.along(1, 0, 1).outputShape(List.of(Shape.of(4))))
        .isInstanceOf(ShapeException.class)
        .hasMessage("narrow: input [4] has no axis 1");
  }
}
