package lanewise.training.data.csv;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Decodes UTF-8 piece by piece: everything before malformed bytes is handed out first. */
final class Utf8Text {
  private static final int PIECE = 1 << 14;

  private final InputStream in;
  private final CharsetDecoder decoder =
      StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT);
  private final ByteBuffer bytes = ByteBuffer.allocate(PIECE).limit(0);
  private boolean ended;

  /** The piece at hand. */
  final char[] chars = new char[PIECE];

  /** The next character of the piece, and the end of the piece; the reader moves the first. */
  int position;

  int limit;

  Utf8Text(InputStream in) {
    this.in = in;
  }

  /**
   * Replaces the piece by the next one.
   *
   * @return false at the end
   * @throws CharacterCodingException if malformed bytes come next
   */
  boolean fill() throws IOException {
    CharBuffer piece = CharBuffer.wrap(chars);
    position = 0;
    limit = 0;
    while (true) {
      CoderResult result = decoder.decode(bytes, piece, ended);
      if (piece.position() > 0) {
        limit = piece.position();
        return true;
      }
      if (result.isError()) {
        result.throwException();
      }
      if (ended) {
        return false;
      }
      readBytes();
    }
  }

  private void readBytes() throws IOException {
    bytes.compact();
    int read = in.read(bytes.array(), bytes.position(), bytes.remaining());
    if (read < 0) {
      ended = true;
    } else {
      bytes.position(bytes.position() + read);
    }
    bytes.flip();
  }
}
