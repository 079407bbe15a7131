package lanewise.layers.format;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Parses and writes JSON, strictly by RFC 8259.
 *
 * <p>Reading refuses everything outside the grammar (comments, trailing commas, single quotes, NaN,
 * leading zeros, a byte order mark, anything after the value), and also text that two readers could
 * understand differently: a duplicate key in one object, a lone surrogate in a string, bytes that
 * are not UTF-8, more than {@link #MAX_DEPTH} nested arrays and objects. Numbers keep their exact
 * text.
 *
 * <p>Writing is compact and deterministic: no spaces, members in their order, non-ASCII characters
 * as they are, escapes only where JSON requires them. The parser accepts every written text and
 * returns an equal value.
 *
 * <p>The values of a text take up to some 70 bytes of memory for each of its characters; where a
 * text is not trusted, {@link JsonSize} tells before.
 *
 * <p>All methods are safe to call from many threads.
 */
public final class Json {
  /** The depth to which arrays and objects may nest, in reading and in writing. */
  public static final int MAX_DEPTH = 128;

  private Json() {}

  /**
   * Parses a JSON text.
   *
   * @param text one value, with optional whitespace around it
   * @return the value
   * @throws JsonException if the text is not strict JSON; the message names line and column
   */
  public static JsonValue parse(String text) {
    return new JsonParser(text).parse();
  }

  /**
   * Parses a JSON text in UTF-8.
   *
   * @param utf8 the text's bytes, without a byte order mark
   * @return the value
   * @throws JsonException if the bytes are not UTF-8 or the text is not strict JSON
   */
  public static JsonValue parse(byte[] utf8) {
    return parse(text(utf8));
  }

  /** Decodes a text. */
  static String text(byte[] utf8) {
    CharBuffer chars = CharBuffer.allocate(utf8.length);
    ByteBuffer bytes = ByteBuffer.wrap(utf8);
    CoderResult result =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT)
            .decode(bytes, chars, true);
    if (result.isError()) {
      int at = bytes.position();
      throw new JsonException("byte " + at + ": the text is not UTF-8", at);
    }
    return chars.flip().toString();
  }

  /**
   * Writes a value as compact text, on one line.
   *
   * @param value the value
   * @return its text
   * @throws JsonException if a string holds a lone surrogate or the value nests too deep
   */
  public static String write(JsonValue value) {
    return JsonWriter.write(value);
  }
}
