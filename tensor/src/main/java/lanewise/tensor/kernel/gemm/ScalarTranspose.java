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
}
