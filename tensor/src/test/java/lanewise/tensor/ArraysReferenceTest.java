package lanewise.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import lanewise.tensor.ReferenceCases.Case;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Views, joining and picking against what NumPy does. */
class ArraysReferenceTest {
  static Stream<Case> view() {
    return ReferenceCases.group("view");
  }

  @ParameterizedTest
  @MethodSource
  void view(Case given) {
    Tensor a = given.tensor("a");
    new NumpyExpression("a", a).run(given.text("op"));
    given.check("after", a);
  }

  static Stream<Case> slice() {
    return ReferenceCases.group("slice");
  }

  @ParameterizedTest
  @MethodSource
  void slice(Case given) {
    Tensor view = NumpyExpression.index(given.tensor("a"), given.text("slice"));
    given.check("output", view);
    assertStrides(view, given.integers("strides"));
  }

  static Stream<Case> reshape() {
    return ReferenceCases.group("reshape");
  }

  @ParameterizedTest
  @MethodSource
  void reshape(Case given) {
    given.check("output", given.tensor("a").reshape(given.integers("to")));
  }

  static Stream<Case> transpose() {
    return ReferenceCases.group("transpose");
  }

  @ParameterizedTest
  @MethodSource
  void transpose(Case given) {
    Tensor view = given.tensor("a").permute(given.integers("perm"));
    given.check("output", view);
    assertStrides(view, given.integers("strides"));
    int[] reshaped = given.tensor("reshaped").shape().toArray();
    given.check("reshaped", view.reshape(reshaped));
    given.check("reshaped", view.contiguous().reshape(reshaped));
    given.check("output_row_sum", rowSums(view));
  }

  /** Sums along the last axis, term by term through the view. */
  private static Tensor rowSums(Tensor view) {
    Tensor sums = Tensor.zeros(view.select(-1, 0).shape());
    for (int i = 0; i < view.dim(-1); i++) {
      float[] terms = view.select(-1, i).toArray();
      for (int j = 0; j < terms.length; j++) {
        sums.storage()[j] += terms[j];
      }
    }
    return sums;
  }

  static Stream<Case> concat() {
    return ReferenceCases.group("concat");
  }

  @ParameterizedTest
  @MethodSource
  void concat(Case given) {
    Tensor a = given.tensor("a");
    given.check("output", Joining.concat(given.integer("axis"), a, given.tensor("b")));
  }

  static Stream<Case> stack() {
    return ReferenceCases.group("stack");
  }

  @ParameterizedTest
  @MethodSource
  void stack(Case given) {
    Tensor a = given.tensor("a");
    given.check("output", Joining.stack(given.integer("axis"), a, given.tensor("b")));
  }

  static Stream<Case> gather() {
    return ReferenceCases.group("gather");
  }

  @ParameterizedTest
  @MethodSource
  void gather(Case given) {
    int axis = given.has("axis") ? given.integer("axis") : 0;
    Tensor source = given.tensor("a");
    if (given.get("index").isJsonArray()) {
      given.check("output", Indexing.indexSelect(source, axis, given.integers("index")));
    } else {
      Shape shape = given.tensor("index").shape();
      int[] index = given.tensorOfIntegers("index");
      given.check("output", Indexing.gather(source, axis, index, shape));
    }
  }

  static Stream<Case> oneHot() {
    return ReferenceCases.group("one_hot");
  }

  @ParameterizedTest
  @MethodSource
  void oneHot(Case given) {
    int classes = given.tensor("output").dim(-1);
    given.check("output", Labels.oneHot(given.integers("index"), classes));
  }

  private static void assertStrides(Tensor view, int[] expected) {
    int[] strides = new int[view.rank()];
    for (int axis = 0; axis < strides.length; axis++) {
      strides[axis] = view.stride(axis);
    }
    assertThat(strides).containsExactly(expected);
  }
}
