package lanewise.tensor.kernel.gemm;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.stream.Stream;
import lanewise.tensor.RandomStream;
import lanewise.tensor.kernel.Chain;
import lanewise.tensor.kernel.Variant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The contract of one row, for the kernels of every variant that can run in this JVM. */
class RowKernelTest {
  private static final int OFFSET = 3;

  static Stream<Arguments> kernels() {
    return StandInTiles.andVariants().flatMap(RowKernelTest::kernels);
  }

  private static Stream<Arguments> kernels(Variant<Tiles> variant) {
    Tiles tiles = variant.kernel().get();
    return Stream.of(tiles.row(), tiles.edgeRow())
        .distinct()
        .map(row -> Arguments.of(variant.name() + " " + row.panels() + "x" + row.columns(), row));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("kernels")
  void everyElementIsOneChain(String name, RowKernel row) {
    for (int panels : new int[] {1, row.panels()}) {
      for (int depth : new int[] {0, 1, 2, 3, 67}) {
        for (int aStep : new int[] {1, 0, 19, -7}) {
          for (int gap : new int[] {0, row.columns()}) {
            for (float floor : new float[] {Float.NEGATIVE_INFINITY, 0}) {
              check(name, row, panels, depth, aStep, gap, floor, false);
              check(name, row, panels, depth, aStep, gap, floor, true);
            }
          }
        }
      }
    }
  }

  /** Panels are {@code gap} floats apart; what lies there is NaN. */
  private static void check(
      String name,
      RowKernel row,
      int panels,
      int depth,
      int aStep,
      int gap,
      float floor,
      boolean inPlace) {
    RandomStream random = RandomStream.of(panels * 100L + depth);
    int width = row.columns();
    int aOffset = aStep < 0 ? depth * 7 + 1 : 1;
    float[] a = Chain.values(random, aOffset + Math.max(0, (depth - 1) * Math.max(0, aStep)) + 1);
    int step = depth * width + gap;
    float[] b = Chain.values(random, Math.max(1, panels * step));
    for (int at = 0; at < b.length; at++) {
      if (at % Math.max(1, step) >= depth * width) {
        b[at] = Float.NaN;
      }
    }
    MemorySegment memory = Arena.ofAuto().allocate(64 + 4L * b.length, 64);
    MemorySegment.copy(b, 0, memory, ValueLayout.JAVA_FLOAT, 64, b.length);
    float[] c = new float[OFFSET + panels * width + 4];
    Arrays.fill(c, Chain.GUARD);
    float[] init = Chain.values(random, OFFSET + panels * width);
    if (inPlace) {
      System.arraycopy(init, OFFSET, c, OFFSET, panels * width);
    }
    row.multiply(
        panels,
        depth,
        a,
        aOffset,
        aStep,
        memory,
        64,
        4L * step,
        inPlace ? c : init,
        OFFSET,
        floor,
        c,
        OFFSET);
    for (int at = 0; at < c.length; at++) {
      int j = at - OFFSET;
      if (j < 0 || j >= panels * width) {
        Chain.assertGuard(c[at], "%s at %d", name, at);
      } else {
        int from = j / width * step + j % width;
        float sum = Chain.element(init[at], depth, 1, a, aOffset, aStep, b, from, width);
        Chain.assertSame(c[at], Math.max(sum, floor), "%s, column %d, depth %d", name, j, depth);
      }
    }
  }
}
