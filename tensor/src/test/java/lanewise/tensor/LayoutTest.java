package lanewise.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import lanewise.tensor.kernel.strided.LoopNest;
import org.junit.jupiter.api.Test;

/** Properties of layouts against the sets of places that they name; views are in ViewTest. */
class LayoutTest {
  private static Layout layout(int[] dims, int[] strides, int offset) {
    return Layout.strided(Shape.of(dims), strides, offset);
  }

  /** All places, in row-major order of the indices. */
  private static int[] places(Layout layout) {
    int[] dims = layout.shape().toArray();
    int[] places = new int[layout.shape().size()];
    for (int i = 0; i < places.length; i++) {
      int rest = i;
      int place = layout.offset();
      for (int axis = dims.length - 1; axis >= 0; axis--) {
        place += rest % dims[axis] * layout.stride(axis);
        rest /= dims[axis];
      }
      places[i] = place;
    }
    return places;
  }

  private static Set<Integer> set(Layout layout) {
    Set<Integer> set = new TreeSet<>();
    for (int place : places(layout)) {
      set.add(place);
    }
    return set;
  }

  private static Layout random(SplittableRandom random) {
    int[] dims = new int[random.nextInt(4)];
    int[] strides = new int[dims.length];
    for (int axis = 0; axis < dims.length; axis++) {
      dims[axis] = random.nextInt(1, 5);
      strides[axis] = random.nextInt(-8, 9);
    }
    return layout(dims, strides, random.nextInt(60, 90));
  }

  @Test
  void layoutsThatShareAPlaceMayOverlapAndThoseInOtherRangesDoNot() {
    SplittableRandom random = new SplittableRandom(1);
    int shared = 0;
    int apart = 0;
    for (int i = 0; i < 20_000; i++) {
      Layout x = random(random);
      Layout y = random(random);
      TreeSet<Integer> places = new TreeSet<>(set(x));
      TreeSet<Integer> others = new TreeSet<>(set(y));
      boolean inOtherRange = places.last() < others.first() || others.last() < places.first();
      places.retainAll(others);
      if (!places.isEmpty()) {
        assertThat(x.mayOverlap(y)).as("%s, %s", x.shape(), y.shape()).isTrue();
        shared++;
      } else if (inOtherRange) {
        assertThat(x.mayOverlap(y)).isFalse();
        apart++;
      }
    }
    assertThat(shared).isGreaterThan(1000);
    assertThat(apart).isGreaterThan(1000);
  }

  /** Blocks of columns of a matrix, as they are, upside down, turned and with every other row. */
  @Test
  void blocksOfColumnsAreToldApartAndOverlapWhereTheyShareAColumn() {
    int width = 7;
    for (int from = 0; from < width; from++) {
      for (int to = from + 1; to <= width; to++) {
        for (int otherFrom = 0; otherFrom < width; otherFrom++) {
          for (int otherTo = otherFrom + 1; otherTo <= width; otherTo++) {
            Layout matrix = Layout.contiguous(Shape.of(5, width), 3);
            Layout x = matrix.slice(1, Slice.of(from, to));
            Layout y = matrix.slice(1, Slice.of(otherFrom, otherTo));
            boolean overlap = from < otherTo && otherFrom < to;
            Layout[] forms = {
              y,
              y.permute(1, 0),
              y.slice(0, Slice.every(-1)),
              y.slice(1, Slice.every(-1)),
              y.slice(0, Slice.every(2)),
              y.unsqueeze(1)
            };
            for (Layout form : forms) {
              assertThat(x.mayOverlap(form)).isEqualTo(overlap);
              assertThat(form.mayOverlap(x)).isEqualTo(overlap);
            }
          }
        }
      }
    }
  }

  @Test
  void repeatsWhereIndicesShareAPlaceByAStrideOfZero() {
    assertThat(layout(new int[] {2, 3}, new int[] {0, 1}, 0).repeats()).isTrue();
    assertThat(layout(new int[] {2, 3}, new int[] {3, 0}, 0).repeats()).isTrue();
    assertThat(layout(new int[] {2, 3}, new int[] {3, 1}, 0).repeats()).isFalse();
    assertThat(layout(new int[] {1, 3}, new int[] {0, 1}, 0).repeats()).isFalse();
    assertThat(layout(new int[] {2, 0}, new int[] {0, 1}, 0).repeats()).isFalse();
    assertThat(layout(new int[] {}, new int[] {}, 0).repeats()).isFalse();
  }

