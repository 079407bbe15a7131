package lanewise.layers.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The grammar, accepted and refused; writing; mutated texts. */
@Tag("once")
final class JsonTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "true",
        "false",
        "0",
        "-0",
        "-0.0",
        "1",
        "10",
        "-1.5",
        "1e5",
        "1E+5",
        "1.25e-05",
        "123456789012345678901234567890",
        "1e999",
        "\"\"",
        "\"a\"",
        "\"a/b\"",
        "\"\\\"\\\\\\b\\f\\n\\r\\t\"",
        "\"\u007f\u0085\u2028\"",
        "\"\u00e4\u20ac\ud83d\ude00\"",
        "[]",
        "[1]",
        "[1,[2,[3,[]]],{}]",
        "{}",
        "{\"\":0}",
        "{\"a\":{\"b\":[true,null]},\"c\":\"d\"}",
      })
  void writesWhatItParsed(String text) {
    assertThat(Json.write(Json.parse(text))).isEqualTo(text);
    assertThat(Json.write(Json.parse(text.getBytes(StandardCharsets.UTF_8)))).isEqualTo(text);
  }

  @Test
  void acceptsWhitespaceAndEveryEscape() {
    assertThat(Json.write(Json.parse(" \t\r\n{ \"a\" : [ 1 , 2 ] , \"b\" : { } } \n")))
        .isEqualTo("{\"a\":[1,2],\"b\":{}}");
    assertThat(Json.parse("\"\\u0041\\u00e4\\/\\uD83D\\uDE00\\u0000\""))
        .isEqualTo(new JsonString("A\u00e4/\ud83d\ude00\0"));
    assertThat(Json.parse("\"\ud83d" + "\\ude00\"")).isEqualTo(new JsonString("\ud83d\ude00"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "nul",
        "nullx",
        "True",
        "NaN",
        "Infinity",
        "-Infinity",
        "-",
        "+1",
        "01",
        "-01",
        ".5",
        "1.",
        "1.e5",
        "1e",
        "1e+",
        "0x10",
        "1_000",
        "1 2",
        "\u0661",
        "'a'",
        "\"",
        "\"a",
        "\"\\",
        "\"\\\"",
        "\"\\x41\"",
        "\"\\u12\"",
        "\"\\u12g4\"",
        "\"\\u\uff11\uff12\uff13\uff14\"",
        "\"\\U0041\"",
        "\"a\tb\"",
        "\"a\nb\"",
        "\"a\0b\"",
        "\"\\ud800\"",
        "\"\\ud800x\"",
        "\"\\ud800\\n\"",
        "\"\\ud800\\u0041\"",
        "\"\\udc00\"",
        "\"\\udc00\\ud800\"",
        "[",
        "]",
        "[1",
        "[1,",
        "[1,]",
        "[,1]",
        "[1 2]",
        "[1}",
        "{",
        "}",
        "{\"a\"",
        "{\"a\":",
        "{\"a\":1",
        "{\"a\":1,",
        "{\"a\":1,}",
        "{,}",
        "{\"a\" 1}",
        "{a:1}",
        "{1:1}",
        "{\"a\":1]",
        "{\"a\":1,\"a\":1}",
        "{\"a\":1,\"\\u0061\":2}",
        "[] []",
        "[]/**/",
        "// c\n1",
        "\ufeff1",
        "\u00a01",
        "1\0",
        "\f1",
      })
  void refuses(String text) {
    assertThatThrownBy(() -> Json.parse(text))
        .isExactlyInstanceOf(JsonException.class)
        .hasMessageMatching("line \\d+, column \\d+: .+");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[1,]|line 1, column 4: expected a value, found ']'",
        "{\"a\" 1}|line 1, column 6: expected ':' after a key, found '1'",
        "{\"a\":1,\"a\":2}|line 1, column 8: the key \"a\" appears twice",
        "{a:1}|line 1, column 2: expected a key in double quotes, found 'a'",
        "[1 2]|line 1, column 4: expected ',' or ']', found '2'",
        "1 \"|line 1, column 3: expected the end of the text, found '\"'",
        "[\"abc|line 1, column 2: the string that begins here is not terminated",
        "\"\\q\"|line 1, column 2: JSON has no such escape",
        "\"\\u12\"|line 1, column 2: \\u needs four hexadecimal digits",
        "-|line 1, column 2: expected a digit, found the end of the text",
        "\"a\\ud800b\"|line 1, column 3: a lone surrogate is not Unicode text",
      })
  void namesThePlace(String text, String message) {
    assertThatThrownBy(() -> Json.parse(text)).hasMessage(message);
  }

  @Test
  void countsLines() {
    assertThatThrownBy(() -> Json.parse("{\n  \"a\": 1,\n  \"b\": x\n}"))
        .hasMessage("line 3, column 8: expected a value, found 'x'")
        .isInstanceOfSatisfying(JsonException.class, e -> assertThat(e.offset()).isEqualTo(19));
    assertThatThrownBy(() -> Json.parse("\"\n\""))
        .hasMessage(
            "line 1, column 2: expected an escape in place of a control character, found '\\n'");
  }

  @Test
  void refusesBytesThatAreNotUtf8() {
    byte[][] bad = {
      {'"', (byte) 0xff, '"'},
      {'"', (byte) 0xc0, (byte) 0x80, '"'},
      {'"', (byte) 0xed, (byte) 0xa0, (byte) 0x80, '"'},
      {'"', (byte) 0xc3, '"'},
      {'"', (byte) 0xf4, (byte) 0x90, (byte) 0x80, (byte) 0x80, '"'},
    };
    for (byte[] bytes : bad) {
      assertThatThrownBy(() -> Json.parse(bytes)).hasMessage("byte 1: the text is not UTF-8");
    }
    assertThatThrownBy(() -> Json.parse(new byte[] {'"', 'a', (byte) 0xc3}))
        .isExactlyInstanceOf(JsonException.class);
  }

  @Test
  void boundsTheDepth() {
    String deepest = "[".repeat(Json.MAX_DEPTH) + "]".repeat(Json.MAX_DEPTH);
    assertThat(Json.write(Json.parse(deepest))).isEqualTo(deepest);
    assertThatThrownBy(() -> Json.parse("[" + deepest + "]"))
        .hasMessage("line 1, column 129: more than 128 nested arrays and objects");
    assertThatThrownBy(() -> Json.parse("{\"a\":".repeat(1_000_000)))
        .isExactlyInstanceOf(JsonException.class);
    JsonValue tooDeep = JsonArray.of(Json.parse(deepest));
    assertThatThrownBy(() -> Json.write(tooDeep))
        .hasMessage("more than 128 nested arrays and objects");
  }

  @Test
  void refusesToWriteLoneSurrogates() {
    assertThatThrownBy(() -> Json.write(new JsonString("a\ud800")))
        .hasMessage("\"a\\ud800\" has a lone surrogate at index 1, which is not Unicode text");
    assertThatThrownBy(() -> Json.write(JsonObject.builder().put("\udc00", JsonNull.NULL).build()))
        .isExactlyInstanceOf(JsonException.class);
  }

  @Test
  void escapesOnlyWhatJsonRequires() {
    StringBuilder controls = new StringBuilder();
    for (char c = 0; c < 0x20; c++) {
      controls.append(c);
    }
    JsonString all = new JsonString(controls + "\"\\/\u007f\u00e4\ud83d\ude00");
    String text = Json.write(all);
    assertThat(text)
        .startsWith("\"\\u0000\\u0001")
        .contains("\\u0007\\b\\t\\n\\u000b\\f\\r\\u000e")
        .endsWith("\\u001f\\\"\\\\/\u007f\u00e4\ud83d\ude00\"");
    assertThat(Json.parse(text)).isEqualTo(all);
  }

  @Test
  void mutatedTextsEndInAValueOrAJsonException() {
    String seed =
        "{\"a\":[1,-2.5e3,true,false,null],\"b\":{\"c\":\"x\\u00e4\\n"
            + "\\ud83d\\ude00\"},\"d\":[[],{}]}";
    Random random = new Random(20_261);
    assertTimeoutPreemptively(
        Duration.ofMinutes(30),
        () -> {
          for (int i = 0; i < 40_000; i++) {
            byte[] bytes = Mutations.of(seed.getBytes(StandardCharsets.UTF_8), random);
            parseAndWriteBack(bytes, i);
          }
        });
  }

  private static void parseAndWriteBack(byte[] bytes, int round) {
    JsonValue value;
    try {
      value = Json.parse(bytes);
    } catch (JsonException expected) {
      assertThat(expected.getMessage()).as("round %s", round).isNotBlank().doesNotContain("\n");
      return;
    }
    assertThat(Json.parse(Json.write(value))).as("round %s", round).isEqualTo(value);
  }
}
