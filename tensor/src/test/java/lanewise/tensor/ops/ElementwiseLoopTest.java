package lanewise.tensor.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import lanewise.tensor.Allocation;
import lanewise.tensor.Shape;
import lanewise.tensor.ShapeException;
import lanewise.tensor.Slice;
import lanewise.tensor.Tensor;
import lanewise.tensor.Tensors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Elementwise operations over all kinds of layouts against a plain loop over indices. */
class ElementwiseLoopTest {
  private static Tensor random(SplittableRandom random, int... shape) {
    Tensor tensor = Tensor.zeros(shape);
    for (int i = 0; i < tensor.size(); i++) {
      tensor.storage()[i] = (float) random.nextGaussian();
    }
    return tensor;
  }

  /** Views of this shape: dense, transposed, strided, flipped, repeated, offset. */
  private static List<Tensor> views(SplittableRandom random, int rows, int columns) {
    return List.of(
        random(random, rows, columns),
        random(random, columns, rows).transpose(),
        random(random, rows, columns + 3).slice(1, 2, columns + 2),
        random(random, 2 * rows, 3 * columns).slice(0, Slice.every(2)).slice(1, Slice.every(3)),
        random(random, rows, columns).flip(1),
        random(random, rows, columns).flip(0),
        random(random, columns),
        random(random, rows, 1),
        random(random, 1, 1),
        random(random));
  }