  @Test
  void isContiguousWhereThePlacesFollowOneAnother() {
    SplittableRandom random = new SplittableRandom(2);
    int contiguous = 0;
    for (int i = 0; i < 5000; i++) {
      int[] dims = new int[random.nextInt(4)];
      int[] strides = new int[dims.length];
      int row = 1;
      for (int axis = dims.length - 1; axis >= 0; axis--) {
        dims[axis] = random.nextInt(1, 4);
        strides[axis] = random.nextInt(4) == 0 ? random.nextInt(-3, 5) : row;
        row *= dims[axis];
      }
      Layout layout = layout(dims, strides, 20);
      int[] places = places(layout);
      boolean expected = true;
      for (int p = 0; p < places.length; p++) {
        expected &= places[p] == 20 + p;
      }
      assertThat(layout.isContiguous()).isEqualTo(expected);
      contiguous += expected ? 1 : 0;
    }
    assertThat(contiguous).isBetween(500, 4500);
    assertThat(layout(new int[] {3, 0}, new int[] {7, 7}, 0).isContiguous()).isTrue();
  }

  @Test
  void aContiguousLayoutCountsUpFromItsOffset() {
    Layout layout = Layout.contiguous(Shape.of(2, 3, 4), 5);
    assertThat(layout.strides()).containsExactly(12, 4, 1);
    assertThat(layout.offset()).isEqualTo(5);
    assertThat(Layout.contiguous(Shape.of(2, 0, 4)).strides()).containsExactly(4, 4, 1);
    assertThat(Layout.contiguous(Shape.of(2, 3)).offset()).isZero();
    int[] strides = layout.strides();
    strides[0] = 99;
    assertThat(layout.stride(0)).as("a copy was changed").isEqualTo(12);
  }

  @Test
  void indicesFromTheEndCountBackwards() {
    Layout layout = layout(new int[] {2, 3}, new int[] {10, -2}, 7);
    assertThat(layout.indexOf(new int[] {1, 2}, "get")).isEqualTo(13);
    assertThat(layout.indexOf(new int[] {-1, -1}, "get")).isEqualTo(13);
    assertThat(layout.indexOf(new int[] {-2, -3}, "get")).isEqualTo(7);
    for (int[] outside : new int[][] {{2, 0}, {-3, 0}, {0, 3}, {0, -4}}) {
      int axis = outside[0] == 0 ? 1 : 0;
      assertThatExceptionOfType(ShapeException.class)
          .isThrownBy(() -> layout.indexOf(outside, "get"))
          .withMessage("get: index %d is outside axis %d of [2, 3]", outside[axis], axis);
    }
    assertThatExceptionOfType(ShapeException.class)
        .isThrownBy(() -> layout.indexOf(new int[] {1}, "get"))
        .withMessage("get: [2, 3] takes 2 indices, not 1");
  }

  @Test
  void selectTakesIndicesFromBothEndsAndNoOthers() {
    Layout layout = layout(new int[] {3, 4}, new int[] {10, -2}, 7);
    int[] expected = {7, 17, 27};
    for (int index = 0; index < 3; index++) {
      Layout row = layout.select(0, index);
      assertThat(row.offset()).isEqualTo(expected[index]);
      assertThat(row.strides()).containsExactly(-2);
      assertThat(row.shape()).isEqualTo(Shape.of(4));
      assertThat(layout.select(0, index - 3).offset()).isEqualTo(expected[index]);
    }
    for (int outside : new int[] {3, -4}) {
      assertThatExceptionOfType(ShapeException.class)
          .isThrownBy(() -> layout.select(0, outside))
          .withMessage("select: index %d is outside axis 0 of [3, 4]", outside);
    }
  }

  @Test
  void broadcastingRepeatsAxesOfSizeOneAndMissingOnes() {
    Layout column = layout(new int[] {3, 1}, new int[] {5, 9}, 2);
    Layout repeated = column.broadcastTo(Shape.of(2, 3, 4));
    assertThat(repeated.shape()).isEqualTo(Shape.of(2, 3, 4));
    assertThat(repeated.strides()).containsExactly(0, 5, 0);
    assertThat(repeated.offset()).isEqualTo(2);
    assertThatExceptionOfType(ShapeException.class)
        .isThrownBy(() -> column.broadcastTo(Shape.of(4, 2, 4)))
        .withMessage("broadcastTo: [3, 1] to [4, 2, 4]: axis 1 is 3, neither 1 nor 2");
    assertThatExceptionOfType(ShapeException.class)
        .isThrownBy(() -> column.broadcastTo(Shape.of(3)))
        .withMessage("broadcastTo: [3, 1] to [3]: fewer axes");
  }

  @Test
  void shapesAreEqualWhereTheirSizesAre() {
    assertThat(Shape.of(2, 3)).isEqualTo(Shape.of(2, 3)).hasSameHashCodeAs(Shape.of(2, 3));
    assertThat(Shape.of(2, 3)).isNotEqualTo(Shape.of(3, 2)).isNotEqualTo(Shape.of(2, 3, 1));
    assertThat(Shape.of(2, 3).hashCode()).isNotEqualTo(Shape.of(3, 2).hashCode());
  }

