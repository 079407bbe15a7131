package lanewise.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Views, views of views and writing through them, against plain index arithmetic. */
class ViewTest {
  private static final int[] SIZES = {0, 1, 1, 2, 3, 5, 7, 13};
  private static final int CHAINS = 400;

  static IntStream chainsOfViews() {
    return IntStream.range(0, CHAINS);
  }

  @ParameterizedTest
  @MethodSource
  void chainsOfViews(int seed) {
    RandomStream random = RandomStream.of(seed);
    int[] dims = new int[random.nextInt(5)];
    Arrays.setAll(dims, i -> SIZES[random.nextInt(SIZES.length)]);
    IndexOracle expected = IndexOracle.of(dims);
    Tensor base = Tensors.arange(expected.cells().length).reshape(dims);
    Tensor view = base;
    for (int i = 0; i < 4; i++) {
      int kind = random.nextInt(8);
      long before = random.position();
      view = step(view, kind, random);
      RandomStream again = RandomStream.resume(random.key(), before);
      expected = step(expected, kind, again);
      assertThat(view.shape().toArray()).isEqualTo(expected.dims());
      assertThat(view.toArray()).isEqualTo(floats(expected.cells()));
    }
    checkReading(view, expected);
    checkWriting(base, view, expected, random);
  }

  private static float[] floats(int[] cells) {
    float[] values = new float[cells.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = cells[i];
    }
    return values;
  }

  private static void checkReading(Tensor view, IndexOracle expected) {
    for (int i = 0; i < expected.cells().length; i++) {
      assertThat(view.get(IndexOracle.index(expected.dims(), i))).isEqualTo(expected.cells()[i]);
    }
    assertThat(view.copy().isContiguous()).isTrue();
    assertThat(view.contiguous().toArray()).isEqualTo(view.toArray());
    assertThat(view.flatten().toArray()).isEqualTo(view.toArray());
  }

  /** Writes through the view and looks at every element of the base. */
  private static void checkWriting(
      Tensor base, Tensor view, IndexOracle expected, RandomStream random) {
    boolean unique = Arrays.stream(expected.cells()).distinct().count() == expected.cells().length;
    if (!unique || !sameStorage(base, view)) {
      return;
    }
    float[] all = base.toArray();
    Tensor values = Tensors.uniform(random, -9, -1, expected.dims());
    for (int i = 0; i < expected.cells().length; i++) {
      all[expected.cells()[i]] = values.toArray()[i];
    }
    view.copyFrom(values);
    assertThat(base.toArray()).isEqualTo(all);
    view.fill(-77);
    for (int cell : expected.cells()) {
      all[cell] = -77;
    }
    assertThat(base.toArray()).isEqualTo(all);
  }

  @SuppressWarnings("ReferenceEquality") // whether it is a view
  private static boolean sameStorage(Tensor base, Tensor view) {
    return base.storage() == view.storage();
  }

  private static Tensor step(Tensor x, int kind, RandomStream random) {
    int rank = x.rank();
    return switch (kind) {
      case 0 -> x.permute(random.permutation(rank));
      case 1 -> {
        Slice slice = randomSlice(random);
        yield rank == 0 ? x : x.slice(-1 - random.nextInt(rank), slice);
      }
      case 2 -> {
        int axis = random.nextInt(Math.max(1, rank));
        yield rank == 0 || x.dim(axis) == 0 ? x : x.select(axis, -1 - random.nextInt(x.dim(axis)));
      }
      case 3 -> x.unsqueeze(random.nextInt(rank + 1));
      case 4 -> {
        int above = random.nextInt(7) - 3;
        yield rank < 2 ? x : x.diagonal(above, 1, 0);
      }
      case 5 -> x.broadcastTo(broadcastDims(x.shape().toArray(), random));
      case 6 -> x.reshape(merged(x.shape().toArray()));
      default -> x.flip().transpose();
    };
  }

  private static IndexOracle step(IndexOracle x, int kind, RandomStream random) {
    int rank = x.dims().length;
    return switch (kind) {
      case 0 -> x.permute(random.permutation(rank));
      case 1 -> {
        Slice slice = randomSlice(random);
        yield rank == 0 ? x : slice(x, rank - 1 - random.nextInt(rank), slice);
      }
      case 2 -> {
        int axis = random.nextInt(Math.max(1, rank));
        yield rank == 0 || x.dims()[axis] == 0
            ? x
            : x.select(axis, x.dims()[axis] - 1 - random.nextInt(x.dims()[axis]));
      }
      case 3 -> x.unsqueeze(random.nextInt(rank + 1));
      case 4 -> {
        int above = random.nextInt(7) - 3;
        yield rank < 2 ? x : x.diagonal(above, 1, 0);
      }
      case 5 -> x.broadcastTo(broadcastDims(x.dims(), random));
      case 6 -> x.reshape(merged(x.dims()));
      default -> {
        IndexOracle flipped = x;
        for (int axis = 0; axis < rank; axis++) {
          flipped = flipped.steps(axis, x.dims()[axis] - 1, x.dims()[axis], -1);
        }
        yield flipped.permute(IntStream.range(0, rank).map(i -> rank - 1 - i).toArray());
      }
    };
  }

