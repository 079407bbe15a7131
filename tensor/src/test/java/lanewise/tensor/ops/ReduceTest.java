package lanewise.tensor.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.data.Offset.offset;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import lanewise.tensor.Allocation;
import lanewise.tensor.Shape;
import lanewise.tensor.ShapeException;
import lanewise.tensor.Slice;
import lanewise.tensor.Tensor;
import lanewise.tensor.Tensors;
import lanewise.tensor.kernel.Grid;
import lanewise.tensor.kernel.reduce.ReduceOp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Reductions, softmax and running sums against plain double-precision loops. */
class ReduceTest {
  private static Tensor random(int... shape) {
    SplittableRandom random = new SplittableRandom(3);
    Tensor tensor = Tensor.zeros(shape);
    for (int i = 0; i < tensor.size(); i++) {
      tensor.storage()[i] = (float) random.nextGaussian() + 0.5f;
    }
    return tensor;
  }

  /** Outer, axis and inner sizes. */
  static Stream<int[]> blocks() {
    return Stream.of(
        new int[] {1, 1, 1},
        new int[] {3, 5, 1},
        new int[] {2, 63, 1},
        new int[] {2, 64, 1},
        new int[] {2, 65, 1},
        new int[] {3, 1009, 1},
        new int[] {1, 1024, 1},
        new int[] {1, 5000, 1},
        new int[] {1, 5, 7},
        new int[] {2, 33, 16},
        new int[] {3, 17, 61},
        new int[] {1, 40, 1025},
        new int[] {2, 1, 9},
        new int[] {1, 1000, 2});
  }

  private static float at(Tensor result, int o, int j) {
    return result.rank() == 0 ? result.get() : result.get(o, j);
  }

  @ParameterizedTest
  @MethodSource("blocks")
  void everyReduction(int[] sizes) {
    Tensor dense = random(sizes);
    Tensor strided =
        random(sizes[2], sizes[0], 2 * sizes[1]).permute(1, 2, 0).slice(1, Slice.every(2));
    strided.copyFrom(dense);
    for (Tensor x : new Tensor[] {dense, strided}) {
      Tensor sum = Reduce.SUM.of(x, 1);
      Tensor mean = Reduce.MEAN.of(x, 1);
      Tensor var = Reduce.VAR.of(x, 1);
      Tensor sampleStd = Reduce.std(1).of(x, 1);
      Tensor min = Reduce.MIN.of(x, 1);
      Tensor max = Reduce.MAX.of(x, -2);
      Tensor argMin = Reduce.ARG_MIN.of(x, 1);
      Tensor argMax = Reduce.ARG_MAX.of(x, 1);
      Tensor norm1 = Reduce.NORM_1.of(x, 1);
      Tensor norm2 = Reduce.NORM_2.of(x, 1);
      Tensor normInf = Reduce.NORM_INF.of(x, 1);
      Tensor logSumExp = Reduce.LOG_SUM_EXP.of(x, 1);
      Tensor softmax = AxisFunction.SOFTMAX.of(x, 1);
      Tensor logSoftmax = AxisFunction.LOG_SOFTMAX.of(x, 1);
      Tensor cumSum = AxisFunction.CUM_SUM.of(x, 1);
      for (int o = 0; o < sizes[0]; o++) {
        for (int j = 0; j < sizes[2]; j++) {
          int n = sizes[1];
          double s = 0;
          double magnitude = 0;
          double squares = 0;
          double exponentials = 0;
          int least = 0;
          int most = 0;
          for (int r = 0; r < n; r++) {
            float v = x.get(o, r, j);
            s += v;
            magnitude += Math.abs(v);
            squares += (double) v * v;
            exponentials += Math.exp(v);
            least = v < x.get(o, least, j) ? r : least;
            most = v > x.get(o, most, j) ? r : most;
            assertClose(cumSum.get(o, r, j), s, 1e-7 * magnitude);
          }
          double distances = 0;
          for (int r = 0; r < n; r++) {
            distances += Math.pow(x.get(o, r, j) - s / n, 2);
          }
          double bound = 4e-7 * magnitude;
          assertThat((double) at(sum, o, j)).isCloseTo(s, offset(bound));
          assertThat((double) at(mean, o, j)).isCloseTo(s / n, offset(bound / n));
          assertThat((double) at(var, o, j)).isCloseTo(distances / n, offset(1e-6));
          if (n > 1) {
            double std = Math.sqrt(distances / (n - 1));
            assertThat((double) at(sampleStd, o, j)).isCloseTo(std, offset(1e-6));
          } else {
            assertThat(at(sampleStd, o, j)).isNaN();
          }
          assertThat(at(min, o, j)).isEqualTo(x.get(o, least, j));
          assertThat(at(max, o, j)).isEqualTo(x.get(o, most, j));
          assertThat(at(argMin, o, j)).isEqualTo(least);
          assertThat(at(argMax, o, j)).isEqualTo(most);
          assertThat((double) at(norm1, o, j)).isCloseTo(magnitude, offset(bound));
          assertThat((double) at(norm2, o, j))
              .isCloseTo(Math.sqrt(squares), offset(1e-6 * Math.sqrt(squares)));
          assertThat(at(normInf, o, j))
              .isEqualTo(Math.max(Math.abs(x.get(o, least, j)), Math.abs(x.get(o, most, j))));
          double log = Math.log(exponentials);
          assertThat((double) at(logSumExp, o, j)).isCloseTo(log, offset(1e-6));
          for (int r = 0; r < n; r++) {
            double p = Math.exp(x.get(o, r, j) - log);
            assertClose(softmax.get(o, r, j), p, 5e-7 * p);
            assertClose(logSoftmax.get(o, r, j), x.get(o, r, j) - log, 2e-6);
          }
        }
      }
    }
  }

