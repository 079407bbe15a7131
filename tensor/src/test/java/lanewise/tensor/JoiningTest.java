package lanewise.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JoiningTest {
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, -1, -2, -3})
  void concatAndSplitAreReverse(int axis) {
    Tensor x = Tensors.arange(5 * 7 * 11).reshape(5, 7, 11);
    int dim = x.dim(axis);
    int[] sizes = {0, 1, dim - 3, 2};
    List<Tensor> parts = Joining.split(x, axis, sizes);
    assertThat(IntStream.range(0, 4).map(i -> parts.get(i).dim(axis)).toArray()).isEqualTo(sizes);
    Tensor joined = Joining.concat(axis, parts.toArray(Tensor[]::new));
    assertThat(joined.shape()).isEqualTo(x.shape());
    assertThat(joined.toArray()).isEqualTo(x.toArray());
    Tensor turned = Joining.concat(axis, x.flip(), x.flip());
    assertThat(turned.slice(axis, dim, 2 * dim).toArray()).isEqualTo(x.flip().toArray());
  }

  @Test
  void splitGivesViews() {
    Tensor x = Tensor.zeros(2, 6);
    Joining.splitEvenly(x, 1, 3).get(1).fill(4);
    assertThat(x.toArray()).containsExactly(0, 0, 4, 4, 0, 0, 0, 0, 4, 4, 0, 0);
    assertThat(Joining.split(Tensor.zeros(0), 0)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, -1, -2, -3})
  void stackAndSelectAreReverse(int axis) {
    Tensor a = Tensors.arange(15).reshape(3, 5);
    Tensor b = Tensors.arange(15).reshape(5, 3).transpose();
    Tensor stacked = Joining.stack(axis, a, b);
    assertThat(stacked.dim(axis)).isEqualTo(2);
    assertThat(stacked.select(axis, 0).toArray()).isEqualTo(a.toArray());
    assertThat(stacked.select(axis, 1).toArray()).isEqualTo(b.toArray());
  }

  @Test
  void stackOfScalarsIsAVector() {
    Tensor stacked = Joining.stack(0, Tensors.scalar(1), Tensors.scalar(2));
    assertThat(stacked.shape()).isEqualTo(Shape.of(2));
    assertThat(stacked.toArray()).containsExactly(1, 2);
  }

  @Test
  void padSurroundsWithTheValue() {
    Tensor x = Tensors.of(new float[][] {{1, 2}, {3, 4}});
    Tensor padded = Joining.pad(x.transpose(), new int[] {1, 0}, new int[] {0, 2}, 9);
    assertThat(padded.shape()).isEqualTo(Shape.of(3, 4));
    assertThat(padded.toArray()).containsExactly(9, 9, 9, 9, 1, 3, 9, 9, 2, 4, 9, 9);
    Tensor fromNothing = Joining.pad(Tensor.zeros(0), new int[] {2}, new int[] {1}, Float.NaN);
    assertThat(fromNothing.toArray()).containsExactly(Float.NaN, Float.NaN, Float.NaN);
    assertThat(Joining.pad(Tensors.scalar(3), new int[0], new int[0], 1).get()).isEqualTo(3);
  }

  @Test
  void tileRepeats() {
    Tensor x = Tensors.of(new float[][] {{1, 2}, {3, 4}});
    assertThat(Joining.tile(x, 2).toArray()).containsExactly(1, 2, 1, 2, 3, 4, 3, 4);
    assertThat(Joining.tile(x, 2, 1).toArray()).containsExactly(1, 2, 3, 4, 1, 2, 3, 4);
    assertThat(Joining.tile(x.transpose(), 1, 2).toArray()).containsExactly(1, 3, 1, 3, 2, 4, 2, 4);
    assertThat(Joining.tile(x, 2, 1, 1).shape()).isEqualTo(Shape.of(2, 2, 2));
    assertThat(Joining.tile(x, 0, 3).shape()).isEqualTo(Shape.of(0, 6));
    assertThat(Joining.tile(Tensors.scalar(5), 3).toArray()).containsExactly(5, 5, 5);
  }

  @Test
  void errorsNameTheOperationAndTheShapes() {
    Tensor a = Tensor.zeros(2, 3);
    assertFails(
        () -> Joining.concat(0, a, Tensor.zeros(2, 4)),
        "concat: [2, 3] and [2, 4] along axis 0: axis 1 differs (3 and 4)");
    assertFails(
        () -> Joining.concat(-1, a, Tensor.zeros(3)),
        "concat: [2, 3] and [3] along axis 1: ranks 2 and 1 differ");
    assertFails(() -> Joining.concat(2, a), "concat: [2, 3] has no axis 2 (rank 2)");
    assertFails(() -> Joining.concat(0, Tensors.scalar(1)), "concat: [] has no axis 0 (rank 0)");
    assertFails(() -> Joining.concat(0), "concat: no tensors");
    assertFails(
        () -> Joining.stack(0, a, Tensor.zeros(3, 2)),
        "stack: [2, 3] and [3, 2]: the shapes differ");
    assertFails(() -> Joining.stack(-4, a), "stack: [2, 3] takes no new axis at -4");
    assertFails(
        () -> Joining.split(a, 1, 1, 1),
        "split: [2, 3] along axis 1 into [1, 1]: their sum 2 is not 3");
    assertFails(
        () -> Joining.split(a, 1, 4, -1),
        "split: [2, 3] along axis 1 into [4, -1]: size -1 is negative");
    assertFails(
        () -> Joining.splitEvenly(a, 1, 2),
        "split: [2, 3] along axis 1 into 2 parts: 3 is not a multiple of 2");
    assertFails(
        () -> Joining.pad(a, new int[] {1}, new int[] {1, 1}, 0),
        "pad: [2, 3] by [1] and [1, 1]: one number an axis is needed in each");
    assertFails(
        () -> Joining.pad(a, new int[] {0, 0}, new int[] {0, -1}, 0),
        "pad: [2, 3] by [0, 0] and [0, -1]: axis 1 would be cut");
    assertFails(() -> Joining.tile(a, -1), "tile: [2, 3] by [-1]: -1 is negative");
    assertFails(
        () -> Joining.tile(a, Integer.MAX_VALUE), "tile: an axis of 6442450941 is too long");
  }

  private static void assertFails(Runnable operation, String message) {
    assertThatThrownBy(operation::run).isInstanceOf(ShapeException.class).hasMessage(message);
  }
}
