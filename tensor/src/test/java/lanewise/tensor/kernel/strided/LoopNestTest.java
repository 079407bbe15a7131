package lanewise.tensor.kernel.strided;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Whatever is merged and reordered, a nest visits the pairs of places that its loops name. */
class LoopNestTest {
  /** A place in the first layout, and the one in the second. */
  private record Pair(int first, int second) {}

  private static LoopNest nest(int[] dims, int[] first, int[] second) {
    LoopNest nest = LoopNest.acquire();
    for (int loop = 0; loop < dims.length; loop++) {
      nest.add(dims[loop], first[loop], second[loop]);
    }
    return nest;
  }

  /** All pairs in the order of plain nested loops. */
  private static List<Pair> plain(int[] dims, int[] first, int[] second) {
    List<Pair> pairs = new ArrayList<>(List.of(new Pair(100, 1000)));
    for (int loop = 0; loop < dims.length; loop++) {
      List<Pair> inside = new ArrayList<>();
      for (Pair pair : pairs) {
        for (int i = 0; i < dims[loop]; i++) {
          inside.add(new Pair(pair.first + i * first[loop], pair.second + i * second[loop]));
        }
      }
      pairs = inside;
    }
    return pairs;
  }

  /** The pairs as a caller visits them that loops over the innermost {@code inner} loops itself. */
  private static List<Pair> visited(LoopNest nest, int inner) {
    List<Pair> pairs = new ArrayList<>();
    int loops = Math.min(inner, nest.rank());
    nest.start(inner, 100, 1000);
    do {
      List<Pair> row = new ArrayList<>(List.of(new Pair(nest.first(), nest.second())));
      for (int loop = nest.rank() - loops; loop < nest.rank(); loop++) {
        List<Pair> inside = new ArrayList<>();
        for (Pair pair : row) {
          for (int i = 0; i < nest.dim(loop); i++) {
            inside.add(
                new Pair(
                    pair.first + i * nest.firstStride(loop),
                    pair.second + i * nest.secondStride(loop)));
          }
        }
        row = inside;
      }
      pairs.addAll(row);
    } while (nest.next());
    assertThat(new Pair(nest.first(), nest.second()))
        .as("back at the first row")
        .isEqualTo(new Pair(100, 1000));
    return pairs;
  }