  /** The assertion of AssertJ where it would fail: it takes a second for so many elements. */
  private static void assertClose(double actual, double expected, double bound) {
    if (!(Math.abs(actual - expected) <= bound)) {
      assertThat(actual).isCloseTo(expected, offset(bound));
    }
  }

  /** Shapes whose views need every way of reading, and several tiles of each. */
  static Stream<int[]> shapesOfViews() {
    return Stream.concat(
        blocks(),
        Stream.of(
            new int[] {2, 130, 70},
            new int[] {150, 3, 130},
            new int[] {1100, 1, 70},
            new int[] {3, 1100, 20},
            new int[] {1, 17000, 2},
            new int[] {35, 90, 33},
            new int[] {20, 900, 1},
            new int[] {4, 0, 5}));
  }

  private static final int[][] ORDERS = {
    {0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}
  };

  /**
   * Above so many elements one operation of each way of accumulating, or one function, is tried in
   * turn, on fewer views: the views are more than these, so every one meets every choice of axes.
   */
  private static final int LARGE = 10_000;

  private static final List<ReduceOp> ONE_OF_EACH_WAY =
      List.of(ReduceOp.SUM, ReduceOp.VAR, ReduceOp.MAX, ReduceOp.ARG_MIN, ReduceOp.LOG_SUM_EXP);

  private static final int[][] AXES = {{0}, {1}, {2}, {0, 1}, {0, 2}, {1, 2}, {}};

  /** Tensors of one shape whose elements lie in another order, with gaps, backwards, repeated. */
  private static List<Tensor> views(int... sizes) {
    List<Tensor> views = new ArrayList<>();
    for (int[] order : ORDERS) {
      int[] dims = new int[3];
      int[] back = new int[3];
      for (int i = 0; i < 3; i++) {
        dims[i] = sizes[order[i]];
        back[order[i]] = i;
      }
      views.add(random(dims).permute(back));
      if (order[0] != 1 && sizes[0] * sizes[1] * sizes[2] > LARGE) {
        continue;
      }
      int[] wide = {dims[0] + 1, dims[1], 2 * dims[2]};
      views.add(random(wide).slice(0, 1, dims[0] + 1).slice(2, Slice.every(2)).permute(back));
    }
    views.add(random(sizes).flip(1));
    views.add(random(sizes[0], 1, sizes[2]).broadcastTo(sizes));
    views.add(random(sizes[1], 1).broadcastTo(sizes));
    return views;
  }

