package lanewise.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import lanewise.tensor.linalg.LinearAlgebra;
import lanewise.tensor.ops.Arithmetic;
import lanewise.tensor.ops.Comparisons;
import lanewise.tensor.ops.Functions;
import lanewise.tensor.ops.Norm;
import lanewise.tensor.ops.Piecewise;
import lanewise.tensor.ops.Reductions;
import lanewise.tensor.ops.Softmax;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every {@code …Into} and {@code …InPlace} method allocates nothing, whatever the layouts. */
@Tag("once")
class SteadyStateTest {
  private static final List<Class<?>> FAMILIES =
      List.of(
          Arithmetic.class,
          Comparisons.class,
          Functions.class,
          Piecewise.class,
          Reductions.class,
          Softmax.class,
          Indexing.class,
          LinearAlgebra.class);

  /** How the elements of an operand lie. */
  enum Lay {
    CONTIGUOUS,
    TRANSPOSED,
    STRIDED;

    Tensor of(int... shape) {
      return switch (this) {
        case CONTIGUOUS -> Tensors.uniform(RandomStream.of(1), 0.5f, 2, shape);
        case TRANSPOSED -> {
          int[] turned = new int[shape.length];
          for (int i = 0; i < shape.length; i++) {
            turned[i] = shape[shape.length - 1 - i];
          }
          yield CONTIGUOUS.of(turned).transpose();
        }
        case STRIDED -> {
          int[] wide = shape.clone();
          wide[wide.length - 1] *= 2;
          yield CONTIGUOUS.of(wide).slice(-1, Slice.every(2));
        }
      };
    }
  }

  /** What a case works on. */
  private static final class Operands {
    final Tensor x;
    final Tensor y;
    final Tensor row;
    final Tensor column;
    final Tensor out;
    final Tensor left;
    final Tensor right;
    final Tensor product;
    final Tensor cube;
    final Tensor middle;
    final Tensor perRow;
    final Tensor perColumn;
    final Tensor three;
    final Tensor threeColumns;
    final Tensor dense = Tensor.zeros(16, 16);
    final Tensor scalar = Tensor.zeros();
    final Tensor none = Tensor.zeros(0, 16);
    final float[] array = new float[256];

    Operands(Lay lay) {
      x = lay.of(16, 16);
      y = Lay.CONTIGUOUS.of(16, 16);
      row = lay.of(1, 16);
      column = lay.of(16, 1);
      out = lay.of(16, 16);
      left = lay.of(3, 4, 5);
      right = lay.of(3, 5, 6);
      product = lay.of(3, 4, 6);
      cube = lay.of(3, 70, 20);
      middle = lay.of(70);
      perRow = lay.of(16);
      perColumn = lay.of(1, 16);
      three = lay.of(3, 16);
      threeColumns = lay.of(16, 3);
    }
  }

  private interface Case {
    void run(Operands on);
  }

  private static final int[] DOWN = {0};
  private static final int[] ACROSS = {1};
  private static final int[] OUTER_AND_INNER = {0, 2};
  private static final int[] ALL = {};
  private static final int[] PICKED = {3, -1, 3};
  private static final int[] ONE_OF_EACH = new int[256];

  /** Names of the methods in a case, and the case. */
  private static final Map<String, Case> CASES = new TreeMap<>();

