package lanewise.tensor.io;

import java.nio.ByteBuffer;
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
