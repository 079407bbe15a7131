package lanewise.training.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.regex.Pattern;
import lanewise.tensor.RandomStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("once")
final class NamePatternTest {
  @ParameterizedTest
  @CsvSource({
    "dense-1.weight, dense-1.weight, true",
    "dense-1.weight, dense-1.weights, false",
    "dense-1.weight, dense-1.weigh, false",
    "dense-1.*, dense-1.bias, true",
    "dense-1.*, dense-11.bias, false",
    "dense-1*, dense-11.bias, true",
    "*.bias, dense-1.bias, true",
    "*.bias, dense-1.bias.more, false",
    "dense-?.bias, dense-2.bias, true",
    "dense-?.bias, dense-12.bias, false",
    "*, anything, true",
    "**, '', true",
    "*, '', true",
    "'', '', true",
    "'', a, false",
    "?, '', false",
    "*a*b, xaxxbab, true",
    "*a*b, xaxxba, false",
    "a.c, abc, false",
  })
  void coversWholeNames(String pattern, String name, boolean matches) {
    assertThat(new NamePattern(pattern).matches(name)).isEqualTo(matches);
  }

  /** Regular expressions are the measure, for short patterns over few characters. */
  @Test
  void agreesWithRegularExpressions() {
    RandomStream random = RandomStream.of(1);
    int matches = 0;
    for (int i = 0; i < 20_000; i++) {
      String pattern = text(random, "ab*?");
      String name = text(random, "ab");
      boolean expected = Pattern.matches(pattern.replace("*", ".*").replace("?", "."), name);
      assertThat(new NamePattern(pattern).matches(name))
          .as("%s on %s", pattern, name)
          .isEqualTo(expected);
      matches += expected ? 1 : 0;
    }
    assertThat(matches).isBetween(1_000, 19_000);
  }

  private static String text(RandomStream random, String letters) {
    StringBuilder text = new StringBuilder();
    for (int length = random.nextInt(7); length > 0; length--) {
      text.append(letters.charAt(random.nextInt(letters.length())));
    }
    return text.toString();
  }

  @Test
  void aPatternThatCoversNothingIsProbablyMisspelled() {
    List<String> names = List.of("dense-1.weight", "dense-1.bias");
    assertThatCode(() -> new NamePattern("*.bias").requireMatch("groups", names))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> new NamePattern("dense.*").requireMatch("groups", names))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "groups: no parameter matches dense.*:"
                + " the parameters are dense-1.weight, dense-1.bias");
  }
}
