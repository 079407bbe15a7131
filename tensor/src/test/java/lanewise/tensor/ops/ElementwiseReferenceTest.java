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
        case "add" -> given.check(key, Binary.ADD.of(a, b));
        case "sub" -> given.check(key, Binary.SUB.of(a, b));
        case "mul" -> given.check(key, Binary.MUL.of(a, b));
        case "div" -> given.check(key, Binary.DIV.of(a, b));
        case "pow" -> given.check(key, Binary.POW.of(a, b));
        case "maximum", "max" -> given.check(key, Binary.MAX.of(a, b));
        case "minimum", "min" -> given.check(key, Binary.MIN.of(a, b));
        case "equal", "eq" -> given.check(key, Binary.EQ.of(a, b));
        case "not_equal", "ne" -> given.check(key, Binary.NE.of(a, b));
        case "less", "lt" -> given.check(key, Binary.LT.of(a, b));
        case "less_equal", "le" -> given.check(key, Binary.LE.of(a, b));
        case "greater", "gt" -> given.check(key, Binary.GT.of(a, b));
        case "greater_equal", "ge" -> given.check(key, Binary.GE.of(a, b));
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
        .isThrownBy(() -> Binary.ADD.of(a, b))
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
    for (String key : given.json().keySet()) {
      if (!given.has(key)) {
        continue;
      }
      switch (key) {
        case "name", "a", "axis", "keepdims" -> {}
        case "norm1" -> reduce(given, key, Reduce.NORM_1, x, axes);
        case "norm2" -> reduce(given, key, Reduce.NORM_2, x, axes);
        case "norm_inf" -> reduce(given, key, Reduce.NORM_INF, x, axes);
        case "sum" -> reduce(given, key, Reduce.SUM, x, axes);
        case "mean" -> reduce(given, key, Reduce.MEAN, x, axes);
        case "var" -> reduce(given, key, Reduce.VAR, x, axes);
        case "std" -> reduce(given, key, Reduce.STD, x, axes);
        case "var_ddof1" -> reduce(given, key, Reduce.var(1), x, axes);
        case "std_ddof1" -> reduce(given, key, Reduce.std(1), x, axes);
        case "min" -> reduce(given, key, Reduce.MIN, x, axes);
        case "max" -> reduce(given, key, Reduce.MAX, x, axes);
        case "prod" -> reduce(given, key, Reduce.PROD, x, axes);
        case "argmax" -> reduce(given, key, Reduce.ARG_MAX, x, axes);
        case "argmin" -> reduce(given, key, Reduce.ARG_MIN, x, axes);
        case "logsumexp" -> reduce(given, key, Reduce.LOG_SUM_EXP, x, axes);
        case "any" -> reduce(given, key, Reduce.ANY, x, axes);
        case "all" -> reduce(given, key, Reduce.ALL, x, axes);
        default -> throw new AssertionError("unknown reduction " + key);
      }
    }
  }

  private static void reduce(Case given, String key, Reduce op, Tensor x, int[] axes) {
    given.check(key, given.truth("keepdims") ? op.keeping(x, axes) : op.of(x, axes));
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
        given.check(key, Reduce.ARG_MAX.of(x, Integer.parseInt(key.substring(11))));
      } else if (key.startsWith("argmin_axis")) {
        given.check(key, Reduce.ARG_MIN.of(x, Integer.parseInt(key.substring(11))));
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
    assertThat(Reduce.SUM.of(none).get()).isEqualTo((float) given.number("sum"));
    assertThat(Reduce.PROD.of(none).get()).isEqualTo((float) given.number("prod"));
    assertThat(given.text("mean")).isEqualTo("nan");
    assertThat(Reduce.MEAN.of(none).get()).isNaN();
    assertThat(given.text("max")).isEqualTo("error");
    assertThatExceptionOfType(ShapeException.class)
        .isThrownBy(() -> Reduce.MAX.of(none))
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
    assertThat((double) Reduce.SUM.of(x).get()).isCloseTo(exact, within(bound));
    Tensor columns = x.reshape(terms.length / 2, 2);
    assertThat((double) Reduce.SUM.of(columns, 0).get(1)).isCloseTo(exact / 2, within(bound));
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
      case "exp" -> Unary.EXP.of(x);
      case "expm1" -> Unary.EXPM1.of(x);
      case "log" -> Unary.LOG.of(x);
      case "log1p" -> Unary.LOG1P.of(x);
      case "sin" -> Unary.SIN.of(x);
      case "cos" -> Unary.COS.of(x);
      case "tanh" -> Unary.TANH.of(x);
      case "sigmoid" -> Unary.SIGMOID.of(x);
      case "erf" -> Unary.ERF.of(x);
      case "gelu" -> Unary.GELU.of(x);
      case "silu" -> Unary.SILU.of(x);
      case "softplus" -> Unary.SOFTPLUS.of(x);
      case "sqrt" -> Unary.SQRT.of(x);
      case "rsqrt" -> Unary.RSQRT.of(x);
      case "abs", "absolute" -> Unary.ABS.of(x);
      case "sign" -> Unary.SIGN.of(x);
      case "floor" -> Unary.FLOOR.of(x);
      case "ceil" -> Unary.CEIL.of(x);
      case "round", "rint" -> Unary.ROUND.of(x);
      case "relu" -> Unary.RELU.of(x);
      case "square" -> Unary.SQUARE.of(x);
      case "negative", "neg" -> Unary.NEG.of(x);
      case "reciprocal" -> Unary.RECIPROCAL.of(x);
      default -> throw new AssertionError("unknown function " + name);
    };
  }
}