  @Test
  void anyLoopsMergedOrReorderedVisitTheSamePairs() {
    SplittableRandom random = new SplittableRandom(1);
    for (int turn = 0; turn < 2000; turn++) {
      int[] dims = new int[random.nextInt(5)];
      int[] first = new int[dims.length];
      int[] second = new int[dims.length];
      int row = 1;
      for (int loop = dims.length - 1; loop >= 0; loop--) {
        dims[loop] = random.nextInt(1, 4);
        first[loop] = random.nextInt(3) > 0 ? row : random.nextInt(-4, 5);
        second[loop] = random.nextInt(3) > 0 ? row : random.nextInt(-4, 5);
        row *= dims[loop];
      }
      List<Pair> expected = plain(dims, first, second);
      for (int inner = 0; inner < 3; inner++) {
        LoopNest nest = nest(dims, first, second);
        nest.merge();
        assertThat(visited(nest, inner)).isEqualTo(expected);
        nest.orderBySecond();
        assertThat(visited(nest, inner)).containsExactlyInAnyOrderElementsOf(expected);
        for (int loop = 1; loop < nest.rank(); loop++) {
          assertThat(Math.abs(nest.secondStride(loop)))
              .isLessThanOrEqualTo(Math.abs(nest.secondStride(loop - 1)));
        }
        nest.bringFinestOfFirstInside();
        assertThat(visited(nest, inner)).containsExactlyInAnyOrderElementsOf(expected);
        nest.bringTransposedPairInside();
        assertThat(visited(nest, inner)).containsExactlyInAnyOrderElementsOf(expected);
        nest.release();
      }
    }
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
  void neighboursOverWhichBothWalkEvenlyBecomeOneLoop() {
    int[] dims = {2, 3, 1, 4};
    LoopNest both = nest(dims, new int[] {12, 4, 9, 1}, new int[] {24, 8, 7, 2});
    both.merge();
    assertLoops(both, new int[] {24, 1, 2});
    LoopNest firstOnly = nest(dims, new int[] {12, 4, 9, 1}, new int[] {24, 9, 7, 2});
    firstOnly.merge();
    assertLoops(firstOnly, new int[] {2, 12, 24}, new int[] {3, 4, 9}, new int[] {4, 1, 2});
    LoopNest secondOnly = nest(dims, new int[] {12, 5, 9, 1}, new int[] {24, 8, 7, 2});
    secondOnly.merge();
    assertLoops(secondOnly, new int[] {2, 12, 24}, new int[] {3, 5, 8}, new int[] {4, 1, 2});
    LoopNest none = nest(new int[] {1, 1}, new int[] {5, 6}, new int[] {7, 8});
    none.merge();
    assertLoops(none);
  }

  @Test
  void theLoopOfTheFinestStrideComesInside() {
    LoopNest pair = nest(new int[] {5, 2, 3}, new int[] {1, 30, 5}, new int[] {6, 3, 1});
    assertThat(pair.bringTransposedPairInside()).isTrue();
    assertLoops(pair, new int[] {2, 30, 3}, new int[] {5, 1, 6}, new int[] {3, 5, 1});
    LoopNest dense = nest(new int[] {5, 3}, new int[] {3, 1}, new int[] {3, 1});
    assertThat(dense.bringTransposedPairInside()).isFalse();
    assertLoops(dense, new int[] {5, 3, 3}, new int[] {3, 1, 1});
    LoopNest equal = nest(new int[] {5, 3}, new int[] {2, -2}, new int[] {3, 1});
    assertThat(equal.bringTransposedPairInside()).isFalse();
    equal.release();
    LoopNest repeated = nest(new int[] {5, 3}, new int[] {0, 4}, new int[] {3, 1});
    assertThat(repeated.bringTransposedPairInside()).isFalse();
    repeated.release();
    LoopNest one = nest(new int[] {5}, new int[] {2}, new int[] {1});
    assertThat(one.bringTransposedPairInside()).isFalse();
    one.release();
    LoopNest finest = nest(new int[] {5, 2, 3}, new int[] {-1, 0, 5}, new int[] {6, 3, 1});
    finest.bringFinestOfFirstInside();
    assertLoops(finest, new int[] {2, 0, 3}, new int[] {3, 5, 1}, new int[] {5, -1, 6});
    LoopNest firstOfEquals = nest(new int[] {5, 3}, new int[] {2, 2}, new int[] {6, 1});
    firstOfEquals.bringFinestOfFirstInside();
    assertLoops(firstOfEquals, new int[] {3, 2, 1}, new int[] {5, 2, 6});
    LoopNest constant = nest(new int[] {5, 3}, new int[] {0, 0}, new int[] {3, 1});
    constant.bringFinestOfFirstInside();
    assertLoops(constant, new int[] {5, 0, 3}, new int[] {3, 0, 1});
  }

  @Test
  void loopsInTheOrderOfTheSecondAreMergedToo() {
    LoopNest turned = nest(new int[] {3, 2}, new int[] {1, 3}, new int[] {2, 6});
    turned.orderBySecond();
    assertLoops(turned, new int[] {6, 1, 2});
    LoopNest equal = nest(new int[] {3, 2}, new int[] {7, 8}, new int[] {5, -5});
    equal.orderBySecond();
    assertLoops(equal, new int[] {3, 7, 5}, new int[] {2, 8, -5});
  }

  @Test
  void aWalkThatWasLeftHalfWayBeginsAnew() {
    LoopNest nest = nest(new int[] {3, 2}, new int[] {1, 30}, new int[] {5, 60});
    List<Pair> expected = visited(nest, 0);
    nest.start(0, 0, 0);
    nest.next();
    assertThat(visited(nest, 0)).isEqualTo(expected);
    nest.release();
  }

  @Test
  void thereMayBeMoreLoopsThanAPooledNestHasRoomFor() {
    int[] dims = new int[17];
    int[] first = new int[17];
    int[] second = new int[17];
    for (int loop = 0; loop < 17; loop++) {
      dims[loop] = loop % 3 == 0 ? 2 : 3;
      first[loop] = loop + 1;
      second[loop] = 40 - 2 * loop;
    }
    LoopNest nest = nest(dims, first, second);
    assertThat(nest.rank()).isEqualTo(17);
    nest.start(0, 0, 0);
    for (int steps = 0; steps < 3; steps++) {
      assertThat(nest.next()).isTrue();
    }
    assertThat(nest.first()).as("one step of the last loop but one").isEqualTo(16);
    assertThat(nest.second()).isEqualTo(10);
    nest.release();
  }
}
