package lanewise.tensor.io;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The kinds of numbers that are read, and how each becomes a float. */
enum NpyKind {
  FLOAT32("f4", 4),
  FLOAT64("f8", 8),
  INT32("i4", 4),
  INT64("i8", 8),
  UINT8("u1", 1),
  BOOL("b1", 1);

  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private static final Map<Character, String> FAMILIES =
      Map.ofEntries(
          Map.entry('f', "float"),
          Map.entry('i', "int"),
          Map.entry('u', "uint"),
          Map.entry('c', "complex"),
          Map.entry('O', "object"),
          Map.entry('S', "byte string"),
          Map.entry('a', "byte string"),
          Map.entry('U', "string"),
          Map.entry('V', "void"),
          Map.entry('M', "datetime"),
          Map.entry('m', "timedelta"));

  private final String code;
  private final int bytes;

  NpyKind(String code, int bytes) {
    this.code = code;
    this.bytes = bytes;
  }

  /** The size of one number. */
  int bytes() {
    return bytes;
  }

  /** The kind with this type code, a letter and a number of bytes; null if it is not read. */
  static @Nullable NpyKind of(String code) {
    for (NpyKind kind : values()) {
      if (kind.code.equals(code)) {
        return kind;
      }
    }
    return null;
  }

  /** What a type code means, in words: complex64 for c8. */
  static String nameOf(String code) {
    String family = code.isEmpty() ? null : FAMILIES.get(code.charAt(0));
    if (family == null) {
      return "an unknown kind";
    }
    String size = code.substring(1);
    boolean counted = "fiuc".indexOf(code.charAt(0)) >= 0 && size.matches("\\d{1,3}");
    return counted ? family + 8 * Integer.parseInt(size) : family;
  }

  /** Converts {@code count} numbers of a mapped file from a byte on. Allocates nothing. */
  void get(MemorySegment from, long start, ByteOrder order, float[] to, int at, int count) {
    for (int i = 0; i < count; i++) {
      to[at + i] = get(from, start + (long) bytes * i, order);
    }
  }

  /** Converts the number that begins at a byte of a mapped file. */
  float get(MemorySegment from, long at, ByteOrder order) {
    boolean swapped = order == ByteOrder.BIG_ENDIAN;
    return switch (this) {
      case FLOAT32 -> Float.intBitsToFloat(ordered(from.get(INT, at), swapped));
      case FLOAT64 -> (float) Double.longBitsToDouble(ordered(from.get(LONG, at), swapped));
      case INT32 -> ordered(from.get(INT, at), swapped);
      case INT64 -> ordered(from.get(LONG, at), swapped);
      case UINT8 -> from.get(JAVA_BYTE, at) & 0xFF;
      case BOOL -> from.get(JAVA_BYTE, at) == 0 ? 0 : 1;
    };
  }

  private static int ordered(int bits, boolean swapped) {
    return swapped ? Integer.reverseBytes(bits) : bits;
  }

  private static long ordered(long bits, boolean swapped) {
    return swapped ? Long.reverseBytes(bits) : bits;
  }

  /** Converts {@code count} numbers from the buffer, whose order is set. */
  void get(ByteBuffer from, float[] to, int at, int count) {
    switch (this) {
      case FLOAT32 -> from.asFloatBuffer().get(to, at, count);
      case FLOAT64 -> {
        for (int i = 0; i < count; i++) {
          to[at + i] = (float) from.getDouble(8 * i);
        }
      }
      case INT32 -> {
        for (int i = 0; i < count; i++) {
          to[at + i] = from.getInt(4 * i);
        }
      }
      case INT64 -> {
        for (int i = 0; i < count; i++) {
          to[at + i] = from.getLong(8 * i);
        }
      }
      case UINT8 -> {
        for (int i = 0; i < count; i++) {
          to[at + i] = from.get(i) & 0xFF;
        }
      }
      case BOOL -> {
        for (int i = 0; i < count; i++) {
          to[at + i] = from.get(i) == 0 ? 0 : 1;
        }
      }
    }
  }
}
