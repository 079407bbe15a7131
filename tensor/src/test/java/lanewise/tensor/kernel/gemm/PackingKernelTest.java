package lanewise.tensor.kernel.gemm;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.stream.Stream;
import lanewise.tensor.RandomStream;
import lanewise.tensor.kernel.Chain;
import lanewise.tensor.kernel.Variant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The copies of every variant that can run in this JVM, and of stand-ins for the others. */
class PackingKernelTest {
  static Stream<Variant<Tiles>> variants() {
    return StandInTiles.andVariants();
  }

  @ParameterizedTest
  @MethodSource("variants")
  void everyElementGoesToItsPlace(Variant<Tiles> variant) {
    PackingKernel kernel = variant.kernel().get().packing();
    int size = kernel.size();
    for (int blocks = 0; blocks <= 3; blocks++) {
      for (int step : new int[] {blocks * size + 1, 1, 0, -3}) {
        for (int width : new int[] {size, size + 16}) {
          for (float alpha : new float[] {1, 0.3f}) {
            check(kernel, variant.name(), blocks * size, step, width, alpha);
          }
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("variants")
  void wholeRowsAreCopied(Variant<Tiles> variant) {
    Tiles tiles = variant.kernel().get();
    int main = tiles.main().columns();
    int edge = tiles.edge().columns();
    for (int depth : new int[] {0, 1, 5}) {
      for (int ld : new int[] {main, main + 1, 2 * main}) {
        checkCopy(tiles.packing(), variant.name(), depth, ld, main, main, 0);
        for (int columns = 1; columns <= edge; columns++) {
          for (int room : new int[] {0, 1, edge}) {
            checkCopy(tiles.packing(), variant.name(), depth, ld, columns, edge, room);
          }
        }
      }
    }
  }

  /** A full panel, or an edge with room floats of other things behind the matrix. */
  private static void checkCopy(
      PackingKernel kernel, String name, int depth, int ld, int columns, int width, int room) {
    float[] b = Chain.values(RandomStream.of(ld), 3 + Math.max(0, depth - 1) * ld + columns + room);
    MemorySegment panel = guarded(16 + depth * width + 1);
    if (width > kernel.size() && columns == width) {
      kernel.copy(b, 3, ld, depth, panel, 64, width);
    } else {
      kernel.copyEdge(b, 3, ld, depth, columns, panel, 64);
    }
    for (int i = 0; i < 16 + depth * width + 1; i++) {
      float actual = panel.getAtIndex(ValueLayout.JAVA_FLOAT, i);
      int p = (i - 16) / width;
      int j = (i - 16) % width;
      if (i < 16 || p >= depth) {
        Chain.assertGuard(actual, "%s, depth %d, %d columns at %d", name, depth, columns, i);
      } else if (j < columns) {
        float expected = b[3 + p * ld + j];
        Chain.assertSame(
            actual, expected, "%s, depth %d, %d columns at %d", name, depth, columns, i);
      }
    }
  }

  private static MemorySegment guarded(int floats) {
    MemorySegment panel = Arena.ofAuto().allocate((long) floats * Float.BYTES, 64);
    for (int i = 0; i < floats; i++) {
      panel.setAtIndex(ValueLayout.JAVA_FLOAT, i, Chain.GUARD);
    }
    return panel;
  }

  private static void check(
      PackingKernel kernel, String name, int depth, int step, int width, float alpha) {
    int size = kernel.size();
    int from = 2 + (size - 1) * Math.max(0, -step);
    int length = from + (size - 1) * Math.max(0, step) + depth;
    float[] b = Chain.values(RandomStream.of(depth), length);
    int at = 16;
    int floats = at + depth * width + 8;
    MemorySegment panel = guarded(floats);
    kernel.transpose(alpha, b, from, step, depth, panel, (long) at * Float.BYTES, width);
    for (int i = 0; i < floats; i++) {
      float actual = panel.getAtIndex(ValueLayout.JAVA_FLOAT, i);
      int p = (i - at) / width;
      int j = (i - at) % width;
      if (i < at || p >= depth || j >= size) {
        Chain.assertGuard(actual, "%s, depth %d, step %d at %d", name, depth, step, i);
      } else {
        float expected = alpha * b[from + j * step + p];
        Chain.assertSame(actual, expected, "%s, depth %d, step %d at %d", name, depth, step, i);
      }
    }
  }
}
