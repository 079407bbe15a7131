package lanewise.tensor.linalg;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.stream.Stream;
import lanewise.tensor.NumpyExpression;
import lanewise.tensor.ReferenceCases;
import lanewise.tensor.ReferenceCases.Case;
import lanewise.tensor.ShapeException;
import lanewise.tensor.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Products against what NumPy computes. */
class LinearAlgebraReferenceTest {
  static Stream<Case> matmul() {
    return ReferenceCases.group("matmul");
  }

  @ParameterizedTest
  @MethodSource
  void matmul(Case given) {
    Tensor a = given.tensor("a");
    Tensor b = given.tensor("b");
    given.check("output", LinearAlgebra.matmul(a, b));
    Tensor out = Tensor.zeros(given.tensor("output").shape());
    out.fill(Float.NaN);
    LinearAlgebra.matmulInto(a, b, out);
    given.check("output", out);
  }

  static Stream<Case> matmul_error() {
    return ReferenceCases.group("matmul_error");
  }

  @ParameterizedTest
  @MethodSource("matmul_error")
  void matmulError(Case given) {
    Tensor a = Tensor.zeros(given.integers("a_shape"));
    Tensor b = Tensor.zeros(given.integers("b_shape"));
    assertThatThrownBy(() -> LinearAlgebra.matmul(a, b))
        .isInstanceOf(ShapeException.class)
        .hasMessageStartingWith(
            "matmul: "
                + Arrays.toString(given.integers("a_shape"))
                + " x "
                + Arrays.toString(given.integers("b_shape"))
                + ": ");
  }

  static Stream<Case> matmul_views() {
    return ReferenceCases.group("matmul_views");
  }

  @ParameterizedTest
  @MethodSource("matmul_views")
  void matmulViews(Case given) {
    String[] factors = given.text("name").split(" @ ", -1);
    Tensor left = new NumpyExpression("a", given.tensor("a")).value(factors[0]);
    Tensor right = new NumpyExpression("b", given.tensor("b")).value(factors[1]);
    given.check("output", LinearAlgebra.matmul(left, right));
  }
}
