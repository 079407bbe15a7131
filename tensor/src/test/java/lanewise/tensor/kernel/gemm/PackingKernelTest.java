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

/** The transposing copy of every variant that can run in this JVM. */
class PackingKernelTest {
  static Stream<Variant<Tiles>> variants() {
    return GemmVariants.ALL.stream().filter(Variant::available);
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

  private static void check(
      PackingKernel kernel, String name, int depth, int step, int width, float alpha) {
    int size = kernel.size();
    int from = 2 + (size - 1) * Math.max(0, -step);
    int length = from + (size - 1) * Math.max(0, step) + depth;
    float[] b = Chain.values(RandomStream.of(depth), length);
    int at = 16;
    int floats = at + depth * width + 8;
    MemorySegment panel = Arena.ofAuto().allocate((long) floats * Float.BYTES, 64);
    for (int i = 0; i < floats; i++) {
      panel.setAtIndex(ValueLayout.JAVA_FLOAT, i, Chain.GUARD);
    }
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
