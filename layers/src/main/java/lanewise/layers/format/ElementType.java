package lanewise.layers.format;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** The element types that are read; only F32 is written. Each decodes little-endian bytes. */
enum ElementType {
  /** 32-bit floats, bit for bit. */
  F32(4) {
    @Override
    void decode(MemorySegment from, float[] into, int at, int count) {
      MemorySegment.copy(from, FLOAT, 0, into, at, count);
    }
  },
  /** IEEE half precision: every value is exactly a float. */
  F16(2) {
    @Override
    void decode(MemorySegment from, float[] into, int at, int count) {
      for (int i = 0; i < count; i++) {
        into[at + i] = Float.float16ToFloat(from.get(SHORT, 2L * i));
      }
    }
  },
  /** The upper half of a float: every value is exactly a float. */
  BF16(2) {
    @Override
    void decode(MemorySegment from, float[] into, int at, int count) {
      for (int i = 0; i < count; i++) {
        into[at + i] = Float.intBitsToFloat(from.get(SHORT, 2L * i) << 16);
      }
    }
  },
  /** 64-bit floats, rounded to the nearest float, ties to even, beyond its range to infinity. */
  F64(8) {
    @Override
    void decode(MemorySegment from, float[] into, int at, int count) {
      for (int i = 0; i < count; i++) {
        into[at + i] = (float) from.get(DOUBLE, 8L * i);
      }
    }
  };

  static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfDouble DOUBLE =
      ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final int bytes;

  ElementType(int bytes) {
    this.bytes = bytes;
  }

  /** The size of one element. */
  int bytes() {
    return bytes;
  }

  /** Writes {@code count} elements from the start of a segment into an array. */
  abstract void decode(MemorySegment from, float[] into, int at, int count);
}
