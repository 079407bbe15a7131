package lanewise.layers.format;

import java.util.Arrays;
import java.util.Random;

/** Small random damage to bytes, for feeding parsers. */
final class Mutations {
  private static final byte[] TELLING = {
    0, (byte) 0xff, (byte) 0x80, 0x7f, '"', '\\', '{', '}', '[', ']', ',', ':', '0', '9', '-', ' '
  };

  private Mutations() {}

  /** A copy with one to four changes: a bit, a byte, a cut, a piece repeated or removed. */
  static byte[] of(byte[] original, Random random) {
    byte[] bytes = original.clone();
    int changes = 1 + random.nextInt(4);
    for (int i = 0; i < changes && bytes.length > 0; i++) {
      bytes = changed(bytes, random);
    }
    return bytes;
  }

  private static byte[] changed(byte[] bytes, Random random) {
    int at = random.nextInt(bytes.length);
    int length = Math.min(1 + random.nextInt(8), bytes.length - at);
    switch (random.nextInt(6)) {
      case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
      case 1 -> bytes[at] = (byte) random.nextInt(256);
      case 2 -> bytes[at] = TELLING[random.nextInt(TELLING.length)];
      case 3 -> {
        return Arrays.copyOf(bytes, at);
      }
      case 4 -> {
        return replaced(bytes, at, length, 0);
      }
      default -> {
        return replaced(bytes, at, length, 2);
      }
    }
    return bytes;
  }

  /** The piece there, {@code times} times. */
  private static byte[] replaced(byte[] bytes, int at, int length, int times) {
    byte[] result = new byte[bytes.length + length * (times - 1)];
    System.arraycopy(bytes, 0, result, 0, at);
    for (int i = 0; i < times; i++) {
      System.arraycopy(bytes, at, result, at + i * length, length);
    }
    int behind = at + length;
    System.arraycopy(bytes, behind, result, at + times * length, bytes.length - behind);
    return result;
  }
}
