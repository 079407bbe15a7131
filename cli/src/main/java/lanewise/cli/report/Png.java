package lanewise.cli.report;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * Writes small grey and coloured pictures in the PNG format (RFC 2083), without a graphics library.
 */
final class Png {
  private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
  private static final byte EIGHT_BITS = 8;

  private Png() {}

  /**
   * The size of a picture.
   *
   * @param width the number of pixels in a row
   * @param height the number of rows
   * @param channels 1 for grey, 3 for red, green and blue
   */
  record Format(int width, int height, int channels) {
    private static final int GREY = 1;
    private static final int COLORS = 3;
    private static final byte COLOR_TYPE_GREY = 0;
    private static final byte COLOR_TYPE_RGB = 2;

    Format {
      if (channels != GREY && channels != COLORS) {
        throw new IllegalArgumentException("png: " + channels + " channels: use 1 or 3");
      }
    }

    private byte colorType() {
      return channels == GREY ? COLOR_TYPE_GREY : COLOR_TYPE_RGB;
    }
  }

  /**
   * Returns a picture as the address of an image element.
   *
   * @param pixels the pixels from the top left, each a byte for each channel, from 0 for dark to
   *     255 for bright
   */
  static String dataUri(Format format, byte[] pixels) {
    return "data:image/png;base64," + Base64.getEncoder().encodeToString(of(format, pixels));
  }

  static byte[] of(Format format, byte[] pixels) {
    int length = format.width * format.channels;
    byte[] rows = new byte[format.height * (length + 1)]; // a byte before each row: no filter
    for (int y = 0; y < format.height; y++) {
      System.arraycopy(pixels, y * length, rows, y * (length + 1) + 1, length);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(SIGNATURE);
    ByteBuffer header =
        ByteBuffer.allocate(13)
            .putInt(format.width)
            .putInt(format.height)
            .put(EIGHT_BITS)
            .put(format.colorType());
    chunk(out, "IHDR", header.array());
    chunk(out, "IDAT", deflated(rows));
    chunk(out, "IEND", new byte[0]);
    return out.toByteArray();
  }

  private static byte[] deflated(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION)) {
      deflater.setInput(bytes);
      deflater.finish();
      byte[] buffer = new byte[1024];
      while (!deflater.finished()) {
        out.write(buffer, 0, deflater.deflate(buffer));
      }
    }
    return out.toByteArray();
  }

  private static void chunk(ByteArrayOutputStream out, String type, byte[] data) {
    byte[] name = type.getBytes(StandardCharsets.US_ASCII);
    CRC32 checksum = new CRC32();
    checksum.update(name);
    checksum.update(data);
    out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(data.length).array());
    out.writeBytes(name);
    out.writeBytes(data);
    out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt((int) checksum.getValue()).array());
  }
}