  @ParameterizedTest
  @MethodSource("shapesOfViews")
  void aViewGivesTheBitsOfItsCopy(int[] sizes) {
    int turn = 0;
    for (Tensor x : views(sizes)) {
      Tensor copy = x.copy();
      turn++;
      for (int[] axes : AXES) {
        turn++;
        ReduceOp next = ONE_OF_EACH_WAY.get(turn % ONE_OF_EACH_WAY.size());
        boolean all = Grid.FULL || x.size() <= LARGE;
        List<ReduceOp> tried = all ? List.of(ReduceOp.values()) : List.of(next);
        for (ReduceOp op : tried) {
          if (isOfNone(op, copy, axes)) {
            continue;
          }
          Tensor expected = ReductionLoop.reduce(op, 1, copy, false, axes);
          Tensor actual = ReductionLoop.reduce(op, 1, x, false, axes);
          assertSameBits(actual, expected.toArray(), op, x);
          Tensor out = reversed(expected.shape());
          ReductionLoop.reduceInto(op, 1, x, out, axes);
          assertSameBits(out, expected.toArray(), op, x);
        }
      }
    }
  }

  /** Compares all elements at once: AssertJ takes a second for the largest of these arrays. */
  private static void assertSameBits(Tensor actual, float[] expected, Object op, Tensor x) {
    assertThat(Arrays.mismatch(actual.toArray(), expected))
        .as("first different element of %s of %s", op, x.shape())
        .isEqualTo(-1);
  }

  private static boolean isOfNone(ReduceOp op, Tensor x, int[] axes) {
    boolean chooses =
        switch (op) {
          case MIN, MAX, ARG_MIN, ARG_MAX -> true;
          default -> false;
        };
    return chooses && x.size() == 0 && Reduce.SUM.of(x, axes).size() > 0;
  }

  /** A tensor of this shape that is neither contiguous nor dense. */
  private static Tensor reversed(Shape shape) {
    int[] dims = new int[shape.rank() + 1];
    for (int i = 0; i < shape.rank(); i++) {
      dims[i] = shape.dim(shape.rank() - 1 - i);
    }
    dims[shape.rank()] = 2;
    return Tensor.zeros(dims).select(-1, 1).transpose();
  }

  @ParameterizedTest
  @MethodSource("shapesOfViews")
  void aFunctionAlongAnAxisOfAViewGivesTheBitsOfItsCopy(int[] sizes) {
    AxisFunction[] functions = AxisFunction.values();
    int turn = 0;
    for (Tensor x : views(sizes)) {
      Tensor copy = x.copy();
      turn++;
      for (int axis = 0; axis < 3; axis++) {
        AxisFunction next = functions[(turn + axis) % functions.length];
        boolean all = Grid.FULL || x.size() <= LARGE;
        for (AxisFunction op : all ? List.of(functions) : List.of(next)) {
          float[] expected = op.of(copy, axis).toArray();
          assertSameBits(op.of(x, axis), expected, op, x);
          Tensor out = reversed(x.shape());
          op.into(x, out, axis);
          assertSameBits(out, expected, op, x);
          out.copyFrom(x);
          op.inPlace(out, axis);
          assertSameBits(out, expected, op, x);
        }
      }
    }
  }

  @Test
  void anOperandThatOverlapsTheResultIsReadFirst() {
    Tensor all = random(9, 5);
    float[] sums = Reduce.SUM.of(all, 0).toArray();
    Reduce.SUM.into(all, all.select(0, 3), 0);
    assertThat(all.select(0, 3).toArray()).isEqualTo(sums);
    Tensor rows = random(9, 5);
    float[] expected = AxisFunction.SOFTMAX.of(rows.slice(0, 0, 8), 1).toArray();
    AxisFunction.SOFTMAX.into(rows.slice(0, 0, 8), rows.slice(0, 1, 9), 1);
    assertThat(rows.slice(0, 1, 9).toArray()).isEqualTo(expected);
  }

