package lanewise.tensor.kernel.gemv;

import java.util.Arrays;
import java.util.stream.Stream;
import lanewise.tensor.Allocation;
import lanewise.tensor.RandomStream;
import lanewise.tensor.Workers;
import lanewise.tensor.kernel.Chain;
import lanewise.tensor.kernel.Variant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Row times matrix bit for bit against one chain an element. */
class GemvTest {
  private static final int[] DEPTHS = {0, 1, 2, 7, 131};
  private static final int[] COLUMNS = {
    0, 1, 3, 4, 5, 15, 16, 17, 31, 32, 33, 63, 64, 65, 127, 128, 129, 257
  };

  static Stream<Variant<GemvKernel>> variants() {
    return GemvVariants.ALL.stream().filter(Variant::available);
  }

  @ParameterizedTest
  @MethodSource("variants")
  void everyElementIsOneChain(Variant<GemvKernel> variant) {
    GemvKernel kernel = variant.kernel().get();
    for (int depth : DEPTHS) {
      for (int columns : COLUMNS) {
        for (int xStep : new int[] {1, 3, -2, 0}) {
          for (int aRow : new int[] {columns, columns + 5, 0, -columns - 1}) {
            check(kernel, variant.name(), depth, columns, xStep, aRow);
          }
        }
      }
    }
  }

  @Test
  void blocksOfColumnsOnSeveralThreads() {
    try (Workers two = Workers.of(2);
        Workers five = Workers.of(5)) {
      for (Workers workers : new Workers[] {Workers.caller(), two, five}) {
        GemvKernel shared =
            (depth, columns, x, xOffset, xStep, a, aOffset, aRow, y, yOffset) ->
                Gemv.multiplyAdd(
                    workers, depth, columns, x, xOffset, xStep, a, aOffset, aRow, y, yOffset);
        check(shared, "shared", 700, 777, 1, 780);
        check(shared, "shared", 5, 7, 2, 9);
      }
    }
  }

  private static void check(
      GemvKernel kernel, String name, int depth, int columns, int xStep, int aRow) {
    RandomStream random = RandomStream.of(depth * 1000L + columns);
    int last = Math.max(0, depth - 1);
    int xOffset = 2 + last * Math.max(0, -xStep);
    int aOffset = 3 + last * Math.max(0, -aRow);
    float[] x = Chain.values(random, xOffset + last * Math.max(0, xStep) + 1);
    float[] a = Chain.values(random, aOffset + last * Math.max(0, aRow) + columns);
    float[] before = new float[5 + columns + 6];
    Arrays.fill(before, Chain.GUARD);
    float[] start = Chain.values(random, columns);
    System.arraycopy(start, 0, before, 5, columns);
    float[] y = before.clone();
    kernel.multiply(depth, columns, x, xOffset, xStep, a, aOffset, aRow, y, 5);
    for (int at = 0; at < y.length; at++) {
      if (at < 5 || at >= 5 + columns) {
        Chain.assertGuard(y[at], "%s %d x %d at %d", name, depth, columns, at);
      } else {
        float expected =
            Chain.element(before[at], depth, 1, x, xOffset, xStep, a, aOffset + at - 5, aRow);
        Chain.assertSame(y[at], expected, "%s %d x %d at %d", name, depth, columns, at - 5);
      }
    }
  }

  @Test
  void allocatesNothing() {
    float[] x = Chain.values(RandomStream.of(1), 700);
    float[] a = Chain.values(RandomStream.of(2), 700 * 700);
    float[] y = new float[700];
    try (Workers two = Workers.of(2)) {
      Allocation.assertNoneInSteadyState(
          () -> {
            Gemv.multiplyAdd(Workers.caller(), 100, 131, x, 0, 1, a, 0, 131, y, 0);
            Gemv.multiplyAdd(two, 700, 700, x, 0, 1, a, 0, 700, y, 0);
          });
    }
  }
}
