package lanewise.tensor.kernel.gemm;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Turns floats into bfloat16 and int8, and lays them out for the {@link CompressedKernel}. Element
 * (p, j) of the matrix is b[from + p * row + j * step].
 */
final class Compression {
  private static final int LARGEST = 127;

  private Compression() {}

  /** Elements that the panels of a depth x columns matrix hold, padding included. */
  static long panelElements(CompressedKernel kernel, int depth, int columns) {
    return (long) depth * Math.ceilDiv(columns, kernel.columns()) * kernel.columns();
  }

  static void packBfloat16(
      CompressedKernel kernel,
      float[] b,
      int from,
      int row,
      int step,
      int depth,
      int columns,
      MemorySegment panels) {
    int lanes = kernel.lanes();
    for (int j = 0; j < columns; j++) {
      int pair = j % kernel.columns() / (2 * lanes);
      int lane = j % lanes;
      int half = j / lanes % 2;
      long offset = 4L * (pair * lanes + lane) + 2L * half;
      for (int p = 0; p < depth; p++) {
        short bits = bfloat16(b[from + p * row + j * step]);
        panels.set(ValueLayout.JAVA_SHORT, panelRow(kernel, depth, p, j) * 2 + offset, bits);
      }
    }
  }

  static void packInt8(
      CompressedKernel kernel,
      float[] b,
      int from,
      int row,
      int step,
      int depth,
      int columns,
      float[] scales,
      MemorySegment panels) {
    for (int j = 0; j < columns; j++) {
      long offset = j % kernel.columns();
      for (int p = 0; p < depth; p++) {
        byte level = level(b[from + p * row + j * step], scales[j]);
        panels.set(ValueLayout.JAVA_BYTE, panelRow(kernel, depth, p, j) + offset, level);
      }
    }
  }

  /** For each column its largest magnitude over 127. */
  static float[] scales(float[] b, int from, int row, int step, int depth, int columns) {
    float[] scales = new float[columns];
    for (int j = 0; j < columns; j++) {
      float largest = 0;
      for (int p = 0; p < depth; p++) {
        float value = b[from + p * row + j * step];
        if (!Float.isFinite(value)) {
          throw new IllegalArgumentException(
              "pack: the element at row "
                  + p
                  + ", column "
                  + j
                  + " is "
                  + value
                  + "; int8 holds finite numbers only");
        }
        largest = Math.max(largest, Math.abs(value));
      }
      scales[j] = largest / LARGEST;
    }
    return scales;
  }

  /** The elements before row p of the panel of column j. */
  private static long panelRow(CompressedKernel kernel, int depth, int p, int j) {
    int panel = j / kernel.columns();
    return ((long) panel * depth + p) * kernel.columns();
  }

  /** The nearest bfloat16, the even one of two; a NaN stays one. */
  static short bfloat16(float value) {
    int bits = Float.floatToRawIntBits(value);
    if (Float.isNaN(value)) {
      return (short) (bits >>> 16 | 0x40);
    }
    int tie = bits >>> 16 & 1;
    return (short) ((bits + 0x7fff + tie) >>> 16);
  }

  /** The nearest level, the even one of two. A scale that underflowed makes every level 0. */
  private static byte level(float value, float scale) {
    double level = scale == 0 ? 0 : Math.rint((double) value / scale);
    return (byte) Math.max(-LARGEST, Math.min(LARGEST, level));
  }
}
