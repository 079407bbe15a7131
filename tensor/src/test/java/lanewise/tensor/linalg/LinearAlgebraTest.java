package lanewise.tensor.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import lanewise.tensor.Allocation;
import lanewise.tensor.RandomStream;
import lanewise.tensor.Shape;
import lanewise.tensor.ShapeException;
import lanewise.tensor.Slice;
import lanewise.tensor.Tensor;
import lanewise.tensor.Tensors;
import lanewise.tensor.Workers;
import lanewise.tensor.kernel.Chain;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Matrix products of all ranks and layouts, bit for bit against one chain an element. */
class LinearAlgebraTest {
  /** The product as NumPy defines it, element by element. */
  private static Tensor expected(Tensor a, Tensor b) {
    Tensor left = a.rank() == 1 ? a.unsqueeze(0) : a;
    Tensor right = b.rank() == 1 ? b.unsqueeze(1) : b;
    int batches = Math.max(left.rank(), right.rank()) - 2;
    int[] dims = new int[batches + 2];
    for (int axis = -batches; axis < 0; axis++) {
      int x = left.rank() < 2 - axis ? 1 : left.dim(axis - 2);
      int y = right.rank() < 2 - axis ? 1 : right.dim(axis - 2);
      dims[batches + axis] = x == 1 ? y : x;
    }
    int m = left.dim(-2);
    int n = right.dim(-1);
    int k = left.dim(-1);
    int stacks = Shape.of(with(dims, 1, 1)).size();
    left = left.broadcastTo(with(dims, m, k)).reshape(stacks, m, k);
    right = right.broadcastTo(with(dims, k, n)).reshape(stacks, k, n);
    int[] full = with(dims, m, n);
    float[] values = new float[Shape.of(full).size()];
    for (int at = 0; at < values.length && k > 0; at++) {
      int stack = at / (m * n);
      for (int p = 0; p < k; p++) {
        float x = left.get(stack, at / n % m, p);
        values[at] = Math.fma(x, right.get(stack, p, at % n), values[at]);
      }
    }
    Tensor product = Tensor.wrap(values, Shape.of(full));
    if (a.rank() == 1) {
      product = product.squeeze(b.rank() == 1 ? new int[] {-2, -1} : new int[] {-2});
    } else if (b.rank() == 1) {
      product = product.squeeze(-1);
    }
    return product;
  }

  private static int[] with(int[] dims, int rows, int columns) {
    int[] all = dims.clone();
    all[all.length - 2] = rows;
    all[all.length - 1] = columns;
    return all;
  }

  static void assertSame(Tensor actual, Tensor expected, String what) {
    assertThat(actual.shape()).as(what).isEqualTo(expected.shape());
    float[] values = actual.toArray();
    float[] wanted = expected.toArray();
    for (int i = 0; i < values.length; i++) {
      Chain.assertSame(values[i], wanted[i], "%s, element %d", what, i);
    }
  }

  static Tensor random(long seed, int... shape) {
    Shape sizes = Shape.of(shape);
    return Tensor.wrap(Chain.values(RandomStream.of(seed), sizes.size()), sizes);
  }

  /** The values of a tensor under another layout. */
  record View(String name, UnaryOperator<Tensor> apply) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static final View[] VIEWS = {
    new View("contiguous", t -> t),
    new View("transposed", t -> reversedAxes(t)),
    new View("every second", t -> everySecond(t, 2)),
    new View("flipped", t -> flippedStorage(t)),
    new View("inside a larger one", t -> everySecond(t, 1)),
  };

  private static Tensor reversedAxes(Tensor t) {
    return t.transpose().copy().transpose();
  }

  private static Tensor everySecond(Tensor t, int step) {
    int[] larger = Arrays.stream(t.shape().toArray()).map(dim -> dim * step + 3).toArray();
    Tensor view = Tensor.wrap(new float[Shape.of(larger).size()], Shape.of(larger));
    for (int axis = 0; axis < t.rank(); axis++) {
      view = view.slice(axis, Slice.of(2, 2 + t.dim(axis) * step, step));
    }
    view.copyFrom(t);
    return view;
  }