  static {
    binary("add", Arithmetic::addInto, Arithmetic::addInPlace);
    binary("sub", Arithmetic::subInto, Arithmetic::subInPlace);
    binary("mul", Arithmetic::mulInto, Arithmetic::mulInPlace);
    binary("div", Arithmetic::divInto, Arithmetic::divInPlace);
    binary("eq", Comparisons::eqInto, Comparisons::eqInPlace);
    binary("ne", Comparisons::neInto, Comparisons::neInPlace);
    binary("lt", Comparisons::ltInto, Comparisons::ltInPlace);
    binary("le", Comparisons::leInto, Comparisons::leInPlace);
    binary("gt", Comparisons::gtInto, Comparisons::gtInPlace);
    binary("ge", Comparisons::geInto, Comparisons::geInPlace);
    binary("min", Piecewise::minInto, Piecewise::minInPlace);
    binary("max", Piecewise::maxInto, Piecewise::maxInPlace);
    binary("pow", Functions::powInto, Functions::powInPlace);
    scalar("add", Arithmetic::addInto, Arithmetic::addInPlace);
    scalar("sub", Arithmetic::subInto, Arithmetic::subInPlace);
    scalar("mul", Arithmetic::mulInto, Arithmetic::mulInPlace);
    scalar("div", Arithmetic::divInto, Arithmetic::divInPlace);
    scalar("eq", Comparisons::eqInto, Comparisons::eqInPlace);
    scalar("ne", Comparisons::neInto, Comparisons::neInPlace);
    scalar("lt", Comparisons::ltInto, Comparisons::ltInPlace);
    scalar("le", Comparisons::leInto, Comparisons::leInPlace);
    scalar("gt", Comparisons::gtInto, Comparisons::gtInPlace);
    scalar("ge", Comparisons::geInto, Comparisons::geInPlace);
    scalar("min", Piecewise::minInto, Piecewise::minInPlace);
    scalar("max", Piecewise::maxInto, Piecewise::maxInPlace);
    scalar("pow", Functions::powInto, Functions::powInPlace);
    unary("neg", Arithmetic::negInto, Arithmetic::negInPlace);
    unary("square", Arithmetic::squareInto, Arithmetic::squareInPlace);
    unary("reciprocal", Arithmetic::reciprocalInto, Arithmetic::reciprocalInPlace);
    unary("abs", Piecewise::absInto, Piecewise::absInPlace);
    unary("sign", Piecewise::signInto, Piecewise::signInPlace);
    unary("floor", Piecewise::floorInto, Piecewise::floorInPlace);
    unary("ceil", Piecewise::ceilInto, Piecewise::ceilInPlace);
    unary("round", Piecewise::roundInto, Piecewise::roundInPlace);
    unary("relu", Piecewise::reluInto, Piecewise::reluInPlace);
    unary("exp", Functions::expInto, Functions::expInPlace);
    unary("expm1", Functions::expm1Into, Functions::expm1InPlace);
    unary("log", Functions::logInto, Functions::logInPlace);
    unary("log1p", Functions::log1pInto, Functions::log1pInPlace);
    unary("sin", Functions::sinInto, Functions::sinInPlace);
    unary("cos", Functions::cosInto, Functions::cosInPlace);
    unary("tanh", Functions::tanhInto, Functions::tanhInPlace);
    unary("sigmoid", Functions::sigmoidInto, Functions::sigmoidInPlace);
    unary("erf", Functions::erfInto, Functions::erfInPlace);
    unary("gelu", Functions::geluInto, Functions::geluInPlace);
    unary("silu", Functions::siluInto, Functions::siluInPlace);
    unary("softplus", Functions::softplusInto, Functions::softplusInPlace);
    unary("sqrt", Functions::sqrtInto, Functions::sqrtInPlace);
    unary("rsqrt", Functions::rsqrtInto, Functions::rsqrtInPlace);
    CASES.put(
        "clipInto clipInPlace",
        on -> {
          Piecewise.clipInto(on.x, 0, 1, on.out);
          Piecewise.clipInPlace(on.out, 0, 1);
        });
    CASES.put(
        "subInto subInPlace divInto divInPlace powInto powInPlace of a scalar",
        on -> {
          Arithmetic.subInto(1, on.x, on.out);
          Arithmetic.subInPlace(1, on.out);
          Arithmetic.divInto(1, on.x, on.out);
          Arithmetic.divInPlace(1, on.out);
          Functions.powInto(2, on.x, on.out);
          Functions.powInPlace(2, on.out);
        });
    CASES.put(
        "fmaInto fmaInPlace",
        on -> {
          Arithmetic.fmaInto(on.x, on.y, on.row, on.out);
          Arithmetic.fmaInto(on.x, 2, on.row, on.out);
          Arithmetic.fmaInto(on.x, on.y, 2, on.out);
          Arithmetic.fmaInto(on.x, 2, 3, on.out);
          Arithmetic.fmaInPlace(on.out, on.y, on.row);
          Arithmetic.fmaInPlace(on.out, 2, on.row);
          Arithmetic.fmaInPlace(on.out, on.y, 2);
          Arithmetic.fmaInPlace(on.out, 2, 3);
        });
    CASES.put(
        "whereInto whereInPlace",
        on -> {
          Piecewise.whereInto(on.x, on.y, on.row, on.out);
          Piecewise.whereInto(on.x, 2, on.row, on.out);
          Piecewise.whereInto(on.x, on.y, 2, on.out);
          Piecewise.whereInto(on.x, 2, 3, on.out);
          Piecewise.whereInPlace(on.out, on.y, on.row);
          Piecewise.whereInPlace(on.out, 2, on.row);
          Piecewise.whereInPlace(on.out, on.y, 2);
          Piecewise.whereInPlace(on.out, 2, 3);
        });
    reduction("sum", Reductions::sumInto);
    reduction("mean", Reductions::meanInto);
    reduction("var", Reductions::varInto);
    reduction("std", Reductions::stdInto);
    reduction("prod", Reductions::prodInto);
    reduction("any", Reductions::anyInto);
    reduction("all", Reductions::allInto);
    reduction("logSumExp", Reductions::logSumExpInto);
    reduction("norm", (x, out, axes) -> Reductions.normInto(x, Norm.L2, out, axes));
    reductionOfSome("min", Reductions::minInto);
    reductionOfSome("max", Reductions::maxInto);
    reductionOfSome("argMin", Reductions::argMinInto);
    reductionOfSome("argMax", Reductions::argMaxInto);
    CASES.put(
        "varInto stdInto with a correction",
        on -> {
          Reductions.varInto(on.x, 1, on.perRow, ACROSS);
          Reductions.stdInto(on.x, 1, on.perRow, ACROSS);
        });
    along("softmax", Softmax::softmaxInto, Softmax::softmaxInPlace);
    along("logSoftmax", Softmax::logSoftmaxInto, Softmax::logSoftmaxInPlace);
    along("cumSum", Reductions::cumSumInto, Reductions::cumSumInPlace);
    CASES.put(
        "matmulInto",
        on -> {
          LinearAlgebra.matmulInto(on.x, on.y, on.out);
          LinearAlgebra.matmulInto(on.left, on.right, on.product);
        });
    CASES.put(
        "indexAddInPlace scatterAddInPlace",
        on -> {
          Indexing.indexAddInPlace(on.out, 0, PICKED, on.three);
          Indexing.indexAddInPlace(on.out, 1, PICKED, on.threeColumns);
          Indexing.scatterAddInPlace(on.out, 0, ONE_OF_EACH, on.x);
        });
    CASES.put(
        "fill copyFrom copyTo of a tensor",
        on -> {
          on.out.fill(2);
          on.out.copyFrom(on.x);
          on.out.copyFrom(on.row);
          on.out.copyTo(on.array, 0);
        });
  }

