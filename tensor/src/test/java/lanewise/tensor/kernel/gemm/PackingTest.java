package lanewise.tensor.kernel.gemm;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PackingTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @ParameterizedTest
  @CsvSource({"1, 1, 8", "3, 5, 8", "70, 8, 8", "130, 7, 8", "64, 15, 16"})
  void copiesTheColumnsAndPadsWithZeros(int depth, int columns, int width) {
    float[] b = new float[3 + depth * columns];
    for (int i = 0; i < b.length; i++) {
      b[i] = i + 1;
    }
    for (boolean transposed : new boolean[] {false, true}) {
      int row = transposed ? 1 : columns;
      int step = transposed ? depth : 1;
      MemorySegment panel = filled(2 + depth * width + 1);
      Packing.panel(2, b, 3, row, step, depth, columns, width, panel, 2 * Float.BYTES);
      for (int p = 0; p < depth; p++) {
        for (int j = 0; j < width; j++) {
          float expected = j < columns ? 2 * b[3 + p * row + j * step] : 0;
          assertThat(panel.getAtIndex(ValueLayout.JAVA_FLOAT, 2 + p * width + j))
              .as("transposed %s, row %s, column %s", transposed, p, j)
              .isEqualTo(expected);
        }
      }
      assertThat(panel.getAtIndex(ValueLayout.JAVA_FLOAT, 1)).isEqualTo(77);
      assertThat(panel.getAtIndex(ValueLayout.JAVA_FLOAT, 2 + depth * width)).isEqualTo(77);
    }
  }

  private static MemorySegment filled(int count) {
    MemorySegment panel = Arena.ofAuto().allocate((long) count * Float.BYTES, 64);
    for (int i = 0; i < count; i++) {
      panel.setAtIndex(ValueLayout.JAVA_FLOAT, i, 77);
    }
    return panel;
  }

  /**
   * Asked before the compiler optimizes: whether it removes an object later varies by run. Three
   * columns are fewer than any vector has lanes, and vectors are objects until they are compiled.
   * An object of the packing is made in every round; the JVM makes its own for the accesses to
   * memory in some.
   */
  @Test
  void allocatesNothingForAnEdge() {
    MemorySegment panel = filled(8 * 8);
    float[] b = new float[64];
    long least = Long.MAX_VALUE;
    for (int round = 0; round < 20; round++) {
      long before = THREADS.getCurrentThreadAllocatedBytes();
      Packing.panel(1, b, 0, 1, 8, 8, 3, 8, panel, 0);
      least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
    }
    assertThat(least).isZero();
  }
}
