package lanewise.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class TensorsTest {
  private static final long SEED = 42;

  @Test
  void constants() {
    assertThat(Tensors.ones(2, 1).toArray()).containsExactly(1, 1);
    assertThat(Tensors.full(2.5f).get()).isEqualTo(2.5f);
    assertThat(Tensors.full(3, 0, 4).toArray()).isEmpty();
    assertThat(Tensors.scalar(-1).shape()).isEqualTo(Shape.SCALAR);
    assertThat(Tensors.eye(2).toArray()).containsExactly(1, 0, 0, 1);
    assertThat(Tensors.eye(2, 3).toArray()).containsExactly(1, 0, 0, 0, 1, 0);
    assertThat(Tensors.eye(0, 3).shape()).isEqualTo(Shape.of(0, 3));
  }

  @Test
  void ranges() {
    assertThat(Tensors.arange(3).toArray()).containsExactly(0, 1, 2);
    assertThat(Tensors.arange(0).shape()).isEqualTo(Shape.of(0));
    assertThat(Tensors.arange(5, 0, -2).toArray()).containsExactly(5, 3, 1);
    assertThat(Tensors.arange(5, 0, 2).toArray()).isEmpty();
    assertThat(Tensors.arange(0, 1, 0.1).toArray()).hasSize(10).contains(0.7f, 0.9f);
    assertThat(Tensors.linspace(0, 1, 5).toArray()).containsExactly(0, 0.25f, 0.5f, 0.75f, 1);
    assertThat(Tensors.linspace(2, 3, 1).toArray()).containsExactly(2);
    assertThat(Tensors.linspace(2, 3, 0).toArray()).isEmpty();
    assertThat(Tensors.linspace(0, 0.1, 1001).toArray()[1000]).isEqualTo(0.1f);
  }

  @Test
  void rangesWithoutAnEndAreRefused() {
    assertThatThrownBy(() -> Tensors.arange(0, 1, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("arange: from 0.0 to 1.0 by 0.0 is no finite range");
    assertThatThrownBy(() -> Tensors.arange(0, Double.NaN, 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Tensors.arange(0, 1e300, 1))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining("too many numbers");
    assertThatThrownBy(() -> Tensors.arange(-1)).isInstanceOf(ShapeException.class);
  }

  @Test
  void nestedArrays() {
    Tensor matrix = Tensors.of(new float[][] {{1, 2, 3}, {4, 5, 6}});
    assertThat(matrix.shape()).isEqualTo(Shape.of(2, 3));
    assertThat(matrix.toArray()).containsExactly(1, 2, 3, 4, 5, 6);
    Tensor cube = Tensors.of(new float[][][] {{{1}, {2}}, {{3}, {4}}});
    assertThat(cube.shape()).isEqualTo(Shape.of(2, 2, 1));
    assertThat(cube.toArray()).containsExactly(1, 2, 3, 4);
    assertThat(Tensors.ofNested(new float[] {7}).shape()).isEqualTo(Shape.of(1));
    assertThat(Tensors.ofNested(new float[2][0][3][1]).shape()).isEqualTo(Shape.of(2, 0, 0, 0));
    assertThat(Tensors.ofNested(new float[1][2][3][4]).shape()).isEqualTo(Shape.of(1, 2, 3, 4));
  }

  @Test
  void unevenArraysAreRefused() {
    assertThatThrownBy(() -> Tensors.of(new float[][] {{1, 2}, {3}}))
        .isInstanceOf(ShapeException.class)
        .hasMessage("ofNested: an array of 1 on level 1 of [2, 2]");
    float[][] missing = new float[2][];
    missing[0] = new float[3];
    assertThatThrownBy(() -> Tensors.of(missing))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("ofNested: an array on level 1 of [2, 3] is null");
    assertThatThrownBy(() -> Tensors.ofNested(new int[] {1}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("ofNested: int[] is not made of float arrays");
    assertThatThrownBy(() -> Tensors.ofNested("text")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void uniformStaysBelowItsBound() {
    Tensor x = Tensors.uniform(RandomStream.of(SEED), -1, 3, 100, 100);
    float[] values = x.toArray();
    double sum = 0;
    for (float value : values) {
      assertThat(value).isGreaterThanOrEqualTo(-1).isLessThan(3);
      sum += value;
    }
    // the mean of n numbers has standard deviation 4 / sqrt(12 n); 5 of them
    assertThat(sum / values.length).isCloseTo(1, within(5 * 4 / Math.sqrt(12.0 * values.length)));
    float next = Math.nextUp(1f);
    assertThat(Tensors.uniform(RandomStream.of(SEED), 1, next, 50).toArray()).containsOnly(1);
  }

  @Test
  void normalHasItsMeanAndDeviation() {
    int n = 10_000;
    double sum = 0;
    double squares = 0;
    for (float value : Tensors.normal(RandomStream.of(SEED), 2, 3, n).toArray()) {
      sum += value;
      squares += (value - 2.0) * (value - 2.0);
    }
    assertThat(sum / n).isCloseTo(2, within(5 * 3 / Math.sqrt(n)));
    // the variance of n numbers has standard deviation 9 sqrt(2 / n); 5 of them
    assertThat(squares / n).isCloseTo(9, within(5 * 9 * Math.sqrt(2.0 / n)));
  }

  @Test
  void randomTensorsRepeatWithTheSeed() {
    float[] first = Tensors.normal(RandomStream.of(SEED), 0, 1, 3).toArray();
    assertThat(Tensors.normal(RandomStream.of(SEED), 0, 1, 3).toArray()).isEqualTo(first);
    assertThat(Tensors.normal(RandomStream.of(SEED + 1), 0, 1, 3).toArray()).isNotEqualTo(first);
  }

  @Test
  void impossibleDistributionsAreRefused() {
    RandomStream random = RandomStream.of(SEED);
    assertThatThrownBy(() -> Tensors.uniform(random, 1, 1, 2))
        .hasMessage("uniform: no range from 1.0 to 1.0");
    assertThatThrownBy(() -> Tensors.normal(random, Float.NaN, 1, 2))
        .hasMessage("normal: the mean is NaN");
    assertThatThrownBy(() -> Tensors.normal(random, 0, Float.NaN, 2))
        .hasMessage("normal: standard deviation NaN is below 0");
  }

  @Test
  void aPermutationOfLessThanNothingIsRefused() {
    assertThatThrownBy(() -> RandomStream.of(SEED).permutation(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("permutation: -1 is negative");
  }
}
