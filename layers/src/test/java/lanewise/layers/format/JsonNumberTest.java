package lanewise.layers.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Exact texts, and the way to and from Java's numbers. */
@Tag("once")
final class JsonNumberTest {
  @Test
  void wholeNumbersAreExact() {
    for (long value : new long[] {0, -1, 42, Long.MAX_VALUE, Long.MIN_VALUE}) {
      assertThat(JsonNumber.of(value).asLong()).isEqualTo(value);
    }
    assertThat(new JsonNumber("-2147483648").asInt()).isEqualTo(Integer.MIN_VALUE);
    assertThat(new JsonNumber("-0").asLong()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.0", "1e3", "0.5", "1E0"})
  void fractionsAndExponentsAreNotWholeNumbers(String text) {
    assertThatThrownBy(() -> new JsonNumber(text).asLong())
        .isExactlyInstanceOf(JsonException.class)
        .hasMessage("expected a whole number, found " + text);
    assertThatThrownBy(() -> new JsonNumber(text).asInt())
        .hasMessage("expected a whole number, found " + text);
  }

  @Test
  void rangesAreChecked() {
    assertThatThrownBy(() -> new JsonNumber("2147483648").asInt())
        .hasMessage("expected a whole number of 32 bits, found 2147483648");
    assertThatThrownBy(() -> new JsonNumber("9223372036854775808").asLong())
        .hasMessage("expected a whole number of 64 bits, found 9223372036854775808");
    assertThatThrownBy(() -> new JsonNumber("1e39").asFloat())
        .hasMessage("expected a number within 32-bit range, found 1e39");
    assertThatThrownBy(() -> new JsonNumber("-1e309").asDouble())
        .hasMessage("expected a number within 64-bit range, found -1e309");
    assertThatThrownBy(() -> new JsonNumber("9".repeat(1000)).asLong())
        .hasMessage("expected a whole number of 64 bits, found " + "9".repeat(40) + "…");
  }

  @Test
  void floatsComeBackBitForBit() {
    Random random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      float value = Float.intBitsToFloat(random.nextInt());
      if (Float.isFinite(value)) {
        JsonNumber number = (JsonNumber) Json.parse(Json.write(JsonNumber.of(value)));
        assertThat(Float.floatToRawIntBits(number.asFloat()))
            .as("%s", value)
            .isEqualTo(Float.floatToRawIntBits(value));
      }
    }
    assertThat(JsonNumber.of(0.1f).text()).isEqualTo("0.1");
    assertThat(JsonNumber.of(-0.0f).asFloat()).isEqualTo(-0.0f);
    assertThat(JsonNumber.of(Float.MIN_VALUE).text()).isEqualTo("1.4E-45");
  }

  @Test
  void doublesComeBackBitForBit() {
    Random random = new Random(8);
    for (int i = 0; i < 20_000; i++) {
      double value = Double.longBitsToDouble(random.nextLong());
      if (Double.isFinite(value)) {
        JsonNumber number = (JsonNumber) Json.parse(Json.write(JsonNumber.of(value)));
        assertThat(number.asDouble()).isEqualTo(value);
      }
    }
    assertThat(JsonNumber.of(1e-3).text()).isEqualTo("0.001");
  }

  @Test
  void floatsAreRoundedOnce() {
    String betweenFloats = "1.00000005960464477540"; // just above half way from 1 to the next float
    assertThat(new JsonNumber(betweenFloats).asFloat()).isEqualTo(Math.nextUp(1f));
  }

  @Test
  void refusesNanAndInfinity() {
    assertThatThrownBy(() -> JsonNumber.of(Float.NaN)).hasMessage("JSON has no number for NaN");
    assertThatThrownBy(() -> JsonNumber.of(Float.NEGATIVE_INFINITY))
        .hasMessage("JSON has no number for -Infinity");
    assertThatThrownBy(() -> JsonNumber.of(Double.NaN)).isInstanceOf(JsonException.class);
    assertThatThrownBy(() -> JsonObject.builder().put("loss", Double.POSITIVE_INFINITY))
        .hasMessage("JSON has no number for Infinity");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-", "01", "1.", ".1", "1e", "+1", "1 ", "NaN", "0x1", "1,2"})
  void refusesWhatIsNotANumber(String text) {
    assertThatThrownBy(() -> new JsonNumber(text))
        .hasMessage("\"" + text + "\" is not a JSON number");
  }
}
