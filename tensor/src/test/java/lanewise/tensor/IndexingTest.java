package lanewise.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IndexingTest {
  private static final int[] DIMS = {3, 5, 7};
  private static final Tensor CUBE = Tensors.arange(3 * 5 * 7).reshape(DIMS);

  /** The same elements in column-major storage. */
  private static Tensor strided(Tensor x) {
    return x.transpose().copy().transpose();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void gatherAndScatterAddAgainstLoops(int axis) {
    int[] dims = {2, 5, 6};
    dims[axis] = 4;
    RandomStream random = RandomStream.of(axis);
    int[] indices = new int[IndexOracle.size(dims)];
    for (int i = 0; i < indices.length; i++) {
      indices[i] = random.nextInt(2 * DIMS[axis]) - DIMS[axis];
    }
    Tensor values = Tensors.uniform(random, 0, 1, dims);
    float[] picked = new float[indices.length];
    float[] sums = CUBE.toArray();
    for (int i = 0; i < indices.length; i++) {
      int[] index = IndexOracle.index(dims, i);
      index[axis] = Math.floorMod(indices[i], DIMS[axis]);
      picked[i] = CUBE.get(index);
      sums[IndexOracle.position(DIMS, index)] += values.toArray()[i];
    }
    for (Tensor cube : new Tensor[] {CUBE, strided(CUBE)}) {
      Tensor gathered = Indexing.gather(cube, axis - 3, indices, Shape.of(dims));
      assertThat(gathered.shape()).isEqualTo(Shape.of(dims));
      assertThat(gathered.toArray()).isEqualTo(picked);
      assertThat(Indexing.scatterAdd(cube, axis, indices, strided(values)).toArray())
          .isEqualTo(sums);
      Tensor target = strided(cube);
      Indexing.scatterAddInPlace(target, axis, indices, values);
      assertThat(target.toArray()).isEqualTo(sums);
    }
    assertThat(CUBE.get(0, 0, 1)).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void indexSelectAndIndexAddAgainstLoops(int axis) {
    int[] indices = {2, -1, 0, 2, -3};
    Tensor picked = Indexing.indexSelect(strided(CUBE), axis, indices);
    Tensor sums = Indexing.indexAdd(strided(CUBE), axis, indices, strided(picked));
    Tensor expected = CUBE.copy();
    for (int i = 0; i < indices.length; i++) {
      Tensor slice = CUBE.select(axis, indices[i]);
      assertThat(picked.select(axis, i).toArray()).isEqualTo(slice.toArray());
      Tensor sum = expected.select(axis, indices[i]);
      float[] terms = slice.toArray();
      float[] total = sum.toArray();
      for (int j = 0; j < total.length; j++) {
        total[j] += terms[j];
      }
      sum.copyFrom(Tensor.wrap(total, sum.shape()));
    }
    assertThat(sums.toArray()).isEqualTo(expected.toArray());
  }

  @Test
  void vectorsAndNothing() {
    Tensor x = Tensors.arange(4);
    assertThat(Indexing.indexSelect(x, 0, 3, -4).toArray()).containsExactly(3, 0);
    assertThat(Indexing.indexSelect(x, 0).shape()).isEqualTo(Shape.of(0));
    assertThat(Indexing.indexAdd(x, 0, new int[] {1, 1}, Tensors.ones(2)).toArray())
        .containsExactly(0, 3, 2, 3);
    Tensor none = Indexing.gather(Tensor.zeros(0, 3), 0, new int[0], Shape.of(0, 3));
    assertThat(none.shape()).isEqualTo(Shape.of(0, 3));
  }

  @Test
  void errorsNameTheOperationAndTheShapes() {
    Tensor x = Tensor.zeros(2, 3);
    int[] two = {0, 1};
    assertFails(
        () -> Indexing.indexSelect(x, 1, 0, 3), "indexSelect: index 3 is outside axis 1 of [2, 3]");
    assertFails(() -> Indexing.indexSelect(x, 2, 0), "indexSelect: [2, 3] has no axis 2 (rank 2)");
    assertFails(
        () -> Indexing.gather(x, 0, new int[] {0, -3}, Shape.of(1, 2)),
        "gather: index -3 is outside axis 0 of [2, 3]");
    assertFails(
        () -> Indexing.gather(x, 0, two, Shape.of(1, 3)),
        "gather: [2, 3] by indices [1, 3] along axis 0: 2 indices do not fill [1, 3]");
    assertFails(
        () -> Indexing.gather(x, 0, two, Shape.of(2)),
        "gather: [2, 3] by indices [2] along axis 0: ranks 2 and 1 differ");
    assertFails(
        () -> Indexing.gather(x, 0, new int[4], Shape.of(1, 4)),
        "gather: [2, 3] by indices [1, 4] along axis 0: axis 1 is too long (4, not 3)");
    assertFails(
        () -> Indexing.scatterAdd(x, 1, two, Tensor.zeros(1, 3)),
        "scatterAdd: [2, 3] by indices [1, 3] along axis 1: 2 indices do not fill [1, 3]");
    assertFails(
        () -> Indexing.indexAdd(x, 0, two, Tensor.zeros(2, 2)),
        "indexAdd: [2, 2] to 2 indices of axis 0 of [2, 3]: [2, 3] is needed");
  }

  @Test
  void aWrongIndexLeavesTheTargetAlone() {
    Tensor x = Tensor.zeros(3);
    assertFails(
        () -> Indexing.indexAddInPlace(x, 0, new int[] {0, 5}, Tensors.ones(2)),
        "indexAddInPlace: index 5 is outside axis 0 of [3]");
    assertThat(x.toArray()).containsOnly(0);
  }

  private static void assertFails(Runnable operation, String message) {
    assertThatThrownBy(operation::run).isInstanceOf(ShapeException.class).hasMessage(message);
  }

  @Test
  void addingToABroadcastViewIsRefused() {
    Tensor repeated = Tensors.ones(1, 3).broadcastTo(2, 3);
    assertFails(
        () -> Indexing.scatterAddInPlace(repeated, 0, new int[] {0, 1, 1}, Tensors.ones(1, 3)),
        "scatterAddInPlace: [2, 3] is a broadcast view whose elements share places");
    assertFails(
        () -> Indexing.indexAddInPlace(repeated, 0, new int[] {0}, Tensors.ones(1, 3)),
        "indexAddInPlace: [2, 3] is a broadcast view whose elements share places");
  }
}
