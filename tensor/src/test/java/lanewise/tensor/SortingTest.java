package lanewise.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SortingTest {
  private static final float NAN = Float.NaN;
  private static final float INF = Float.POSITIVE_INFINITY;

  /** Numbers with many ties and all special values. */
  private static Tensor mixed(int seed, int... dims) {
    float[] special = {0, -0.0f, NAN, INF, -INF, Float.MIN_VALUE, -Float.MIN_VALUE, 1e38f};
    RandomStream random = RandomStream.of(seed);
    float[] values = new float[IndexOracle.size(dims)];
    for (int i = 0; i < values.length; i++) {
      boolean isSpecial = random.nextInt(3) == 0;
      values[i] = isSpecial ? special[random.nextInt(special.length)] : random.nextInt(9) - 4;
    }
    return Tensor.wrap(values, Shape.of(dims));
  }

  /** Indices of a line in order: numerically, NaN greatest, equals by index. */
  private static int[] order(Tensor line, boolean descending) {
    Comparator<Integer> byValue =
        (i, j) -> {
          float a = line.get(i);
          float b = line.get(j);
          return a == b ? 0 : Float.compare(a, b);
        };
    return IntStream.range(0, line.size())
        .boxed()
        .sorted(descending ? byValue.reversed() : byValue)
        .mapToInt(Integer::intValue)
        .toArray();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 17, 64, 101})
  void sortAndTopKAgainstAComparator(int n) {
    Tensor x = mixed(n, 3, n, 2);
    Tensor strided = x.transpose().copy().transpose();
    Tensor sorted = Sorting.sort(strided, 1);
    int[] order = Sorting.argSort(x, -2);
    assertThat(Sorting.argSort(strided, 1)).isEqualTo(order);
    for (int k : new int[] {0, Math.min(1, n), n / 9, n / 2, n}) {
      Sorting.TopK top = Sorting.topK(strided, k, 1);
      assertThat(top.values().shape()).isEqualTo(Shape.of(3, k, 2));
      for (int i = 0; i < 3; i++) {
        for (int j = 0; j < 2; j++) {
          Tensor line = x.select(2, j).select(0, i);
          int[] up = order(line, false);
          int[] down = order(line, true);
          for (int at = 0; at < n; at++) {
            assertThat(order[(i * n + at) * 2 + j]).isEqualTo(up[at]);
            assertSame(sorted.get(i, at, j), line.get(up[at]));
          }
          for (int at = 0; at < k; at++) {
            assertThat(top.indices()[(i * k + at) * 2 + j]).isEqualTo(down[at]);
            assertSame(top.values().get(i, at, j), line.get(down[at]));
          }
        }
      }
    }
  }

  private static void assertSame(float actual, float expected) {
    assertThat(Float.floatToRawIntBits(actual)).isEqualTo(Float.floatToRawIntBits(expected));
  }

  @Test
  void nanIsLastInSortAndFirstInTopK() {
    Tensor x = Tensor.of(Shape.of(5), 2, NAN, -INF, INF, NAN);
    assertThat(Sorting.sort(x, 0).toArray()).containsExactly(-INF, 2, INF, NAN, NAN);
    assertThat(Sorting.argSort(x, 0)).containsExactly(2, 0, 3, 1, 4);
    assertThat(Sorting.topK(x, 3, 0).indices()).containsExactly(1, 4, 3);
  }

  @Test
  void negativeZeroEqualsZero() {
    Tensor x = Tensor.of(Shape.of(4), 0, -0.0f, 0, -1);
    assertThat(Sorting.argSort(x, 0)).containsExactly(3, 0, 1, 2);
  }

  @Test
  void topKOfManyChoosesTheSameAsSorting() {
    Tensor x = Tensors.uniform(RandomStream.of(1), -1, 1, 5000);
    float[] sorted = x.toArray();
    Arrays.sort(sorted);
    float[] top = Sorting.topK(x, 10, 0).values().toArray();
    for (int i = 0; i < top.length; i++) {
      assertThat(top[i]).isEqualTo(sorted[sorted.length - 1 - i]);
    }
  }

  @Test
  void errorsNameTheShape() {
    Tensor x = Tensor.zeros(2, 3);
    assertThatThrownBy(() -> Sorting.topK(x, 4, 1))
        .isInstanceOf(ShapeException.class)
        .hasMessage("topK: 4 of axis 1 of [2, 3]: outside 0 to 3");
    assertThatThrownBy(() -> Sorting.sort(Tensors.scalar(1), 0))
        .isInstanceOf(ShapeException.class)
        .hasMessage("sort: [] has no axis 0 (rank 0)");
  }
}