  @Test
  void intoGivesTheSameAsANewTensor() {
    Tensor x = random(5, 6, 7);
    for (int axis = 0; axis < 3; axis++) {
      Tensor expected = Reduce.STD.of(x, axis);
      Tensor kept = Tensor.zeros(Reduce.STD.keeping(x, axis).shape());
      Reduce.STD.into(x, kept, axis);
      assertThat(kept.toArray()).isEqualTo(expected.toArray());
      Tensor dropped = Tensor.zeros(expected.shape());
      Reduce.STD.into(x, dropped, axis);
      assertThat(dropped.toArray()).isEqualTo(expected.toArray());
    }
    Tensor scalar = Tensor.zeros();
    Reduce.SUM.into(x, scalar);
    assertThat(scalar.get()).isEqualTo(Reduce.SUM.of(x).get());
    Tensor two = Tensor.zeros(6);
    Reduce.MAX.into(x, two, 0, 2);
    assertThat(two.toArray()).isEqualTo(Reduce.MAX.of(x, 0, 2).toArray());
    assertThatExceptionOfType(ShapeException.class)
        .isThrownBy(() -> Reduce.SUM.into(x, Tensor.zeros(6, 5), 0))
        .withMessage("sum: [5, 6, 7]: the result [6, 7] does not fit into [6, 5]");
    assertThatExceptionOfType(ShapeException.class)
        .isThrownBy(() -> Reduce.SUM.of(x, 1, 1))
        .withMessage("sum: [5, 6, 7]: axis 1 is named twice");
  }

  @Test
  void correctionsAndNormsInto() {
    Tensor x = random(5, 6);
    float[] var = Reduce.var(1).of(x, 0).toArray();
    float[] std = Reduce.std(1).of(x, 0).toArray();
    assertThat(Reduce.var(1).of(x, 0).toArray()).isEqualTo(var);
    assertThat(Reduce.std(1).of(x, 0).toArray()).isEqualTo(std);
    Tensor out = Tensor.zeros(6);
    Reduce.var(1).into(x, out, 0);
    assertThat(out.toArray()).isEqualTo(var);
    Reduce.std(1).into(x, out, 0);
    assertThat(out.toArray()).isEqualTo(std);
    Reduce.NORM_1.into(x, out, 0);
    assertThat(out.toArray()).isEqualTo(Reduce.NORM_1.of(x, 0).toArray());
  }

  @Test
  void theFirstOfEqualsAndOfNaNsIsFound() {
    float nan = Float.NaN;
    Tensor x = Tensors.of(new float[][] {{-0f, 1, nan}, {0, 3, 2}, {0, 3, nan}, {-1, nan, 9}});
    assertThat(Reduce.ARG_MAX.of(x, 0).toArray()).containsExactly(0, 3, 0);
    assertThat(Reduce.ARG_MIN.of(x, 0).toArray()).containsExactly(3, 3, 0);
    Tensor turned = x.transpose().copy();
    assertThat(Reduce.ARG_MAX.of(turned, 1).toArray()).containsExactly(0, 3, 0);
    assertThat(Reduce.ARG_MAX.of(turned.transpose(), 0).toArray()).containsExactly(0, 3, 0);
  }

  @Test
  void inPlaceOnViewsAndContiguousTensors() {
    Tensor x = random(4, 9);
    Tensor expected = AxisFunction.SOFTMAX.of(x, 0);
    Tensor view = x.copy().transpose().copy().transpose();
    AxisFunction.SOFTMAX.inPlace(view, 0);
    assertThat(view.toArray()).isEqualTo(expected.toArray());
    AxisFunction.SOFTMAX.inPlace(x, 0);
    assertThat(x.toArray()).isEqualTo(expected.toArray());
  }

