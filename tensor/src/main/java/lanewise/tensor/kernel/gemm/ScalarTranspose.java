package lanewise.tensor.kernel.gemm;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Packs one line at a time without vectors. */
final class ScalarTranspose implements PackingKernel {
  @Override
  public int size() {
    return 1;
  }

  @Override
  public void transpose(
      float alpha,
      float[] b,
      int from,
      int step,
      int depth,
      MemorySegment panel,
      long at,
      int width) {
    long to = at;
    for (int p = 0; p < depth; p++) {
      panel.set(ValueLayout.JAVA_FLOAT, to, alpha * b[from + p]);
      to += (long) width * Float.BYTES;
    }
  }

  @Override
  public void copy(
      float[] b, int from, int ld, int depth, MemorySegment panel, long at, int width) {
    for (int p = 0; p < depth; p++) {
      long to = at + (long) p * width * Float.BYTES;
      MemorySegment.copy(b, from + p * ld, panel, ValueLayout.JAVA_FLOAT, to, width);
    }
  }

  @Override
  public void copyEdge(
      float[] b, int from, int ld, int depth, int columns, MemorySegment panel, long at) {
    int width = 4;
    for (int p = 0; p < depth; p++) {
      for (int j = 0; j < width; j++) {
        float value = j < columns ? b[from + p * ld + j] : 0;
        panel.set(ValueLayout.JAVA_FLOAT, at + ((long) p * width + j) * Float.BYTES, value);
      }
    }
  }
}
