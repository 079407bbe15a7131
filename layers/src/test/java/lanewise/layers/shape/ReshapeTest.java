package lanewise.layers.shape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import lanewise.layers.Layer;
import lanewise.layers.Networks;
import lanewise.layers.SingleLayer;
import lanewise.tensor.Shape;
import lanewise.tensor.ShapeException;
import org.junit.jupiter.api.Test;

/** Reshape and Flatten. */
final class ReshapeTest {
  @Test
  void givesTheShape() {
    List<Shape> input = List.of(Shape.of(4, 6));
    assertThat(Flatten.of().outputShape(input)).isEqualTo(Shape.of(24));
    assertThat(Reshape.of(2, 12).outputShape(input)).isEqualTo(Shape.of(2, 12));
    assertThat(Reshape.of(2, -1, 3).outputShape(input)).isEqualTo(Shape.of(2, 4, 3));
    assertThat(Reshape.of(-1).outputShape(input)).isEqualTo(Shape.of(24));
    assertThat(Reshape.of().outputShape(List.of(Shape.of(1, 1)))).isEqualTo(Shape.SCALAR);
    assertThat(Flatten.of().outputShape(List.of(Shape.SCALAR))).isEqualTo(Shape.of(1));
  }

  @Test
  void keepsValuesAndGradientsInTheirOrder() {
    float[] x = Networks.gaussians(1, 12);
    for (Layer layer : List.of(Flatten.of(), Reshape.of(3, -1))) {
      SingleLayer run = SingleLayer.training(layer, 2, Shape.of(2, 3));
      assertThat(run.forward(x)).containsExactly(x);
      run.backward(x);
      assertThat(run.gradInput(0)).containsExactly(x);
    }
  }

  @Test
  void refusesShapesThatDoNotFit() {
    for (int[] dims : new int[][] {{5, -1}, {25}, {48}, {}}) {
      assertThatThrownBy(() -> Reshape.of(dims).outputShape(List.of(Shape.of(4, 6))))
          .isInstanceOf(ShapeException.class)
          .hasMessageStartingWith("reshape: [4, 6] has 24 values, which do not fit [");
    }
    for (int[] dims : new int[][] {{-1, -1}, {0}, {-2}, {1 << 16, 1 << 16, 1 << 16}}) {
      assertThatThrownBy(() -> Reshape.of(dims))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("reshape: [");
    }
  }
}
