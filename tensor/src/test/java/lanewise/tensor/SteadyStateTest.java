package lanewise.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import lanewise.tensor.kernel.reduce.ReduceOp;
import lanewise.tensor.linalg.LinearAlgebra;
import lanewise.tensor.ops.AxisFunction;
import lanewise.tensor.ops.Binary;
import lanewise.tensor.ops.Clip;
import lanewise.tensor.ops.Reduce;
import lanewise.tensor.ops.Ternary;
import lanewise.tensor.ops.Unary;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What writes into an existing tensor allocates nothing, whatever the layouts. */
@Tag("once")
class SteadyStateTest {
  private static final List<Class<?>> FAMILIES = List.of(Indexing.class, LinearAlgebra.class);

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

  /** What needs an element to choose. */
  private static final Set<Reduce> CHOICES =
      Set.of(Reduce.MIN, Reduce.MAX, Reduce.ARG_MIN, Reduce.ARG_MAX);

  private static final Clip TO_ONE = new Clip(0, 1);
  private static final int[] DOWN = {0};
  private static final int[] ACROSS = {1};
  private static final int[] OUTER_AND_INNER = {0, 2};
  private static final int[] ALL = {};
  private static final int[] PICKED = {3, -1, 3};
  private static final int[] ONE_OF_EACH = new int[256];

  /** What is called, and the call. */
  private static final Map<String, Case> CASES = new TreeMap<>();

  static {
    for (Unary op : Unary.values()) {
      CASES.put(
          op + " of one operand",
          on -> {
            op.into(on.x, on.out);
            op.inPlace(on.out);
            op.into(256, on.array, 0, on.array, 0);
          });
    }
    for (Binary op : Binary.values()) {
      binary(op);
    }
    for (Ternary op : Ternary.values()) {
      ternary(op);
    }
    CASES.put(
        "CLIP",
        on -> {
          TO_ONE.into(on.x, on.out);
          TO_ONE.inPlace(on.out);
          TO_ONE.into(256, on.array, 0, on.array, 0);
        });
    reductions()
        .forEach(
            (name, op) -> {
              CASES.put(
                  name + " along axes",
                  on -> {
                    op.into(on.x, on.perColumn, DOWN);
                    op.into(on.x, on.perRow, ACROSS);
                    op.into(on.x, on.scalar, ALL);
                    op.into(on.cube, on.middle, OUTER_AND_INNER);
                  });
              if (!CHOICES.contains(op)) {
                CASES.put(name + " of no elements", on -> op.into(on.none, on.perRow, DOWN));
              }
            });
    Reduce sampleVariance = Reduce.var(1);
    Reduce sampleDeviation = Reduce.std(1);
    CASES.put(
        "VAR and STD with a correction",
        on -> {
          sampleVariance.into(on.x, on.perRow, ACROSS);
          sampleDeviation.into(on.x, on.perRow, ACROSS);
        });
    for (AxisFunction op : AxisFunction.values()) {
      CASES.put(
          op + " along an axis",
          on -> {
            op.into(on.x, on.out, 0);
            op.into(on.x, on.out, 1);
            op.into(on.x, on.dense, 0);
            op.inPlace(on.out, 0);
            op.inPlace(on.out, 1);
            op.into(256, on.array, 0, on.array, 0);
          });
    }
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

  private static void binary(Binary op) {
    CASES.put(
        op + " of tensors",
        on -> {
          op.into(on.x, on.y, on.out);
          op.into(on.x, on.row, on.out);
          op.into(on.x, on.column, on.out);
          op.inPlace(on.out, on.x);
        });
    CASES.put(
        op + " with a scalar",
        on -> {
          op.into(on.x, 2, on.out);
          op.inPlace(on.out, 2);
          op.into(2, on.x, on.out);
          op.inPlace(2, on.out);
        });
    CASES.put(
        op + " of arrays",
        on -> {
          op.into(256, on.array, 0, on.y.storage(), 0, on.array, 0);
          op.into(256, on.array, 0, 2, on.array, 0);
          op.into(256, 2, on.array, 0, on.array, 0);
        });
  }

  private static void ternary(Ternary op) {
    CASES.put(
        op + " of three operands",
        on -> {
          op.into(on.x, on.y, on.row, on.out);
          op.into(on.x, 2, on.row, on.out);
          op.into(on.x, on.y, 2, on.out);
          op.into(on.x, 2, 3, on.out);
          op.inPlace(on.out, on.y, on.row);
          op.inPlace(on.out, 2, on.row);
          op.inPlace(on.out, on.y, 2);
          op.inPlace(on.out, 2, 3);
          op.into(256, on.array, 0, on.y.storage(), 0, on.array, 0, on.array, 0);
        });
  }

  /** The reductions by the names of their constants. */
  private static Map<String, Reduce> reductions() {
    Map<String, Reduce> reductions = new TreeMap<>();
    for (Field field : Reduce.class.getFields()) {
      try {
        reductions.put(field.getName(), (Reduce) Objects.requireNonNull(field.get(null)));
      } catch (IllegalAccessException notPublic) {
        throw new AssertionError(notPublic);
      }
    }
    assertThat(reductions).hasSameSizeAs(ReduceOp.values());
    return reductions;
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
