package lanewise.tensor.kernel.gemm;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Compressed weights without vectors; a vector has one float here. */
final class ScalarCompressed implements CompressedKernel {
  private static final int COLUMNS = 8;

  @Override
  public int columns() {
    return COLUMNS;
  }

  @Override
  public int lanes() {
    return 1;
  }

  @Override
  public void bfloat16(
      int depth,
      float[] a,
      int aOffset,
      int aStep,
      MemorySegment panel,
      long panelOffset,
      float[] init,
      int initOffset,
      float floor,
      float[] c,
      int cOffset) {
    for (int j = 0; j < COLUMNS; j++) {
      float sum = init[initOffset + j];
      for (int p = 0; p < depth; p++) {
        sum = Math.fma(a[aOffset + p * aStep], bfloat16(panel, panelOffset, p, j), sum);
      }
      c[cOffset + j] = Math.max(sum, floor);
    }
  }

  @Override
  public void int8(
      int depth,
      float[] a,
      int aOffset,
      int aStep,
      MemorySegment panel,
      long panelOffset,
      float[] init,
      int initOffset,
      float[] c,
      int cOffset) {
    for (int j = 0; j < COLUMNS; j++) {
      float sum = init[initOffset + j];
      for (int p = 0; p < depth; p++) {
        sum = Math.fma(a[aOffset + p * aStep], int8(panel, panelOffset, p, j), sum);
      }
      c[cOffset + j] = sum;
    }
  }

  @Override
  public void decodeBfloat16(
      int depth,
      MemorySegment panel,
      long panelOffset,
      int first,
      int width,
      MemorySegment floats,
      long floatsOffset) {
    for (int p = 0; p < depth; p++) {
      for (int j = 0; j < width; j++) {
        put(floats, floatsOffset, p * width + j, bfloat16(panel, panelOffset, p, first + j));
      }
    }
  }

  @Override
  public void decodeInt8(
      int depth,
      MemorySegment panel,
      long panelOffset,
      int first,
      int width,
      MemorySegment floats,
      long floatsOffset) {
    for (int p = 0; p < depth; p++) {
      for (int j = 0; j < width; j++) {
        put(floats, floatsOffset, p * width + j, int8(panel, panelOffset, p, first + j));
      }
    }
  }

  private static float bfloat16(MemorySegment panel, long offset, int p, int j) {
    long at = offset + 2L * (p * COLUMNS + j - j % 2);
    int pair = panel.get(ValueLayout.JAVA_INT, at);
    return Float.intBitsToFloat(j % 2 == 0 ? pair << 16 : pair & 0xffff_0000);
  }

  private static float int8(MemorySegment panel, long offset, int p, int j) {
    return panel.get(ValueLayout.JAVA_BYTE, offset + p * (long) COLUMNS + j);
  }

  private static void put(MemorySegment floats, long offset, int index, float value) {
    floats.set(ValueLayout.JAVA_FLOAT, offset + (long) index * Float.BYTES, value);
  }
}
