package lanewise.layers.format;

import java.nio.ByteBuffer;

/** The element types that can be read; only F32 is written. Each decodes little-endian bytes. */
enum ElementType {
  /** 32-bit floats, bit for bit. */
  F32(4) {
    @Override
    void decode(ByteBuffer from, float[] into, int at, int count) {
      from.asFloatBuffer().get(into, at, count);
    }
  },
  /** IEEE half precision: every value is exactly a float. */
  F16(2) {
    @Override
    void decode(ByteBuffer from, float[] into, int at, int count) {
      for (int i = 0; i < count; i++) {
        into[at + i] = Float.float16ToFloat(from.getShort(2 * i));
      }
    }
  },
  /** The upper half of a float: every value is exactly a float. */
  BF16(2) {
    @Override
    void decode(ByteBuffer from, float[] into, int at, int count) {
      for (int i = 0; i < count; i++) {
        into[at + i] = Float.intBitsToFloat(from.getShort(2 * i) << 16);
      }
    }
  },
  /** 64-bit floats, rounded to the nearest float, ties to even, beyond its range to infinity. */
  F64(8) {
    @Override
    void decode(ByteBuffer from, float[] into, int at, int count) {
      for (int i = 0; i < count; i++) {
        into[at + i] = (float) from.getDouble(8 * i);
      }
    }
  },
  /** 64-bit integers, rounded as F64 is; exact up to 2^24. */
  I64(8) {
    @Override
    void decode(ByteBuffer from, float[] into, int at, int count) {
      for (int i = 0; i < count; i++) {
        into[at + i] = (float) from.getLong(8 * i);
      }
    }
  },
  /** 32-bit integers, rounded as F64 is; exact up to 2^24. */
  I32(4) {
    @Override
    void decode(ByteBuffer from, float[] into, int at, int count) {
      for (int i = 0; i < count; i++) {
        into[at + i] = (float) from.getInt(4 * i);
      }
    }
  },
  /** 16-bit integers: every value is exactly a float. */
  I16(2) {
    @Override
    void decode(ByteBuffer from, float[] into, int at, int count) {
      for (int i = 0; i < count; i++) {
        into[at + i] = from.getShort(2 * i);
      }
    }
  },
  /** 8-bit integers: every value is exactly a float. */
  I8(1) {
    @Override
    void decode(ByteBuffer from, float[] into, int at, int count) {
      for (int i = 0; i < count; i++) {
        into[at + i] = from.get(i);
      }
    }
  },
  /** 8-bit integers without a sign: every value is exactly a float. */
  U8(1) {
    @Override
    void decode(ByteBuffer from, float[] into, int at, int count) {
      for (int i = 0; i < count; i++) {
        into[at + i] = Byte.toUnsignedInt(from.get(i));
      }
    }
  },
  /** Bytes that are 0 for false and anything else for true: 0 and 1. */
  BOOL(1) {
    @Override
    void decode(ByteBuffer from, float[] into, int at, int count) {
      for (int i = 0; i < count; i++) {
        into[at + i] = from.get(i) == 0 ? 0 : 1;
      }
    }
  };

  private final int bytes;

  ElementType(int bytes) {
    this.bytes = bytes;
  }

  /** The size of one element. */
  int bytes() {
    return bytes;
  }

  /** Writes {@code count} elements from the start of a segment into an array. */
  abstract void decode(ByteBuffer from, float[] into, int at, int count);
}
