package lanewise.tensor.kernel.gemm;

import java.util.Arrays;
import java.util.stream.Stream;
import lanewise.tensor.RandomStream;
import lanewise.tensor.kernel.Chain;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The kernels for small matrices, of every variant that can run here. */
class SmallKernelTest {
  private static final int OFFSET = 3;

  static Stream<SmallKernel> kernels() {
    return StandInTiles.andVariants().map(variant -> variant.kernel().get().small());
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void everyElementIsOneChain(SmallKernel kernel) {
    for (int m : new int[] {1, 2, 5, 8, 9, 17}) {
      int most = 3 * kernel.columns() + 2;
      for (int n = kernel.columns(); n <= most; n++) {
        for (int k : new int[] {0, 1, 2, 31}) {
          small(kernel, m, n, k, k + 2, 1);
          small(kernel, m, n, k, 1, m + 3);
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
    float[] before = Chain.values(random, OFFSET + m * cRow);
    for (boolean add : new boolean[] {false, true}) {
      if (add && n % kernel.columns() != 0) {
        continue;
      }
      float[] c = new float[before.length];
      Arrays.fill(c, Chain.GUARD);
      for (int i = 0; add && i < m; i++) {
        System.arraycopy(before, OFFSET + i * cRow, c, OFFSET + i * cRow, n);
      }
      kernel.multiply(m, n, k, a, 1, aRow, aStep, b, 2, bRow, add, c, OFFSET, cRow);
      for (int at = 0; at < c.length; at++) {
        int i = (at - OFFSET) / cRow;
        int j = (at - OFFSET) % cRow;
        if (at < OFFSET || j >= n) {
          Chain.assertGuard(c[at], "%d x %d x %d at %d", m, n, k, at);
        } else {
          float from = add ? before[at] : 0;
          float expected = Chain.element(from, k, 1, a, 1 + i * aRow, aStep, b, 2 + j, bRow);
          Chain.assertSame(c[at], expected, "%d x %d x %d at %d, %d", m, n, k, i, j);
        }
      }
    }
  }
}
