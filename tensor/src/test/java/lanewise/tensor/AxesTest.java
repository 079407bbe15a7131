package lanewise.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class AxesTest {
  @Test
  void swapAndMoveAreViewsInTheOrderOfNumPy() {
    Tensor x = Tensors.arange(120).reshape(2, 3, 4, 5);
    assertThat(Axes.swap(x, 0, -1).shape()).isEqualTo(Shape.of(5, 3, 4, 2));
    assertThat(Axes.swap(x, 1, 2).get(1, 3, 2, 4)).isEqualTo(x.get(1, 2, 3, 4));
    assertThat(Axes.swap(x, 1, 1).shape()).isEqualTo(x.shape());
    assertThat(Axes.move(x, 0, 2).shape()).isEqualTo(Shape.of(3, 4, 2, 5));
    assertThat(Axes.move(x, -1, 0).shape()).isEqualTo(Shape.of(5, 2, 3, 4));
    assertThat(Axes.move(x, -1, 0).get(4, 1, 2, 3)).isEqualTo(x.get(1, 2, 3, 4));
    assertThat(Axes.move(x, -1, 0).storage()).isSameAs(x.storage());
    assertThatThrownBy(() -> Axes.move(x, 4, 0))
        .isInstanceOf(ShapeException.class)
        .hasMessage("move: [2, 3, 4, 5] has no axis 4 (rank 4)");
  }
}
