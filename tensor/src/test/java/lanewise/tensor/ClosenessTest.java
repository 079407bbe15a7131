package lanewise.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ClosenessTest {
  private static final float NAN = Float.NaN;
  private static final float INF = Float.POSITIVE_INFINITY;

  private static boolean close(float actual, float expected, double relative, double absolute) {
    return Closeness.allClose(Tensors.scalar(actual), Tensors.scalar(expected), relative, absolute);
  }

  @Test
  void toleranceIsRelativeToTheExpectedValue() {
    assertThat(close(100, 101, 0.0100, 0)).isTrue();
    assertThat(close(101, 100, 0.0099, 0)).isFalse();
    assertThat(close(1e-8f, 0, 0, 1e-7)).isTrue();
    assertThat(close(0, -0.0f, 0, 0)).isTrue();
  }

  @Test
  void specialValuesAreCloseToThemselvesOnly() {
    assertThat(close(NAN, NAN, 0, 0)).isTrue();
    assertThat(close(NAN, 1, 1, 1e30)).isFalse();
    assertThat(close(1, NAN, 1, 1e30)).isFalse();
    assertThat(close(INF, INF, 0, 0)).isTrue();
    assertThat(close(INF, -INF, 1, 1)).isFalse();
    assertThat(close(1, INF, 1, 1)).isFalse();
    assertThat(close(INF, 1, 1, 1)).isFalse();
  }

  @Test
  void messageNamesTheFirstDifference() {
    Tensor expected = Tensors.arange(6).reshape(2, 3);
    Tensor actual = expected.copy();
    actual.set(3.5f, 1, 0);
    actual.set(9, 1, 2);
    Closeness.Difference difference = Closeness.difference(actual, expected, 0, 0.25).orElseThrow();
    assertThat(difference.index()).containsExactly(1, 0);
    assertThat(difference.count()).isEqualTo(2);
    assertThat(difference.actual()).isEqualTo(3.5f);
    assertThat(difference.expected()).isEqualTo(3);
    assertThatThrownBy(() -> Closeness.requireClose(actual, expected, 0, 0.25))
        .isInstanceOf(AssertionError.class)
        .hasMessage(
            "allClose: [2, 3] and [2, 3]: 2 of 6 elements differ, first at [1, 0]: 3.5 is not 3.0"
                + " (difference 0.5, allowed 0.25)");
    Closeness.requireClose(actual, expected, 0, 5);
    assertThat(Closeness.difference(actual, expected, 0, 5)).isEmpty();
  }

  @Test
  void viewsAreComparedByTheirElements() {
    Tensor x = Tensors.arange(6).reshape(2, 3);
    assertThat(Closeness.allClose(x.transpose().copy(), x.transpose(), 0, 0)).isTrue();
    assertThat(Closeness.allClose(Tensor.zeros(0, 2), Tensor.zeros(0, 2), 0, 0)).isTrue();
  }

  @Test
  void shapesMustBeEqual() {
    Tensor row = Tensor.zeros(1, 3);
    Tensor vector = Tensor.zeros(3);
    assertThat(Closeness.allClose(row, vector, 1, 1)).isFalse();
    assertThatThrownBy(() -> Closeness.requireClose(row, vector, 1, 1))
        .isInstanceOf(AssertionError.class)
        .hasMessage("allClose: [1, 3] and [3]: the shapes differ");
    assertThatThrownBy(() -> Closeness.difference(row, vector, 1, 1))
        .isInstanceOf(ShapeException.class)
        .hasMessage("allClose: [1, 3] and [3]: the shapes differ");
  }

  @Test
  void negativeTolerancesAreRefused() {
    assertThatThrownBy(() -> close(1, 1, -1, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("allClose: tolerances -1.0 and 0.0 must be at least 0");
    assertThatThrownBy(() -> close(1, 1, 0, Double.NaN))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void withoutTolerancesThoseOfNumPyHold() {
    Tensor one = Tensors.scalar(1);
    assertThat(Closeness.allClose(Tensors.scalar(1.000009f), one)).isTrue();
    assertThat(Closeness.allClose(Tensors.scalar(1.00002f), one)).isFalse();
    assertThat(Closeness.allClose(Tensors.scalar(0.9e-8f), Tensors.scalar(0))).isTrue();
  }
}