  private interface Unary {
    void run(Tensor x, Tensor out);
  }

  private interface UnaryInPlace {
    void run(Tensor x);
  }

  private static void unary(String name, Unary into, UnaryInPlace inPlace) {
    CASES.put(
        name + "Into " + name + "InPlace",
        on -> {
          into.run(on.x, on.out);
          inPlace.run(on.out);
        });
  }

  private interface Binary {
    void run(Tensor x, Tensor y, Tensor out);
  }

  private static void binary(String name, Binary into, Unary inPlace) {
    CASES.put(
        name + "Into " + name + "InPlace of tensors",
        on -> {
          into.run(on.x, on.y, on.out);
          into.run(on.x, on.row, on.out);
          into.run(on.x, on.column, on.out);
          inPlace.run(on.out, on.x);
        });
  }

  private interface Scalar {
    void run(Tensor x, float y, Tensor out);
  }

  private interface ScalarInPlace {
    void run(Tensor x, float y);
  }

  private static void scalar(String name, Scalar into, ScalarInPlace inPlace) {
    CASES.put(
        name + "Into " + name + "InPlace with a scalar",
        on -> {
          into.run(on.x, 2, on.out);
          inPlace.run(on.out, 2);
        });
  }

  private interface Reduction {
    void run(Tensor x, Tensor out, int... axes);
  }

  private static void reduction(String name, Reduction into) {
    reductionOfSome(name, into);
    CASES.put(name + "Into of no elements", on -> into.run(on.none, on.perRow, DOWN));
  }

  private static void reductionOfSome(String name, Reduction into) {
    CASES.put(
        name + "Into",
        on -> {
          into.run(on.x, on.perColumn, DOWN);
          into.run(on.x, on.perRow, ACROSS);
          into.run(on.x, on.scalar, ALL);
          into.run(on.cube, on.middle, OUTER_AND_INNER);
        });
  }

  private interface Along {
    void run(Tensor x, Tensor out, int axis);
  }

  private interface AlongInPlace {
    void run(Tensor x, int axis);
  }

  private static void along(String name, Along into, AlongInPlace inPlace) {
    CASES.put(
        name + "Into " + name + "InPlace",
        on -> {
          into.run(on.x, on.out, 0);
          into.run(on.x, on.out, 1);
          into.run(on.x, on.dense, 0);
          inPlace.run(on.out, 0);
          inPlace.run(on.out, 1);
        });
  }

  static Stream<Arguments> cases() {
    List<Arguments> all = new ArrayList<>();
    for (String name : CASES.keySet()) {
      for (Lay lay : Lay.values()) {
        all.add(Arguments.of(name, lay));
      }
    }
    return all.stream();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void allocatesNothing(String name, Lay lay) {
    Case task = Objects.requireNonNull(CASES.get(name));
    Operands operands = new Operands(lay);
    Allocation.assertNoneInSteadyState(() -> task.run(operands));
  }

  @Test
  void everyMethodHasACase() {
    TreeSet<String> methods = new TreeSet<>();
    for (Class<?> family : FAMILIES) {
      for (Method method : family.getMethods()) {
        if (method.getName().endsWith("Into") || method.getName().endsWith("InPlace")) {
          methods.add(method.getName());
        }
      }
    }
    TreeSet<String> tested = new TreeSet<>();
    CASES.keySet().forEach(name -> tested.addAll(List.of(name.split(" "))));
    assertThat(tested).containsAll(methods);
  }
}