  private static Tensor flippedStorage(Tensor t) {
    return t.flip().copy().flip();
  }

  static Stream<Arguments> shapes() {
    int[][][] pairs = {
      {{3, 4}, {4, 2}},
      {{1, 4}, {4, 70}},
      {{1, 4}, {4, 1}},
      {{70, 4}, {4, 1}},
      {{17, 33}, {33, 65}},
      {{5}, {5}},
      {{5}, {5, 7}},
      {{7, 5}, {5}},
      {{0, 3}, {3, 2}},
      {{2, 0}, {0, 3}},
      {{3, 2}, {2, 0}},
      {{0}, {0}},
      {{0}, {0, 3}},
      {{2, 3, 4}, {2, 4, 5}},
      {{2, 3, 4}, {4, 5}},
      {{3, 4}, {2, 4, 5}},
      {{2, 1, 3, 4}, {5, 4, 2}},
      {{2, 3, 4}, {4}},
      {{4}, {2, 4, 5}},
      {{0, 3, 4}, {4, 5}},
      {{2, 3, 0}, {0, 5}},
      {{0, 1, 3, 4}, {5, 4, 2}},
      {{1, 1, 3, 4}, {1, 4, 2}},
      {{3, 1, 2, 3, 4}, {2, 1, 4, 3}},
    };
    return Stream.of(pairs).map(pair -> Arguments.of(pair[0], pair[1]));
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void everyLayoutOfOperandsAndResult(int[] left, int[] right) {
    Tensor a = random(1, left);
    Tensor b = random(2, right);
    Tensor expected = expected(a, b);
    for (View x : VIEWS) {
      for (View y : VIEWS) {
        String what = a.shape() + " " + x + " x " + b.shape() + " " + y;
        Tensor u = x.apply.apply(a);
        Tensor v = y.apply.apply(b);
        assertSame(LinearAlgebra.matmul(u, v), expected, what);
        for (View z : VIEWS) {
          Tensor out = z.apply.apply(random(3, expected.shape().toArray()));
          out.fill(Float.NaN);
          float[] storage = out.storage();
          float[] before = storage.clone();
          LinearAlgebra.matmulInto(u, v, out);
          assertSame(out, expected, what + " into " + z);
          out.fill(Float.NaN);
          // Beside the result nothing has been written.
          assertThat(storage).as(what + " into " + z).isEqualTo(before);
        }
      }
    }
  }

  /** Of results that are as wide as a panel or a vector of some machine. */
  @ParameterizedTest
  @ValueSource(ints = {4, 8, 16, 32, 64, 128})
  void theColumnsBesideASliceStayAsTheyAre(int width) {
    for (int m = 2; m < 10; m++) {
      for (int n = 1; n < width; n += 1 + n / 4) {
        Tensor a = random(1, m, 5);
        Tensor b = random(2, 5, n + 1).slice(1, 0, n);
        for (int from : new int[] {0, (width - n) / 2, width - n}) {
          Tensor whole = Tensors.full(7, m, width);
          LinearAlgebra.matmulInto(a, b, whole.slice(1, from, from + n));
          Tensor wanted = Tensors.full(7, m, width);
          wanted.slice(1, from, from + n).copyFrom(expected(a, b));
          assertSame(whole, wanted, a.shape() + " x " + b.shape() + " into columns from " + from);
        }
      }
    }
  }

  @Test
  void broadcastOperandsAreReadInPlace() {
    Tensor row = random(4, 1, 6).broadcastTo(5, 6);
    Tensor column = random(5, 6, 1).broadcastTo(6, 70);
    assertSame(LinearAlgebra.matmul(row, column), expected(row, column), "broadcast matrices");
    Tensor vector = random(6, 1).broadcastTo(6);
    assertSame(LinearAlgebra.matmul(row, vector), expected(row, vector), "broadcast vector");
  }

  @Test
  void severalThreadsGiveTheSameBits() {
    Tensor a = random(1, 7, 67, 131);
    Tensor b = random(2, 7, 131, 71);
    Tensor c = random(3, 200, 300);
    Tensor d = random(4, 300, 190);
    Tensor v = random(5, 300);
    Tensor wide = random(6, 300, 1700);
    try (Workers two = Workers.of(2);
        Workers five = Workers.of(5)) {
      for (Workers workers : new Workers[] {two, five}) {
        for (Tensor[] pair :
            new Tensor[][] {{a, b}, {a, b.select(0, 3)}, {c, d}, {c, v}, {v, wide}}) {
          Tensor alone = LinearAlgebra.matmul(pair[0], pair[1]);
          assertSame(
              LinearAlgebra.matmul(workers, pair[0], pair[1]),
              alone,
              "with " + workers.parallelism());
          Tensor out = Tensor.zeros(alone.shape());
          LinearAlgebra.matmulInto(workers, pair[0], pair[1], out);
          assertSame(out, alone, "into with " + workers.parallelism());
        }
      }
    }
  }

  @Test
  void aRowHasTheSameBitsAloneAndInABatch() {
    Tensor batch = random(1, 64, 784);
    Tensor weights = random(2, 784, 130);
    Tensor all = LinearAlgebra.matmul(batch, weights);
    Tensor transposed = random(2, 784, 130).transpose().copy().transpose();
    for (int i = 0; i < 64; i += 9) {
      assertSame(LinearAlgebra.matmul(batch.select(0, i), weights), all.select(0, i), "row " + i);
      assertSame(
          LinearAlgebra.matmul(batch.select(0, i), transposed), all.select(0, i), "row " + i);
    }
  }

  @Test
  void infinitiesAndNaNFollowTheArithmetic() {
    Tensor a = random(1, 9, 5);
    Tensor b = random(2, 5, 70);
    Chain.sprinkle(RandomStream.of(3), a.storage());
    Chain.sprinkle(RandomStream.of(4), b.storage());
    assertSame(LinearAlgebra.matmul(a, b), expected(a, b), "special values");
  }

  @Test
  void dotAndOuter() {
    Tensor a = Tensor.of(Shape.of(3), 1, 2, 3);
    Tensor b = Tensor.of(Shape.of(3), 4, 5, 6);
    assertThat(LinearAlgebra.dot(a, b)).isEqualTo(32);
    assertThat(LinearAlgebra.dot(a.flip(), b)).isEqualTo(28);
    assertThat(LinearAlgebra.dot(Tensor.zeros(0), Tensor.zeros(0))).isZero();
    assertThat(LinearAlgebra.outer(a.flip(), b).toArray())
        .containsExactly(12, 15, 18, 8, 10, 12, 4, 5, 6);
    Tensor matrix = Tensor.of(Shape.of(2, 2), 1, 2, 3, -0f);
    Tensor outer = LinearAlgebra.outer(matrix.transpose(), Tensor.of(Shape.SCALAR, 2));
    assertThat(outer.shape()).isEqualTo(Shape.of(4, 1));
    assertThat(outer.toArray()).containsExactly(2, 6, 4, -0f);
    assertThat(LinearAlgebra.outer(Tensor.zeros(0), b).shape()).isEqualTo(Shape.of(0, 3));
  }

  @Test
  void saysWhatDoesNotFit() {
    refused(
        "matmul: [64, 784] x [10, 128]: inner dimensions 784 and 10 differ",
        () -> LinearAlgebra.matmul(Tensor.zeros(64, 784), Tensor.zeros(10, 128)));
    refused(
        "matmul: [4] x [3]: inner dimensions 4 and 3 differ",
        () -> LinearAlgebra.matmul(Tensor.zeros(4), Tensor.zeros(3)));
    refused(
        "matmul: [2, 3] x [2]: inner dimensions 3 and 2 differ",
        () -> LinearAlgebra.matmul(Tensor.zeros(2, 3), Tensor.zeros(2)));
    refused(
        "matmul: [2, 3, 4] x [3, 4, 5]: batch dimensions 2 and 3 do not broadcast",
        () -> LinearAlgebra.matmul(Tensor.zeros(2, 3, 4), Tensor.zeros(3, 4, 5)));
    refused(
        "matmul: [] x [3]: a scalar has no matrix product; multiply elementwise",
        () -> LinearAlgebra.matmul(Tensor.zeros(), Tensor.zeros(3)));
    Tensor a = Tensor.zeros(2, 3);
    Tensor b = Tensor.zeros(3, 4);
    refused(
        "matmul: [2, 3] x [3, 4]: the result is [2, 4], out is [4, 2]",
        () -> LinearAlgebra.matmulInto(a, b, Tensor.zeros(4, 2)));
    refused(
        "matmul: [2, 3] x [3, 4]: the result is [2, 4], out is [1, 2, 4]",
        () -> LinearAlgebra.matmulInto(a, b, Tensor.zeros(1, 2, 4)));
    refused(
        "matmul: [2, 3] x [3, 4]: out is a broadcast view, whose elements share places",
        () -> LinearAlgebra.matmulInto(a, b, Tensor.zeros(1, 4).broadcastTo(2, 4)));
    Tensor square = Tensor.zeros(3, 3);
    refused(
        "matmul: [3, 3] x [3, 4]: out shares memory with a factor",
        () -> LinearAlgebra.matmulInto(square, b, b));
    refused(
        "dot: [2, 3] x [3]: takes two vectors; matmul takes matrices",
        () -> LinearAlgebra.dot(a, Tensor.zeros(3)));
    refused(
        "dot: [2] x [3]: lengths 2 and 3 differ",
        () -> LinearAlgebra.dot(Tensor.zeros(2), Tensor.zeros(3)));
  }

  static void refused(String message, ThrowingCallable call) {
    assertThatThrownBy(call).isInstanceOf(ShapeException.class).hasMessage(message);
  }

  @Test
  void intoAllocatesNothing() {
    Tensor a = random(1, 67, 83);
    Tensor b = random(2, 83, 77);
    Tensor aTransposed = reversedAxes(a);
    Tensor bTransposed = reversedAxes(b);
    Tensor row = random(3, 83);
    Tensor out = Tensor.zeros(67, 77);
    Tensor outTransposed = Tensor.zeros(77, 67).transpose();
    Tensor outRow = Tensor.zeros(77);
    try (Workers two = Workers.of(2)) {
      Allocation.assertNoneInSteadyState(
          () -> {
            LinearAlgebra.matmulInto(a, b, out);
            LinearAlgebra.matmulInto(two, aTransposed, bTransposed, out);
            LinearAlgebra.matmulInto(aTransposed, b, outTransposed);
            LinearAlgebra.matmulInto(two, row, b, outRow);
            LinearAlgebra.matmulInto(row, bTransposed, outRow);
          });
    }
  }

  @Test
  void columnsOfOneStorageAreMultiplied() {
    Tensor all = Tensors.arange(4 * 12).reshape(4, 12);
    Tensor a = all.slice(1, 0, 4);
    Tensor b = all.slice(1, 4, 8);
    Tensor out = all.slice(1, 8, 12);
    LinearAlgebra.matmulInto(a, b, out);
    assertThat(out.toArray()).isEqualTo(LinearAlgebra.matmul(a, b).toArray());
    Tensor shifted = all.slice(1, 7, 11);
    refused(
        "matmul: [4, 4] x [4, 4]: out shares memory with a factor",
        () -> LinearAlgebra.matmulInto(a, b, shifted));
  }
}
