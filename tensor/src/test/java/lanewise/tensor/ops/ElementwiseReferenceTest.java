package lanewise.tensor.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Arrays;
import java.util.stream.Stream;
import lanewise.tensor.ReferenceCases;
import lanewise.tensor.ReferenceCases.Case;
import lanewise.tensor.Shape;
import lanewise.tensor.ShapeException;
import lanewise.tensor.Tensor;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The groups of the reference cases that concern elementwise operations and reductions. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ElementwiseReferenceTest {
  static Stream<Case> broadcast() {
    return ReferenceCases.group("broadcast");
  }

  @ParameterizedTest
  @MethodSource
  void broadcast(Case given) {
    Tensor a = given.tensor("a");
    Tensor b = given.tensor("b");
    int checked = 0;
    for (String key : given.json().keySet()) {
      switch (key) {
        case "name", "a", "b" -> {}
        case "add" -> given.check(key, Arithmetic.add(a, b));
        case "sub" -> given.check(key, Arithmetic.sub(a, b));
        case "mul" -> given.check(key, Arithmetic.mul(a, b));
        case "div" -> given.check(key, Arithmetic.div(a, b));
        case "pow" -> given.check(key, Functions.pow(a, b));
        case "maximum", "max" -> given.check(key, Piecewise.max(a, b));
        case "minimum", "min" -> given.check(key, Piecewise.min(a, b));
        case "equal", "eq" -> given.check(key, Comparisons.eq(a, b));
        case "not_equal", "ne" -> given.check(key, Comparisons.ne(a, b));
        case "less", "lt" -> given.check(key, Comparisons.lt(a, b));
        case "less_equal", "le" -> given.check(key, Comparisons.le(a, b));
        case "greater", "gt" -> given.check(key, Comparisons.gt(a, b));
        case "greater_equal", "ge" -> given.check(key, Comparisons.ge(a, b));
        default -> throw new AssertionError("unknown operation " + key);
      }
      checked++;
    }
    assertThat(checked).isGreaterThan(3);
  }

  static Stream<Case> broadcastError() {
    return ReferenceCases.group("broadcast_error");
  }

  @ParameterizedTest
  @MethodSource
  void broadcastError(Case given) {
    Tensor a = Tensor.zeros(given.integers("a_shape"));
    Tensor b = Tensor.zeros(given.integers("b_shape"));
    assertThatExceptionOfType(ShapeException.class)
        .isThrownBy(() -> Arithmetic.add(a, b))
        .withMessageStartingWith("add: " + a.shape() + " and " + b.shape() + ": axis ");
  }

  static Stream<Case> reduce() {
    return ReferenceCases.group("reduce");
  }

  @ParameterizedTest
  @MethodSource
  void reduce(Case given) {
    Tensor x = given.tensor("a");
    int[] axes = given.integers("axis");
    ReducedAxes reduced = given.truth("keepdims") ? ReducedAxes.KEEP : ReducedAxes.DROP;
    for (String key : given.json().keySet()) {
      if (!given.has(key)) {
        continue;
      }
      switch (key) {
        case "name", "a", "axis", "keepdims" -> {}
        case "norm1" -> given.check(key, Reductions.norm(x, Norm.L1, reduced, axes));
        case "norm2" -> given.check(key, Reductions.norm(x, Norm.L2, reduced, axes));
        case "norm_inf" -> given.check(key, Reductions.norm(x, Norm.INFINITY, reduced, axes));
        case "sum" -> given.check(key, Reductions.sum(x, reduced, axes));
        case "mean" -> given.check(key, Reductions.mean(x, reduced, axes));
        case "var" -> given.check(key, Reductions.var(x, reduced, axes));
        case "std" -> given.check(key, Reductions.std(x, reduced, axes));
        case "var_ddof1" -> given.check(key, Reductions.var(x, 1, reduced, axes));
        case "std_ddof1" -> given.check(key, Reductions.std(x, 1, reduced, axes));
        case "min" -> given.check(key, Reductions.min(x, reduced, axes));
        case "max" -> given.check(key, Reductions.max(x, reduced, axes));
        case "prod" -> given.check(key, Reductions.prod(x, reduced, axes));
        case "argmax" -> given.check(key, Reductions.argMax(x, reduced, axes));
        case "argmin" -> given.check(key, Reductions.argMin(x, reduced, axes));
        case "logsumexp" -> given.check(key, Reductions.logSumExp(x, reduced, axes));
        case "any" -> given.check(key, Reductions.any(x, reduced, axes));
        case "all" -> given.check(key, Reductions.all(x, reduced, axes));
        default -> throw new AssertionError("unknown reduction " + key);
      }
    }
  }

  static Stream<Case> argmaxRules() {
    return ReferenceCases.group("argmax_rules");
  }

  @ParameterizedTest
  @MethodSource
  void argmaxRules(Case given) {
    Tensor x = given.tensor("a");
    for (String key : given.json().keySet()) {
      if (key.startsWith("argmax_axis")) {
        given.check(key, Reductions.argMax(x, Integer.parseInt(key.substring(11))));
      } else if (key.startsWith("argmin_axis")) {
        given.check(key, Reductions.argMin(x, Integer.parseInt(key.substring(11))));
      } else {
        assertThat(key).isIn("name", "a");
      }
    }
  }

  static Stream<Case> reduceEmpty() {
    return ReferenceCases.group("reduce_empty");
  }

  @ParameterizedTest
  @MethodSource
  void reduceEmpty(Case given) {
    Tensor none = Tensor.zeros(0);
    assertThat(Reductions.sum(none).get()).isEqualTo((float) given.number("sum"));
    assertThat(Reductions.prod(none).get()).isEqualTo((float) given.number("prod"));
    assertThat(given.text("mean")).isEqualTo("nan");
    assertThat(Reductions.mean(none).get()).isNaN();
    assertThat(given.text("max")).isEqualTo("error");
    assertThatExceptionOfType(ShapeException.class)
        .isThrownBy(() -> Reductions.max(none))
        .withMessage("max: [0]: there are no elements to choose from");
  }

  static Stream<Case> summation() {
    return ReferenceCases.group("summation");
  }

  @ParameterizedTest
  @MethodSource
  void summation(Case given) {
    float[] terms = new float[given.integer("n")];
    Arrays.fill(terms, (float) given.number("value"));
    double exact = given.number("exact");
    Tensor x = Tensor.wrap(terms, Shape.of(terms.length));
    double bound = 1e-6 * Math.abs(exact);
    assertThat((double) Reductions.sum(x).get()).isCloseTo(exact, within(bound));
    Tensor columns = x.reshape(terms.length / 2, 2);
    assertThat((double) Reductions.sum(columns, 0).get(1)).isCloseTo(exact / 2, within(bound));
  }

  private static org.assertj.core.data.Offset<Double> within(double bound) {
    return org.assertj.core.data.Offset.offset(bound);
  }

  static Stream<Case> unary() {
    return ReferenceCases.group("unary");
  }

  @ParameterizedTest
  @MethodSource
  void unary(Case given) {
    Tensor x = given.tensor("a");
    given.check("output", apply(given.text("name"), x));
  }

  private static Tensor apply(String name, Tensor x) {
    return switch (name) {
      case "exp" -> Functions.exp(x);
      case "expm1" -> Functions.expm1(x);
      case "log" -> Functions.log(x);
      case "log1p" -> Functions.log1p(x);
      case "sin" -> Functions.sin(x);
      case "cos" -> Functions.cos(x);
      case "tanh" -> Functions.tanh(x);
      case "sigmoid" -> Functions.sigmoid(x);
      case "erf" -> Functions.erf(x);
      case "gelu" -> Functions.gelu(x);
      case "silu" -> Functions.silu(x);
      case "softplus" -> Functions.softplus(x);
      case "sqrt" -> Functions.sqrt(x);
      case "rsqrt" -> Functions.rsqrt(x);
      case "abs", "absolute" -> Piecewise.abs(x);
      case "sign" -> Piecewise.sign(x);
      case "floor" -> Piecewise.floor(x);
      case "ceil" -> Piecewise.ceil(x);
      case "round", "rint" -> Piecewise.round(x);
      case "relu" -> Piecewise.relu(x);
      case "square" -> Arithmetic.square(x);
      case "negative", "neg" -> Arithmetic.neg(x);
      case "reciprocal" -> Arithmetic.reciprocal(x);
      default -> throw new AssertionError("unknown function " + name);
    };
  }
}