  @Test
  void nanAndInfinityFollowNumPyAndPyTorch() {
    float inf = Float.POSITIVE_INFINITY;
    Tensor nan = Tensor.of(Shape.of(5), 1, Float.NaN, 3, Float.NaN, inf);
    assertThat(Reduce.MAX.of(nan).get()).isNaN();
    assertThat(Reduce.MIN.of(nan).get()).isNaN();
    assertThat(Reduce.ARG_MAX.of(nan).get()).isEqualTo(1);
    assertThat(Reduce.ARG_MIN.of(nan).get()).isEqualTo(1);
    Tensor column = nan.reshape(5, 1).broadcastTo(5, 3);
    assertThat(Reduce.ARG_MAX.of(column, 0).toArray()).containsExactly(1, 1, 1);
    assertThat(Reduce.ARG_MIN.of(column, 0).toArray()).containsExactly(1, 1, 1);
    assertThat(Reduce.ANY.of(Tensor.of(Shape.of(2), 0, Float.NaN)).get()).isEqualTo(1);
    assertThat(Reduce.ALL.of(Tensor.of(Shape.of(2), -0f, 1)).get()).isEqualTo(0);

    Tensor none = Tensor.of(Shape.of(2), -inf, -inf);
    assertThat(AxisFunction.SOFTMAX.of(none, 0).get(0)).isNaN();
    assertThat(AxisFunction.LOG_SOFTMAX.of(none, 0).get(0)).isNaN();
    assertThat(Reduce.LOG_SUM_EXP.of(none).get()).isEqualTo(-inf);
    Tensor one = Tensor.of(Shape.of(2), inf, 0);
    assertThat(AxisFunction.SOFTMAX.of(one, 0).get(0)).isNaN();
    assertThat(Reduce.LOG_SUM_EXP.of(one).get()).isEqualTo(inf);
    Tensor masked = Tensor.of(Shape.of(2), -inf, 5);
    assertThat(AxisFunction.SOFTMAX.of(masked, 0).toArray()).containsExactly(0, 1);
    assertThat(AxisFunction.SOFTMAX.of(masked.reshape(2, 1).broadcastTo(2, 2), 0).toArray())
        .containsExactly(0, 0, 1, 1);
  }

  @Test
  void normsDoNotOverflow() {
    Tensor huge = Tensor.of(Shape.of(2), 3e30f, 4e30f);
    assertThat(Reduce.NORM_2.of(huge).get()).isEqualTo(5e30f);
    Tensor tiny = Tensor.of(Shape.of(2), 3e-30f, 4e-30f);
    assertThat(Reduce.NORM_2.of(tiny).get()).isEqualTo(5e-30f);
  }

  @Test
  void emptyReductions() {
    Tensor x = Tensor.zeros(0, 3);
    assertThat(Reduce.SUM.of(x, 0).toArray()).containsExactly(0, 0, 0);
    assertThat(Reduce.PROD.of(x, 0).toArray()).containsExactly(1, 1, 1);
    assertThat(Reduce.MEAN.of(x, 0).toArray()).containsOnly(Float.NaN);
    assertThat(Reduce.VAR.of(x, 0).toArray()).containsOnly(Float.NaN);
    assertThat(Reduce.ALL.of(x, 0).toArray()).containsExactly(1, 1, 1);
    assertThat(Reduce.MAX.of(x, 1).size()).isZero();
    assertThat(AxisFunction.SOFTMAX.of(x, 0).size()).isZero();
    assertThatExceptionOfType(ShapeException.class)
        .isThrownBy(() -> Reduce.ARG_MAX.of(x, 0))
        .withMessage("argMax: [0, 3]: there are no elements to choose from");
  }

  @Test
  void nothingToChooseFromThoughNoResultIsAskedFor() {
    assertThatExceptionOfType(ShapeException.class)
        .isThrownBy(() -> Reduce.MAX.of(Tensor.zeros(0, 0), 0))
        .withMessage("max: [0, 0]: there are no elements to choose from");
    assertThat(Reduce.MAX.of(Tensor.zeros(3, 0), 0).shape()).isEqualTo(Shape.of(0));
  }

  @Test
  void argMaxIntoAllocatesNothing() {
    Tensor x = random(5, 40);
    Tensor out = Tensor.zeros(5);
    int[] axes = {1};
    Allocation.assertNoneInSteadyState(() -> Reduce.ARG_MAX.into(x, out, axes));
    assertThat(out.toArray()).isEqualTo(Reduce.ARG_MAX.of(x, 1).toArray());
  }

