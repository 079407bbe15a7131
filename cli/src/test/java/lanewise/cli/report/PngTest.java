package lanewise.cli.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.InflaterInputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The bytes of pictures. */
@Tag("once")
final class PngTest {
  @Test
  void hasThePixelsOfThePicture() throws IOException {
    byte[] grey = {0, 100, (byte) 255, 7, 8, 9};
    ByteBuffer in = ByteBuffer.wrap(Png.of(new Png.Format(3, 2, 1), grey));
    byte[] signature = new byte[8];
    in.get(signature);
    assertThat(signature).isEqualTo(new byte[] {(byte) 0x89, 80, 78, 71, 13, 10, 26, 10});
    assertThat(chunk(in, "IHDR")).isEqualTo(new byte[] {0, 0, 0, 3, 0, 0, 0, 2, 8, 0, 0, 0, 0});
    byte[] data = chunk(in, "IDAT");
    byte[] rows = new InflaterInputStream(new ByteArrayInputStream(data)).readAllBytes();
    assertThat(rows)
        .as("two rows without a filter")
        .isEqualTo(new byte[] {0, 0, 100, -1, 0, 7, 8, 9});
    assertThat(chunk(in, "IEND")).isEmpty();
    assertThat(in.hasRemaining()).isFalse();
  }

  @Test
  void hasTheColorsOfThePicture() throws IOException {
    byte[] colors = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
    ByteBuffer in = ByteBuffer.wrap(Png.of(new Png.Format(2, 2, 3), colors)).position(8);
    assertThat(chunk(in, "IHDR")).isEqualTo(new byte[] {0, 0, 0, 2, 0, 0, 0, 2, 8, 2, 0, 0, 0});
    byte[] rows =
        new InflaterInputStream(new ByteArrayInputStream(chunk(in, "IDAT"))).readAllBytes();
    assertThat(rows).isEqualTo(new byte[] {0, 1, 2, 3, 4, 5, 6, 0, 7, 8, 9, 10, 11, 12});
    assertThatThrownBy(() -> new Png.Format(2, 2, 4))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("png: 4 channels: use 1 or 3");
  }

  private static byte[] chunk(ByteBuffer in, String type) {
    byte[] data = new byte[in.getInt()];
    byte[] name = new byte[4];
    in.get(name).get(data);
    assertThat(new String(name, StandardCharsets.US_ASCII)).isEqualTo(type);
    CRC32 checksum = new CRC32();
    checksum.update(name);
    checksum.update(data);
    assertThat(in.getInt()).isEqualTo((int) checksum.getValue());
    return data;
  }

  @Test
  void aPictureOfManyPixelsIsWhole() throws IOException {
    byte[] grey = new byte[100 * 100];
    for (int i = 0; i < grey.length; i++) {
      grey[i] = (byte) ((i * 31) ^ (i >> 3));
    }
    ByteBuffer in = ByteBuffer.wrap(Png.of(new Png.Format(100, 100, 1), grey)).position(8);
    chunk(in, "IHDR");
    byte[] rows =
        new InflaterInputStream(new ByteArrayInputStream(chunk(in, "IDAT"))).readAllBytes();
    assertThat(rows).hasSize(100 * 101);
    assertThat(Arrays.copyOfRange(rows, 101 + 1, 2 * 101))
        .isEqualTo(Arrays.copyOfRange(grey, 100, 200));
    assertThat(Png.dataUri(new Png.Format(100, 100, 1), grey))
        .startsWith("data:image/png;base64,iVBORw0KGgo");
  }
}
