package lanewise.layers.format;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Files put together by hand, right or wrong. */
final class RawFile {
  private RawFile() {}

  /** Length, header and data as they are given. */
  static byte[] of(String header, byte[] data) {
    byte[] text = header.getBytes(StandardCharsets.UTF_8);
    return of(text.length, text, data);
  }

  /** A header length that need not be the header's. */
  static byte[] of(long length, byte[] header, byte[] data) {
    return ByteBuffer.allocate(8 + header.length + data.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(length)
        .put(header)
        .put(data)
        .array();
  }
}