  /**
   * Far from 0, rising, with an outlier at the start: what parts and their shifts must not lose.
   */
  @Test
  void varianceOfManyPartsInAnyLayout() {
    int n = 10_007;
    int columns = 20;
    Tensor dense = Tensor.zeros(n, columns);
    SplittableRandom random = new SplittableRandom(8);
    for (int i = 0; i < dense.size(); i++) {
      float trend = i / columns * (i % columns) * 0.001f;
      dense.storage()[i] = 100 * (i % columns) + trend + (float) random.nextGaussian();
    }
    dense.set(-30_000, 0, 3);
    Tensor turned = Tensor.zeros(columns, n).transpose();
    turned.copyFrom(dense);
    Tensor steps = Tensor.zeros(n, 2 * columns).slice(1, Slice.every(2));
    steps.copyFrom(dense);
    float[] down = Reduce.VAR.of(dense, 0).toArray();
    for (int j = 0; j < columns; j++) {
      assertVariance(dense.slice(Slice.all(), Slice.of(j, j + 1)), down[j]);
    }
    Tensor lines = turned.transpose().copy();
    float[] along = Reduce.VAR.of(lines, 1).toArray();
    for (int j = 0; j < columns; j++) {
      assertVariance(lines.slice(Slice.of(j, j + 1)), along[j]);
    }
    float all = Reduce.VAR.of(dense).get();
    assertVariance(dense, all);
    for (Tensor view : new Tensor[] {turned, steps}) {
      assertThat(Reduce.VAR.of(view, 0).toArray()).isEqualTo(down);
      assertThat(Reduce.VAR.of(view.transpose(), 1).toArray()).isEqualTo(along);
      assertThat(Reduce.VAR.of(view).get()).isEqualTo(all);
      assertThat(Reduce.NORM_2.of(view, 0).toArray())
          .isEqualTo(Reduce.NORM_2.of(dense, 0).toArray());
    }
    assertThat(Reduce.VAR.of(Tensors.full(0.1f, n, columns)).get()).isZero();
  }

  private static void assertVariance(Tensor x, float actual) {
    double mean = 0;
    for (float v : x.toArray()) {
      mean += v;
    }
    mean /= x.size();
    double squares = 0;
    for (float v : x.toArray()) {
      squares += (v - mean) * (v - mean);
    }
    double expected = squares / x.size();
    assertThat((double) actual).isCloseTo(expected, offset(2e-6 * expected));
  }

  @Test
  void normOfColumnsWhoseSquaresLeaveTheRangeOfFloats() {
    Tensor x = Tensor.zeros(3, 2);
    x.set(3e30f, 0, 0);
    x.set(4e30f, 2, 0);
    x.set(3, 1, 1);
    x.set(4, 2, 1);
    assertThat(Reduce.NORM_2.of(x, 0).toArray()).containsExactly(5e30f, 5);
    x.set(3e-30f, 0, 0);
    x.set(4e-30f, 2, 0);
    assertThat(Reduce.NORM_2.of(x, 0).toArray()).containsExactly(5e-30f, 5);
  }

  @Test
  void positionsInLongRows() {
    Tensor x = random(20_000);
    x.set(50, 9_000);
    x.set(50, 17_000);
    x.set(-50, 4_096);
    x.set(-50, 12_000);
    assertThat(Reduce.ARG_MAX.of(x).get()).isEqualTo(9_000);
    assertThat(Reduce.ARG_MIN.of(x).get()).isEqualTo(4_096);
    x.set(Float.NaN, 15_000);
    x.set(-Float.NaN, 14_999);
    assertThat(Reduce.ARG_MAX.of(x).get()).isEqualTo(14_999);
    assertThat(Reduce.ARG_MIN.of(x).get()).isEqualTo(14_999);
    assertThat(Reduce.MAX.of(x).get()).isNaN();
    Tensor zeros = Tensor.zeros(9_000);
    zeros.set(-0f, 10);
    assertThat(Reduce.ARG_MIN.of(zeros).get()).isZero();
    assertThat(1 / Reduce.MIN.of(zeros).get()).isEqualTo(Float.NEGATIVE_INFINITY);
    assertThat(1 / Reduce.MAX.of(zeros).get()).isEqualTo(Float.POSITIVE_INFINITY);
  }
}