  private static Slice randomSlice(RandomStream random) {
    int step = random.nextInt(3) + 1;
    int start = random.nextInt(17) - 8;
    int stop = random.nextInt(17) - 8;
    return Slice.of(start, stop, random.nextInt(2) == 0 ? step : -step);
  }

  /** Collects the indices by walking, so that it shares nothing with Slice. */
  private static IndexOracle slice(IndexOracle x, int axis, Slice slice) {
    int size = x.dims()[axis];
    int start = java.util.Objects.requireNonNull(slice.start());
    int stop = java.util.Objects.requireNonNull(slice.stop());
    int from = start < 0 ? start + size : start;
    int to = stop < 0 ? stop + size : stop;
    if (slice.step() < 0) {
      from = Math.min(from, size - 1);
      to = Math.max(to, -1);
    } else {
      from = Math.max(from, 0);
      to = Math.min(to, size);
    }
    int count = 0;
    int at = from;
    while (slice.step() > 0 ? at < to : at > to) {
      count++;
      at += slice.step();
    }
    return x.steps(axis, from, count, slice.step());
  }

  private static int[] broadcastDims(int[] dims, RandomStream random) {
    int[] wide = dims.clone();
    for (int i = 0; i < wide.length; i++) {
      wide[i] = wide[i] == 1 ? random.nextInt(4) : wide[i];
    }
    return random.nextInt(2) == 0 ? IndexOracle.with(wide, 0, 2) : wide;
  }

  private static int[] merged(int[] dims) {
    if (dims.length < 2) {
      return new int[] {1, IndexOracle.size(dims), 1};
    }
    int[] fewer = IndexOracle.without(dims, 0);
    fewer[0] *= dims[0];
    return fewer;
  }

  @Test
  void sliceWithTheExtremesOfInt() {
    Tensor x = Tensors.arange(5);
    int max = Integer.MAX_VALUE;
    int min = Integer.MIN_VALUE;
    assertThat(x.slice(0, min, max).toArray()).containsExactly(0, 1, 2, 3, 4);
    assertThat(x.slice(Slice.of(max, min, -1)).toArray()).containsExactly(4, 3, 2, 1, 0);
    assertThat(x.slice(Slice.of(max, min, min)).toArray()).containsExactly(4);
    assertThat(x.slice(Slice.of(min, max, max)).toArray()).containsExactly(0);
    assertThat(x.slice(Slice.startingAt(max)).toArray()).isEmpty();
    assertThat(x.slice(Slice.endingBefore(-2)).toArray()).containsExactly(0, 1, 2);
    assertThat(x.slice(Slice.every(-2)).toArray()).containsExactly(4, 2, 0);
    assertThat(x.slice(Slice.reversed().withStep(-3)).toArray()).containsExactly(4, 1);
  }

