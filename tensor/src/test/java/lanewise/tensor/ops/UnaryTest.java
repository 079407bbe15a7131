package lanewise.tensor.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import lanewise.tensor.RandomStream;
import lanewise.tensor.Shape;
import lanewise.tensor.ShapeException;
import lanewise.tensor.Slice;
import lanewise.tensor.Tensor;
import lanewise.tensor.Tensors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The three forms of the smooth activations against plain loops in double precision. */
final class UnaryTest {
  /** What Unary states as the largest error, in units in the last place. */
  private static final double MAX_ULP = 0.6;

  /** A function in its three forms, and its formula. */
  record Forms(
      String name,
      UnaryOperator<Tensor> fresh,
      BiConsumer<Tensor, Tensor> into,
      Consumer<Tensor> inPlace,
      DoubleUnaryOperator exact) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Forms> forms() {
    return Stream.of(
        new Forms(
            "gelu",
            Unary.GELU::of,
            Unary.GELU::into,
            Unary.GELU::inPlace,
            x -> x * normalProbability(x)),
        new Forms(
            "silu",
            Unary.SILU::of,
            Unary.SILU::into,
            Unary.SILU::inPlace,
            x -> x / (1 + Math.exp(-x))),
        new Forms(
            "softplus",
            Unary.SOFTPLUS::of,
            Unary.SOFTPLUS::into,
            Unary.SOFTPLUS::inPlace,
            x -> Math.log1p(Math.exp(x))));
  }

  /** The normal distribution's function up to |x| = 5, by Simpson's rule over its density. */
  private static double normalProbability(double x) {
    int steps = 2000;
    double step = x / steps;
    double sum = 0;
    for (int i = 0; i <= steps; i++) {
      double density = Math.exp(-i * step * (i * step) / 2) / Math.sqrt(2 * Math.PI);
      sum += density * (i == 0 || i == steps ? 1 : i % 2 == 0 ? 2 : 4);
    }
    return 0.5 + sum * step / 3;
  }

  private static Tensor input() {
    return Tensors.uniform(RandomStream.of(60), -5, 5, 9, 46);
  }

  @ParameterizedTest
  @MethodSource("forms")
  void agreesWithAPlainLoopInEveryFormAndLayout(Forms forms) {
    Tensor whole = input();
    Tensor x = whole.slice(1, Slice.every(2)).transpose();
    Tensor fresh = forms.fresh.apply(x);
    Tensor into = Tensor.zeros(9, 23);
    forms.into.accept(x, into.transpose());
    Tensor changed = input();
    forms.inPlace.accept(changed.slice(1, Slice.every(2)).transpose());
    assertThat(fresh.shape()).isEqualTo(Shape.of(23, 9));
    for (int i = 0; i < 23; i++) {
      for (int j = 0; j < 9; j++) {
        double exact = forms.exact.applyAsDouble(x.get(i, j));
        double ulp = Math.ulp((float) exact);
        assertThat(Math.abs(fresh.get(i, j) - exact) / ulp)
            .as("%s(%s) = %s, not %s", forms, x.get(i, j), fresh.get(i, j), exact)
            .isLessThan(MAX_ULP);
        assertThat(into.get(j, i)).isEqualTo(fresh.get(i, j));
        assertThat(changed.get(j, 2 * i)).isEqualTo(fresh.get(i, j));
        assertThat(changed.get(j, 2 * i + 1)).as("beside x").isEqualTo(whole.get(j, 2 * i + 1));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("forms")
  void hasItsLimitsAtTheEndsOfTheRange(Forms forms) {
    float infinity = Float.POSITIVE_INFINITY;
    float none = forms.name.equals("softplus") ? 0f : -0f;
    Tensor x = Tensor.of(Shape.of(5), infinity, 1000, -1000, -infinity, Float.NaN);
    assertThat(forms.fresh.apply(x).toArray())
        .containsExactly(infinity, 1000, none, none, Float.NaN);
  }

  @ParameterizedTest
  @MethodSource("forms")
  void refusesResultsThatDoNotFit(Forms forms) {
    assertThatExceptionOfType(ShapeException.class)
        .isThrownBy(() -> forms.into.accept(Tensor.zeros(3, 4), Tensor.zeros(4, 3)))
        .withMessageStartingWith(forms.name + ": ");
    assertThatExceptionOfType(ShapeException.class)
        .isThrownBy(() -> forms.inPlace.accept(Tensor.zeros(4).broadcastTo(3, 4)))
        .withMessageContaining("share places");
  }
}
