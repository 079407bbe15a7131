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
import org.junit.jupiter.params.provider.MethodSource;

/** The kernels for small matrices and for the right edge, of every variant that can run here. */
class SmallKernelTest {
  private static final int OFFSET = 3;

  static Stream<Tiles> tiles() {
    return GemmVariants.ALL.stream()
        .filter(Variant::available)
        .map(variant -> variant.kernel().get());
  }

  @ParameterizedTest
  @MethodSource("tiles")
  void smallProductsAreOneChainAnElement(Tiles tiles) {
    for (int m : new int[] {1, 2, 5, 8, 9, 17}) {
      for (int vectors = 1; vectors <= 5; vectors++) {
        int n = vectors * tiles.small().columns();
        for (int k : new int[] {0, 1, 2, 31}) {
          small(tiles.small(), m, n, k, k + 2, 1);
          small(tiles.small(), m, n, k, 1, m + 3);
        }
      }
    }
  }

  private static void small(SmallKernel kernel, int m, int n, int k, int aRow, int aStep) {
    RandomStream random = RandomStream.of(m * 1000L + n * 10L + k);
    int bRow = n + 2;
    int cRow = n + 5;
    // Exactly as long as what may be read.
    float[] a = Chain.values(random, 1 + (m - 1) * aRow + Math.max(0, k - 1) * aStep + 1);
    float[] b = Chain.values(random, 2 + Math.max(0, k - 1) * bRow + n);
    float[] init = Chain.values(random, 1 + (m - 1) * (n + 1) + n);
    float[] c = new float[OFFSET + m * cRow];
    Arrays.fill(c, Chain.GUARD);
    kernel.multiply(m, n, k, a, 1, aRow, aStep, b, 2, bRow, init, 1, n + 1, c, OFFSET, cRow);
    for (int at = 0; at < c.length; at++) {
      int i = (at - OFFSET) / cRow;
      int j = (at - OFFSET) % cRow;
      if (at < OFFSET || j >= n) {
        Chain.assertGuard(c[at], "%d x %d x %d at %d", m, n, k, at);
      } else {
        float from = init[1 + i * (n + 1) + j];
        float expected = Chain.element(from, k, 1, a, 1 + i * aRow, aStep, b, 2 + j, bRow);
        Chain.assertSame(c[at], expected, "%d x %d x %d at %d, %d", m, n, k, i, j);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("tiles")
  void anEdgeWritesTheColumnsThatAreThere(Tiles tiles) {
    EdgeKernel kernel = tiles.edge();
    for (int rows = 1; rows <= kernel.rows(); rows++) {
      for (int columns = 1; columns <= kernel.columns(); columns++) {
        for (int depth : new int[] {0, 1, 33}) {
          edge(kernel, rows, columns, depth, Float.NEGATIVE_INFINITY);
          edge(kernel, rows, columns, depth, 0);
        }
      }
    }
  }

  private static void edge(EdgeKernel kernel, int rows, int columns, int depth, float floor) {
    RandomStream random = RandomStream.of(rows * 100L + columns + depth);
    int width = kernel.columns();
    int aRow = depth + 1;
    float[] a = Chain.values(random, 1 + (rows - 1) * aRow + Math.max(1, depth));
    float[] b = Chain.values(random, Math.max(1, depth) * width);
    MemorySegment panel = Arena.ofAuto().allocate(64 + 4L * b.length, 64);
    MemorySegment.copy(b, 0, panel, ValueLayout.JAVA_FLOAT, 64, b.length);
    float[] init = Chain.values(random, 2 + columns);
    int cRow = columns + 2;
    float[] c = new float[OFFSET + rows * cRow];
    Arrays.fill(c, Chain.GUARD);
    float[] scratch = Chain.values(random, kernel.rows() * width);
    kernel.multiply(
        depth, a, 1, aRow, 1, rows, columns, panel, 64, init, 2, 0, floor, c, OFFSET, cRow,
        scratch);
    for (int at = 0; at < c.length; at++) {
      int r = (at - OFFSET) / cRow;
      int j = (at - OFFSET) % cRow;
      if (at < OFFSET || j >= columns) {
        Chain.assertGuard(c[at], "%d x %d, depth %d at %d", rows, columns, depth, at);
      } else {
        float sum = Chain.element(init[2 + j], depth, 1, a, 1 + r * aRow, 1, b, j, width);
        Chain.assertSame(
            c[at], Math.max(sum, floor), "%d x %d, depth %d: %d, %d", rows, columns, depth, r, j);
      }
    }
  }
}