  @Test
  void slicePrintsAsNumpyWritesIt() {
    assertThat(Slice.all()).hasToString(":");
    assertThat(Slice.of(1, 3)).hasToString("1:3");
    assertThat(Slice.reversed()).hasToString("::-1");
    assertThatThrownBy(() -> Slice.every(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("slice: the step must not be 0");
  }

  @Test
  void reshapeIsAViewWhereStridesCanExpressIt() {
    Tensor x = Tensors.arange(24).reshape(4, 6);
    assertThat(sameStorage(x, x.slice(1, 0, 4).reshape(2, 2, 2, 2))).isTrue();
    assertThat(sameStorage(x, x.transpose().reshape(2, 3, 4))).isTrue();
    assertThat(sameStorage(x, x.slice(Slice.every(2)).reshape(2, 2, 3))).isTrue();
    assertThat(sameStorage(x, x.transpose().reshape(24))).isFalse();
    assertThat(x.transpose().reshape(24).toArray()[1]).isEqualTo(6);
    Tensor row = Tensors.arange(3).broadcastTo(4, 3);
    assertThat(sameStorage(row, row.reshape(2, 2, 3))).isTrue();
    assertThat(sameStorage(row, row.reshape(12))).isFalse();
  }

  @Test
  void reshapeWorksOutOneSize() {
    Tensor empty = Tensor.zeros(0, 3);
    assertThat(empty.reshape(5, -1, 3).shape()).isEqualTo(Shape.of(5, 0, 3));
    assertThat(empty.reshape(-1).shape()).isEqualTo(Shape.of(0));
    assertThat(empty.reshape(7, 0).shape()).isEqualTo(Shape.of(7, 0));
    assertThat(Tensors.scalar(4).reshape(-1, 1).shape()).isEqualTo(Shape.of(1, 1));
    assertThat(Tensor.zeros(1, 1).reshape().shape()).isEqualTo(Shape.SCALAR);
  }

  @Test
  void reshapeErrorsNameBothShapes() {
    Tensor x = Tensor.zeros(2, 3);
    assertFails(() -> x.reshape(4, 2), "reshape: [2, 3] to [4, 2]: 6 elements do not fill it");
    assertFails(() -> x.reshape(-1, 4), "reshape: [2, 3] to [-1, 4]: no whole number fits the -1");
    assertFails(() -> x.reshape(0, -1), "reshape: [2, 3] to [0, -1]: no whole number fits the -1");
    assertFails(() -> x.reshape(-1, -1), "reshape: [2, 3] to [-1, -1]: only one size may be -1");
    assertFails(() -> x.reshape(-2, -3), "reshape: [2, 3] to [-2, -3]: size -2 is negative");
    assertFails(
        () -> x.reshape(65536, 65536, 65536),
        "reshape: [2, 3] to [65536, 65536, 65536]: 6 elements do not fill it");
  }

  @Test
  void viewErrorsNameTheShape() {
    Tensor x = Tensor.zeros(2, 3);
    assertFails(() -> x.squeeze(0), "squeeze: [2, 3]: axis 0 is not of size 1");
    assertFails(() -> x.squeeze(2), "squeeze: [2, 3] has no axis 2 (rank 2)");
    assertFails(() -> x.flip(1, -1), "flip: [2, 3]: axis 1 is named twice");
    assertFails(() -> x.unsqueeze(4), "unsqueeze: [2, 3] takes no new axis at 4");
    assertFails(() -> x.diagonal(0, 1, -1), "diagonal: [2, 3]: axis 1 is named twice");
    assertFails(
        () -> x.slice(Slice.all(), Slice.all(), Slice.all()), "slice: [2, 3] has 2 axes, not 3");
    assertFails(() -> x.slice(5, Slice.all()), "slice: [2, 3] has no axis 5 (rank 2)");
    assertFails(
        () -> x.copyFrom(Tensor.zeros(3, 2)),
        "copyFrom: [3, 2] to [2, 3]: axis 0 is 3, neither 1 nor 2");
    assertFails(
        () -> Tensor.zeros(3).broadcastTo(2, 3).fill(1),
        "fill: [2, 3] is a broadcast view whose elements share places");
  }

  private static void assertFails(Runnable operation, String message) {
    assertThatThrownBy(operation::run).isInstanceOf(ShapeException.class).hasMessage(message);
  }

  @Test
  void squeezeDropsAllOrTheNamedAxes() {
    Tensor x = Tensor.zeros(1, 3, 1, 2);
    assertThat(x.squeeze().shape()).isEqualTo(Shape.of(3, 2));
    assertThat(x.squeeze(-2).shape()).isEqualTo(Shape.of(1, 3, 2));
    assertThat(Tensor.zeros(1, 1).squeeze().rank()).isZero();
  }

  @Test
  void copyFromReadsBeforeItWrites() {
    Tensor x = Tensors.arange(6);
    x.slice(0, 1, 6).copyFrom(x.slice(0, 0, 5));
    assertThat(x.toArray()).containsExactly(0, 0, 1, 2, 3, 4);
    x.copyFrom(x.flip());
    assertThat(x.toArray()).containsExactly(4, 3, 2, 1, 0, 0);
    Tensor square = Tensors.arange(4).reshape(2, 2);
    square.copyFrom(square.transpose());
    assertThat(square.toArray()).containsExactly(0, 2, 1, 3);
  }

  @Test
  void oneElementOfABroadcastViewIsNotWritten() {
    Tensor repeated = Tensors.ones(1, 3).broadcastTo(2, 3);
    assertFails(
        () -> repeated.set(5, 0, 0), "set: [2, 3] is a broadcast view whose elements share places");
  }
}