  static Stream<int[]> shapes() {
    return Stream.of(
        new int[] {0, 3},
        new int[] {1, 1},
        new int[] {1, 7},
        new int[] {7, 1},
        new int[] {3, 5},
        new int[] {17, 16},
        new int[] {2, 127},
        new int[] {3, 128},
        new int[] {33, 129},
        new int[] {1500, 3},
        new int[] {3, 2100});
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void anyPairOfViews(int[] shape) {
    SplittableRandom random = new SplittableRandom(5);
    int rows = shape[0];
    int columns = shape[1];
    for (Tensor x : views(random, rows, columns)) {
      float[] left = elements(x.broadcastTo(rows, columns));
      for (Tensor y : views(random, rows, columns)) {
        float[] right = elements(y.broadcastTo(rows, columns));
        for (Tensor out : views(random, rows, columns).subList(0, 6)) {
          Binary.SUB.into(x, y, out);
          int at = 0;
          for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++, at++) {
              float expected = left[at] - right[at];
              if (out.get(i, j) != expected) {
                assertThat(out.get(i, j)).as("(%s, %s)", i, j).isEqualTo(expected);
              }
            }
          }
        }
      }
    }
  }

  /** The elements row by row, each by its indices. */
  private static float[] elements(Tensor x) {
    float[] elements = new float[x.size()];
    int at = 0;
    for (int i = 0; i < x.shape().dim(0); i++) {
      for (int j = 0; j < x.shape().dim(1); j++) {
        elements[at++] = x.get(i, j);
      }
    }
    return elements;
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void threeOperands(int[] shape) {
    SplittableRandom random = new SplittableRandom(6);
    int rows = shape[0];
    int columns = shape[1];
    List<Tensor> views = views(random, rows, columns);
    for (int v = 0; v < views.size(); v++) {
      Tensor x = views.get(v);
      Tensor y = views.get((v + 3) % views.size());
      Tensor z = views.get((v + 7) % views.size());
      Tensor out = Tensor.zeros(rows, columns);
      Ternary.FMA.into(x, y, z, out);
      Tensor mask = Binary.GT.of(x, 0);
      Tensor chosen = Tensor.zeros(rows, columns);
      Ternary.WHERE.into(mask, y, z, chosen);
      Tensor a = x.broadcastTo(rows, columns);
      Tensor b = y.broadcastTo(rows, columns);
      Tensor c = z.broadcastTo(rows, columns);
      for (int i = 0; i < rows; i++) {
        for (int j = 0; j < columns; j++) {
          float sum = Math.fma(a.get(i, j), b.get(i, j), c.get(i, j));
          float choice = a.get(i, j) > 0 ? b.get(i, j) : c.get(i, j);
          if (out.get(i, j) != sum || chosen.get(i, j) != choice) {
            assertThat(out.get(i, j)).as("(%s, %s)", i, j).isEqualTo(sum);
            assertThat(chosen.get(i, j)).as("(%s, %s)", i, j).isEqualTo(choice);
          }
        }
      }
    }
  }

  @Test
  void permutedAxesOfHigherRank() {
    SplittableRandom random = new SplittableRandom(7);
    Tensor x = random(random, 4, 3, 5, 6).permute(2, 0, 3, 1);
    Tensor y = random(random, 4, 1, 3);
    Tensor sum = Binary.ADD.of(x, y);
    for (int i = 0; i < 5; i++) {
      for (int j = 0; j < 4; j++) {
        for (int k = 0; k < 6; k++) {
          for (int l = 0; l < 3; l++) {
            assertThat(sum.get(i, j, k, l)).isEqualTo(x.get(i, j, k, l) + y.get(j, 0, l));
          }
        }
      }
    }
  }

  @Test
  void operandsThatOverlapTheResultAreReadBeforeItIsWritten() {
    float[] values = new float[2000];
    for (int i = 0; i < values.length; i++) {
      values[i] = i;
    }
    Tensor all = Tensor.wrap(values, Shape.of(values.length));
    Binary.ADD.into(all.slice(0, 0, 1999), 1, all.slice(0, 1, 2000));
    for (int i = 1; i < values.length; i++) {
      assertThat(values[i]).isEqualTo(i);
    }
    Tensor square = Tensor.of(Shape.of(2, 2), 1, 2, 3, 4);
    Binary.ADD.inPlace(square, square.transpose());
    assertThat(square.toArray()).containsExactly(2, 5, 5, 8);
    Tensor rows = Tensor.of(Shape.of(2, 2), 1, 2, 3, 4);
    Binary.SUB.inPlace(rows, rows.select(0, 0));
    assertThat(rows.toArray()).containsExactly(0, 0, 2, 2);
  }

  @Test
  void scalarsOnEitherSide() {
    Tensor x = Tensor.of(Shape.of(2, 2), 1, 2, 4, -8);
    assertThat(Binary.SUB.of(1, x).toArray()).containsExactly(0, -1, -3, 9);
    assertThat(Binary.DIV.of(1, x.transpose()).toArray()).containsExactly(1, 0.25f, 0.5f, -0.125f);
    assertThat(Binary.GE.of(x, 2).toArray()).containsExactly(0, 1, 1, 0);
    assertThat(new Clip(0, 2).of(x).toArray()).containsExactly(1, 2, 2, 0);
    assertThat(Binary.POW.of(x, 3).toArray()).containsExactly(1, 8, 64, -512);
  }

  @Test
  void scalarsInPlaceOfAnyOperand() {
    Tensor x = Tensor.of(Shape.of(3), 1, 2, -3);
    assertThat(Binary.ADD.of(x, 1).toArray()).containsExactly(2, 3, -2);
    assertThat(Binary.SUB.of(x, 1).toArray()).containsExactly(0, 1, -4);
    assertThat(Binary.MUL.of(x, 2).toArray()).containsExactly(2, 4, -6);
    assertThat(Binary.DIV.of(x, 2).toArray()).containsExactly(0.5f, 1, -1.5f);
    assertThat(Binary.POW.of(2, x).toArray()).containsExactly(2, 4, 0.125f);
    assertThat(Ternary.FMA.of(x, 2, x).toArray()).containsExactly(3, 6, -9);
    assertThat(Ternary.FMA.of(x, x, 1).toArray()).containsExactly(2, 5, 10);
    assertThat(Ternary.FMA.of(x, 2, 1).toArray()).containsExactly(3, 5, -5);
    Tensor mask = Binary.GT.of(x, 1);
    assertThat(Ternary.WHERE.of(mask, x, 7).toArray()).containsExactly(7, 2, 7);
    assertThat(Ternary.WHERE.of(mask, 7, x).toArray()).containsExactly(1, 7, -3);
    assertThat(Ternary.WHERE.of(mask, 7, 8).toArray()).containsExactly(8, 7, 8);
    Tensor out = Tensor.zeros(3);
    Ternary.FMA.into(x, 2, x, out);
    assertThat(out.toArray()).containsExactly(3, 6, -9);
    Ternary.FMA.inPlace(out, 2, 1);
    assertThat(out.toArray()).containsExactly(7, 13, -17);
    Binary.SUB.inPlace(1, out);
    assertThat(out.toArray()).containsExactly(-6, -12, 18);
    Binary.DIV.inPlace(36, out);
    assertThat(out.toArray()).containsExactly(-6, -3, 2);
    Binary.POW.inPlace(2, out);
    assertThat(out.toArray()).containsExactly(0.015625f, 0.125f, 4);
    Ternary.WHERE.into(mask, out, 5, out);
    assertThat(out.toArray()).containsExactly(5, 0.125f, 5);
  }

  @Test
  void whatDoesNotFitIsRefused() {
    Tensor x = Tensor.zeros(3, 4);
    assertThatExceptionOfType(ShapeException.class)
        .isThrownBy(() -> Binary.ADD.of(x, Tensor.zeros(3)))
        .withMessage("add: [3, 4] and [3]: axis 1 differs (4 and 3)");
    assertThatExceptionOfType(ShapeException.class)
        .isThrownBy(() -> Binary.ADD.inPlace(Tensor.zeros(4), x))
        .withMessage("add: [4] and [3, 4]: the result [3, 4] does not fit into [4]");
    assertThatExceptionOfType(ShapeException.class)
        .isThrownBy(() -> Unary.EXP.into(x, Tensor.zeros(4, 3)))
        .withMessage("exp: [3, 4]: the result [3, 4] does not fit into [4, 3]");
    assertThatExceptionOfType(ShapeException.class)
        .isThrownBy(() -> Unary.NEG.inPlace(Tensor.zeros(4).broadcastTo(3, 4)))
        .withMessageContaining("share places");
    assertThatExceptionOfType(ShapeException.class)
        .isThrownBy(() -> Ternary.WHERE.of(x, Tensor.zeros(4), Tensor.zeros(2, 1)))
        .withMessage("where: [3, 4] and [2, 1]: axis 0 differs (3 and 2)");
  }

  static Stream<Runnable> steady() {
    SplittableRandom random = new SplittableRandom(8);
    Tensor x = random(random, 64, 96);
    Tensor y = random(random, 64, 96);
    Tensor row = random(random, 96);
    Tensor column = random(random, 64, 1);
    Tensor narrow = random(random, 512, 10);
    Tensor ten = random(random, 10);
    Tensor out = Tensor.zeros(64, 96);
    Tensor perRow = Tensor.zeros(64);
    Tensor perColumn = Tensor.zeros(96);
    int[] down = {0};
    int[] across = {1};
    // Made once: whether the compiler removes an operation that is made for one call is its choice.
    Clip clip = new Clip(-1, 1);
    return Stream.of(
        () -> Binary.ADD.into(x, y, out),
        () -> Binary.ADD.into(x, row, out),
        () -> Binary.MUL.into(x, column, out),
        () -> Binary.ADD.into(x, 2, out),
        () -> Binary.ADD.inPlace(narrow, ten),
        () -> Binary.SUB.into(1, x, out),
        () -> Ternary.FMA.into(x, y, y, out),
        () -> Binary.GT.into(x, y, out),
        () -> clip.into(x, out),
        () -> Unary.RELU.into(x, out),
        () -> Unary.EXP.into(x, out),
        () -> Unary.TANH.into(x, out),
        () -> Unary.SIGMOID.into(x, out),
        () -> Unary.ERF.into(x, out),
        () -> Unary.GELU.into(x, out),
        () -> Unary.SILU.into(x, out),
        () -> Unary.SOFTPLUS.into(x, out),
        () -> Unary.LOG.into(x, out),
        () -> Unary.EXPM1.into(x, out),
        () -> Unary.LOG1P.into(x, out),
        () -> Unary.SIN.into(x, out),
        () -> Binary.POW.into(x, y, out),
        () -> Reduce.SUM.into(x, perRow, across),
        () -> Reduce.SUM.into(x, perColumn, down),
        () -> Reduce.VAR.into(x, perRow, across),
        () -> Reduce.VAR.into(x, perColumn, down),
        () -> Reduce.MAX.into(x, perRow, across),
        () -> AxisFunction.SOFTMAX.into(x, out, 1),
        () -> AxisFunction.LOG_SOFTMAX.into(x, out, 1),
        () -> AxisFunction.SOFTMAX.into(x, out, 0),
        () -> AxisFunction.CUM_SUM.into(x, out, 1));
  }

  @ParameterizedTest
  @MethodSource("steady")
  void allocatesNothingOnceWarm(Runnable operation) {
    Allocation.assertNoneInSteadyState(operation);
  }

  @Test
  void aScalarTensor() {
    Tensor two = Tensor.of(Shape.SCALAR, 2);
    assertThat(Binary.MUL.of(two, two).get()).isEqualTo(4);
    assertThat(Binary.MUL.of(two, Tensor.of(Shape.of(2), 1, 2)).toArray()).containsExactly(2, 4);
    assertThat(IntStream.of(Binary.MUL.of(two, Tensor.zeros(0, 3)).shape().toArray()).boxed())
        .containsExactly(0, 3);
  }

  @Test
  void noElementsInTheResultsStorage() {
    Tensor out = Tensor.zeros(3, 0);
    Binary.ADD.inPlace(out, out.select(0, 0));
    Unary.EXP.into(out.select(0, 1), out);
    assertThat(out.shape()).isEqualTo(Shape.of(3, 0));
  }

  @Test
  void columnsOfOneStorageAreNotCopied() {
    Tensor all = Tensors.arange(4 * 9).reshape(4, 9);
    Tensor x = all.slice(1, 0, 3);
    Tensor y = all.slice(1, 3, 6);
    Tensor out = all.slice(1, 6, 9);
    Allocation.assertNoneInSteadyState(() -> Binary.ADD.into(x, y, out));
    assertThat(out.toArray()).isEqualTo(Binary.ADD.of(x, y).toArray());
    Tensor overlapping = all.slice(1, 5, 8);
    float[] expected = Binary.ADD.of(overlapping, y).toArray();
    Binary.ADD.into(overlapping, y, out);
    assertThat(out.toArray()).isEqualTo(expected);
  }
}
