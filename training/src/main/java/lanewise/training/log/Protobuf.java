package lanewise.training.log;

import java.io.ByteArrayOutputStream;

/** Writes the few kinds of protobuf fields that events have. */
final class Protobuf {
  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int LENGTH = 2;
  private static final int FIXED32 = 5;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private void tag(int field, int type) {
    raw(((long) field << 3) | type);
  }

  /** Seven bits a byte, the lowest first; the high bit says that more follow. */
  private void raw(long value) {
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      out.write((int) ((rest & 0x7F) | 0x80));
      rest >>>= 7;
    }
    out.write((int) rest);
  }

  private void fixed(long value, int bytes) {
    for (int i = 0; i < bytes; i++) {
      out.write((int) (value >>> (8 * i)));
    }
  }

  Protobuf varint(int field, long value) {
    tag(field, VARINT);
    raw(value);
    return this;
  }

  Protobuf doubleValue(int field, double value) {
    tag(field, FIXED64);
    fixed(Double.doubleToRawLongBits(value), Double.BYTES);
    return this;
  }

  Protobuf floatValue(int field, float value) {
    tag(field, FIXED32);
    fixed(Float.floatToRawIntBits(value), Float.BYTES);
    return this;
  }

  Protobuf doubles(int field, Iterable<Double> values, int count) {
    tag(field, LENGTH);
    raw((long) Double.BYTES * count);
    for (double value : values) {
      fixed(Double.doubleToRawLongBits(value), Double.BYTES);
    }
    return this;
  }

  Protobuf bytes(int field, byte[] value) {
    tag(field, LENGTH);
    raw(value.length);
    out.writeBytes(value);
    return this;
  }

  Protobuf message(int field, Protobuf value) {
    return bytes(field, value.toBytes());
  }

  byte[] toBytes() {
    return out.toByteArray();
  }
}