  @Test
  void aSliceOfOneIndexWhoseStepLeavesTheIntegersKeepsTheStride() {
    Layout layout = layout(new int[] {3}, new int[] {1 << 20}, 0);
    Layout one = layout.slice(0, Slice.every(1 << 20));
    assertThat(places(one)).containsExactly(0);
    assertThat(one.stride(0)).isEqualTo(1 << 20);
    Layout two = layout.slice(0, Slice.every(2));
    assertThat(two.stride(0)).isEqualTo(1 << 21);
    assertThat(places(two)).containsExactly(0, 1 << 21);
  }

  @Test
  void viewsWithoutElementsStayWhereTheyAre() {
    Layout layout = Layout.contiguous(Shape.of(4, 0), 6);
    assertThat(layout.slice(0, Slice.of(3, 4)).offset()).isEqualTo(6);
    assertThat(layout.select(0, 3).offset()).isEqualTo(6);
    assertThat(Layout.contiguous(Shape.of(4, 3), 6).slice(0, Slice.of(2, 2)).offset()).isEqualTo(6);
    assertThat(Layout.contiguous(Shape.of(4, 3), 6).diagonal(9, 0, 1).offset()).isEqualTo(6);
    assertThat(Layout.contiguous(Shape.of(4, 3), 6).select(0, -1).offset()).isEqualTo(15);
  }

  @Test
  void diagonalsAboveAndBelow() {
    Layout matrix = Layout.contiguous(Shape.of(3, 4), 0);
    int[][] expected = {{}, {8}, {4, 9}, {0, 5, 10}, {1, 6, 11}, {2, 7}, {3}, {}};
    for (int above = -3; above <= 4; above++) {
      assertThat(places(matrix.diagonal(above, 0, 1)))
          .as("diagonal %d", above)
          .containsExactly(expected[above + 3]);
    }
    Layout stack = Layout.contiguous(Shape.of(3, 2, 4), 0);
    Layout diagonals = stack.diagonal(1, 0, 2);
    assertThat(diagonals.shape()).isEqualTo(Shape.of(2, 3));
    assertThat(places(diagonals)).containsExactly(1, 10, 19, 5, 14, 23);
  }

  @Test
  void anAxisOfSizeOneIsInsertedAnywhere() {
    Layout layout = Layout.contiguous(Shape.of(2, 3), 4);
    assertThat(layout.unsqueeze(0).strides()).containsExactly(6, 3, 1);
    assertThat(layout.unsqueeze(1).strides()).containsExactly(3, 3, 1);
    assertThat(layout.unsqueeze(2).strides()).containsExactly(3, 1, 1);
    assertThat(layout.unsqueeze(1).shape()).isEqualTo(Shape.of(2, 1, 3));
    assertThat(Layout.contiguous(Shape.of(), 4).unsqueeze(0).strides()).containsExactly(1);
    boolean[] dropped = {false, true, false};
    Layout back = layout.unsqueeze(1).squeeze(dropped);
    assertThat(back.shape()).isEqualTo(Shape.of(2, 3));
    assertThat(back.strides()).containsExactly(3, 1);
    assertThat(back.offset()).isEqualTo(4);
  }

  @Test
  void axesForTilingAlternateWithThoseOfTheOperand() {
    Layout tiled = Layout.contiguous(Shape.of(2, 3), 4).interleavedWithOnes(3);
    assertThat(tiled.shape()).isEqualTo(Shape.of(1, 1, 1, 2, 1, 3));
    assertThat(tiled.strides()).containsExactly(0, 0, 0, 3, 0, 1);
    assertThat(tiled.offset()).isEqualTo(4);
  }

  private static void assertLoops(LoopNest nest, int[]... dimAndStrides) {
    int[][] loops = new int[nest.rank()][];
    for (int loop = 0; loop < loops.length; loop++) {
      loops[loop] = new int[] {nest.dim(loop), nest.firstStride(loop), nest.secondStride(loop)};
    }
    assertThat(loops).isDeepEqualTo(dimAndStrides);
    nest.release();
  }

  @Test
  void loopsOverLayoutsThatRepeatHaveStridesOfZero() {
    Layout row = Layout.contiguous(Shape.of(4), 0);
    Layout column = Layout.contiguous(Shape.of(3, 1), 0);
    Layout matrix = Layout.contiguous(Shape.of(3, 4), 0);
    assertLoops(Layout.loops(row, matrix), new int[] {3, 0, 4}, new int[] {4, 1, 1});
    assertLoops(Layout.loops(column, matrix), new int[] {3, 1, 4}, new int[] {4, 0, 1});
    assertLoops(Layout.loops(matrix, matrix), new int[] {12, 1, 1});
    Layout turned = Layout.contiguous(Shape.of(4, 3), 0).permute(1, 0);
    assertLoops(
        Layout.loopsOrderedBySecond(matrix, turned), new int[] {4, 1, 3}, new int[] {3, 4, 1});
  }
}
