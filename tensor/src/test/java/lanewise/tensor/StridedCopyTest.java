package lanewise.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Copies between layouts, with guard cells around the target. */
class StridedCopyTest {
  private static final int[] SIZES = {0, 1, 2, 7, 8, 9, 63, 64, 65, 131, 257};
  private static final float GUARD = -12345;

  static Stream<Arguments> transposes() {
    return IntStream.of(SIZES)
        .boxed()
        .flatMap(rows -> IntStream.of(SIZES).mapToObj(columns -> Arguments.of(rows, columns)));
  }

  @ParameterizedTest
  @MethodSource
  void transposes(int rows, int columns) {
    Tensor x = Tensors.arange(rows * columns).reshape(rows, columns);
    float[] target = new float[rows * columns + 6];
    Arrays.fill(target, GUARD);
    x.transpose().copyTo(target, 3);
    for (int i = 0; i < columns; i++) {
      for (int j = 0; j < rows; j++) {
        assertThat(target[3 + i * rows + j]).isEqualTo(j * columns + i);
      }
    }
    assertGuards(target);
    Tensor written = Tensor.zeros(columns, rows);
    written.transpose().copyFrom(x);
    assertThat(written.toArray()).isEqualTo(x.transpose().toArray());
  }

  private static void assertGuards(float[] target) {
    for (int i = 0; i < 3; i++) {
      assertThat(target[i]).isEqualTo(GUARD);
      assertThat(target[target.length - 1 - i]).isEqualTo(GUARD);
    }
  }

  static Stream<int[]> permutations() {
    return Stream.of(
        new int[] {0, 1, 2},
        new int[] {0, 2, 1},
        new int[] {1, 0, 2},
        new int[] {1, 2, 0},
        new int[] {2, 0, 1},
        new int[] {2, 1, 0});
  }

  @ParameterizedTest
  @MethodSource
  void permutations(int[] order) {
    int[] dims = {3, 37, 41};
    Tensor x = Tensors.arange(3 * 37 * 41).reshape(dims);
    IndexOracle expected = IndexOracle.of(dims).permute(order);
    float[] cells = new float[expected.cells().length];
    for (int i = 0; i < cells.length; i++) {
      cells[i] = expected.cells()[i];
    }
    assertThat(x.permute(order).toArray()).isEqualTo(cells);
    Tensor wide = Tensors.full(GUARD, 3, 2 * 37, 41);
    wide.slice(1, Slice.every(2)).permute(order).copyFrom(x.permute(order));
    assertThat(wide.slice(1, Slice.every(2)).toArray()).isEqualTo(x.toArray());
    assertThat(wide.slice(1, Slice.startingAt(1).withStep(2)).toArray()).containsOnly(GUARD);
  }

  @Test
  void signedZeroAndNanBitsSurvive() {
    float payload = Float.intBitsToFloat(0x7FC12345);
    Tensor x = Tensor.of(Shape.of(2, 2), -0.0f, payload, Float.MIN_VALUE, Float.NEGATIVE_INFINITY);
    float[] turned = x.transpose().toArray();
    assertThat(Float.floatToRawIntBits(turned[0])).isEqualTo(0x80000000);
    assertThat(Float.floatToRawIntBits(turned[2])).isEqualTo(0x7FC12345);
    assertThat(turned[1]).isEqualTo(Float.MIN_VALUE);
  }
}
