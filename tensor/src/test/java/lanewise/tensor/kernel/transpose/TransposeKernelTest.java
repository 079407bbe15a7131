package lanewise.tensor.kernel.transpose;

import java.util.Arrays;
import java.util.stream.Stream;
import lanewise.tensor.RandomStream;
import lanewise.tensor.kernel.Chain;
import lanewise.tensor.kernel.Variant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The transposing copy of every variant that can run in this JVM. */
class TransposeKernelTest {
  static Stream<Variant<TransposeKernel>> variants() {
    return TransposeVariants.ALL.stream().filter(Variant::available);
  }

  @ParameterizedTest
  @MethodSource("variants")
  void everyElementGoesToItsPlace(Variant<TransposeKernel> variant) {
    TransposeKernel kernel = variant.kernel().get();
    int size = kernel.size();
    for (int blocks = 0; blocks <= 3; blocks++) {
      int depth = blocks * size;
      for (int line : new int[] {depth + 1, 1, 0, -3}) {
        for (int row : new int[] {size, size + 5}) {
          int from = 2 + (size - 1) * Math.max(0, -line);
          int length = from + (size - 1) * Math.max(0, line) + depth;
          float[] source = Chain.values(RandomStream.of(depth), length);
          float[] target = new float[16 + depth * row + 8];
          Arrays.fill(target, Chain.GUARD);
          kernel.transpose(source, from, line, depth, target, 16, row);
          for (int i = 0; i < target.length; i++) {
            int p = (i - 16) / row;
            int j = (i - 16) % row;
            if (i < 16 || p >= depth || j >= size) {
              Chain.assertGuard(target[i], "%s, depth %d at %d", variant.name(), depth, i);
            } else {
              float expected = source[from + j * line + p];
              Chain.assertSame(target[i], expected, "%s, depth %d at %d", variant.name(), depth, i);
            }
          }
        }
      }
    }
  }

  @Test
  void sizesThatDoNotFillBlocks() {
    for (int lines : new int[] {0, 1, 7, 15, 16, 17, 33, 131}) {
      for (int depth : new int[] {0, 1, 7, 15, 16, 17, 63, 65, 130}) {
        float[] source = Chain.values(RandomStream.of(lines), lines * (depth + 2) + 3);
        float[] target = new float[depth * (lines + 1) + 4];
        Arrays.fill(target, Chain.GUARD);
        Transposition.copy(lines, depth, source, 3, depth + 2, target, 2, lines + 1);
        for (int p = 0; p < depth; p++) {
          for (int j = 0; j < lines; j++) {
            float expected = source[3 + j * (depth + 2) + p];
            float actual = target[2 + p * (lines + 1) + j];
            Chain.assertSame(actual, expected, "%d lines of %d", lines, depth);
          }
          float guard = target[2 + p * (lines + 1) + lines];
          Chain.assertGuard(guard, "%d lines of %d", lines, depth);
        }
      }
    }
  }
}
