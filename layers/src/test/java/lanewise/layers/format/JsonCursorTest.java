package lanewise.layers.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Getters and the paths in their errors. */
@Tag("once")
final class JsonCursorTest {
  private static final JsonCursor CONFIG =
      JsonCursor.of(
          "config",
          Json.parse(
              "{\"layers\":[{},{},{\"out\":\"x\"}],\"rate\":0.5,\"big\":1e300,\"on\":true,"
                  + "\"none\":null,\"odd key\":1,\"seed\":9007199254740993}"));

  @Test
  void readsEveryKind() {
    assertThat(CONFIG.get("layers").at(2).get("out").asString()).isEqualTo("x");
    assertThat(CONFIG.get("rate").asFloat()).isEqualTo(0.5f);
    assertThat(CONFIG.get("big").asDouble()).isEqualTo(1e300);
    assertThat(CONFIG.get("seed").asLong()).isEqualTo(9007199254740993L);
    assertThat(CONFIG.get("on").asBoolean()).isTrue();
    assertThat(CONFIG.get("none").isNull()).isTrue();
    assertThat(CONFIG.get("odd key").asInt()).isEqualTo(1);
    assertThat(CONFIG.find("missing")).isEmpty();
    assertThat(CONFIG.find("rate").orElseThrow().path()).isEqualTo("config.rate");
    assertThat(CONFIG.get("layers").elements()).hasSize(3);
    assertThat(CONFIG.members().keySet())
        .containsExactly("layers", "rate", "big", "on", "none", "odd key", "seed");
    assertThat(CONFIG.members().get("odd key").path()).isEqualTo("config[\"odd key\"]");
  }

  @Test
  void errorsNameThePath() {
    fails(
        () -> CONFIG.get("layers").at(2).get("out").asInt(),
        "config.layers[2].out: expected a whole number, found \"x\"");
    fails(() -> CONFIG.get("rate").asInt(), "config.rate: expected a whole number, found 0.5");
    fails(() -> CONFIG.get("rate").asLong(), "config.rate: expected a whole number, found 0.5");
    fails(
        () -> CONFIG.get("seed").asInt(),
        "config.seed: expected a whole number of 32 bits, found 9007199254740993");
    fails(
        () -> CONFIG.get("big").asFloat(),
        "config.big: expected a number within 32-bit range, found 1e300");
    fails(() -> CONFIG.get("on").asDouble(), "config.on: expected a number, found true");
    fails(() -> CONFIG.get("none").asBoolean(), "config.none: expected true or false, found null");
    fails(
        () -> CONFIG.get("layers").asString(),
        "config.layers: expected a string, found an array of 3");
    fails(() -> CONFIG.at(0), "config: expected an array, found an object of 7");
    fails(() -> CONFIG.get("rate").get("x"), "config.rate: expected an object, found 0.5");
    fails(() -> CONFIG.get("what"), "config: the key \"what\" is missing");
    fails(
        () -> CONFIG.get("layers").at(3), "config.layers: there is no element 3 in an array of 3");
    fails(
        () -> CONFIG.get("odd key").asString(), "config[\"odd key\"]: expected a string, found 1");
    fails(
        () -> CONFIG.get("layers").at(2).requireKeys("in", "bias"),
        "config.layers[2]: the key \"out\" is unknown; known are in, bias");
    assertThat(CONFIG.get("rate").error("must be above 1"))
        .hasMessage("config.rate: must be above 1");
  }

  @Test
  void foundTextsAreShortAndPrintable() {
    JsonCursor odd = JsonCursor.of("v", new JsonString("\u001b[31m\u202e" + "x".repeat(100)));
    fails(
        odd::asInt,
        "v: expected a whole number, found \"\\u001b[31m\\u202e" + "x".repeat(34) + "…\"");
  }

  @Test
  void objectsKeepOrderAndAreImmutable() {
    JsonObject object = JsonObject.builder().put("b", 1).put("a", 2.5f).put("c", "x").build();
    assertThat(Json.write(object)).isEqualTo("{\"b\":1,\"a\":2.5,\"c\":\"x\"}");
    assertThatThrownBy(() -> object.members().put("d", JsonNull.NULL))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> JsonObject.builder().put("a", 1).put("a", true))
        .hasMessage("the key \"a\" is added twice");
    assertThat(JsonArray.of(2, 3)).isEqualTo(new JsonArray(List.of(num(2), num(3))));
  }

  private static JsonNumber num(long value) {
    return JsonNumber.of(value);
  }

  private static void fails(ThrowingCallable call, String message) {
    assertThatThrownBy(call).isExactlyInstanceOf(JsonException.class).hasMessage(message);
  }
}
