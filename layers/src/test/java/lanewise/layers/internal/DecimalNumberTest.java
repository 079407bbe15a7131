package lanewise.layers.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import lanewise.layers.Allocation;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("once")
final class DecimalNumberTest {
  private final RandomGenerator random =
      RandomGeneratorFactory.of("L64X128MixRandom").create(20_261_129);

  private static float parse(String text) {
    char[] within = ("7" + text + "7").toCharArray();
    return DecimalNumber.parse(within, 1, within.length - 1, '.');
  }

  private static void assertNearest(String text) {
    assertThat(Float.floatToRawIntBits(parse(text)))
        .as(text)
        .isEqualTo(Float.floatToRawIntBits(Float.parseFloat(text)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "-0",
        "+0",
        "0.0",
        ".0",
        "0.",
        "-.5",
        "+.5e1",
        "1.",
        "1.e3",
        "00012.50",
        "1E5",
        "1e+5",
        "1e-5",
        "0e999999999999999999999",
        "1e-999999999999999999999",
        "1e999999999999999999999",
        "-1e999999999999999999999",
        "3.4028235e38",
        "3.4028236e38",
        "3.40282356779733661637539e38",
        "1.4e-45",
        "0.7e-45",
        "7.0064923216240854e-46",
        "1.17549429e-38",
        "1.17549435e-38",
        "9223372036854775807",
        "9223372036854775808",
        "92233720368547758079999",
        "16777217",
        "16777216.99999999999999999999999999",
        "16777217.00000000000000000000000001",
        "0.1000000014901161193847656250000001",
        "1e22",
        "1e23",
        "1e-22",
        "1e-23",
        "123456789012345678901234567890e-20",
        "0.00000000000000000000000000000000000001"
      })
  void readsNumbersAsTheyAreWritten(String text) {
    assertNearest(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-",
        "+",
        ".",
        "-.",
        "e5",
        ".e5",
        "1e",
        "1e+",
        "1e5.0",
        "1.2.3",
        "1-2",
        "--1",
        "+-1",
        "1 2",
        "1,5",
        "NaN",
        "nan",
        "Infinity",
        "inf",
        "1f",
        "1d",
        "0x1p3",
        "1_000",
        "\u0661",
        "1e5e5",
        "six",
        "12a",
        "1/2"
      })
  void refusesEverythingElse(String text) {
    assertThat(parse(text)).isNaN();
  }

  /** What programs write: floats and doubles with all their digits, and few digits. */
  @Test
  void readsTheNearestFloatOfRandomNumbers() {
    for (int round = 0; round < 50_000; round++) {
      float value = Float.intBitsToFloat(random.nextInt());
      if (Float.isFinite(value)) {
        assertNearest(Float.toString(value));
        assertThat(parse(Float.toString(value))).isEqualTo(value);
        assertNearest(Double.toString(value));
      }
      assertNearest(Double.toString(random.nextGaussian()));
      assertNearest(String.valueOf(random.nextLong()));
      assertNearest(String.format(Locale.ROOT, "%.3f", 1000 * random.nextGaussian()));
    }
  }

  /** Digits at random, more than a long holds, with exponents around the limits of the fast way. */
  @Test
  void readsTheNearestFloatOfRandomDigits() {
    for (int round = 0; round < 50_000; round++) {
      StringBuilder text = new StringBuilder();
      int digits = 1 + random.nextInt(30);
      int point = random.nextInt(digits + 1);
      for (int i = 0; i < digits; i++) {
        text.append(i == point ? "." : "").append((char) ('0' + random.nextInt(10)));
      }
      if (random.nextBoolean()) {
        text.append('e').append(random.nextInt(101) - 50);
      }
      assertNearest(text.toString());
    }
  }

  /** Where rounding twice would be wrong: points halfway between floats, and next to them. */
  @Test
  void roundsOnceAroundPointsHalfwayBetweenFloats() {
    for (int round = 0; round < 30_000; round++) {
      float low = Float.intBitsToFloat(random.nextInt(0x7f7fffff));
      BigDecimal halfway =
          new BigDecimal(low).add(new BigDecimal(Math.nextUp(low))).divide(BigDecimal.TWO);
      BigDecimal hair = halfway.ulp().scaleByPowerOfTen(-3);
      for (BigDecimal near : List.of(halfway, halfway.add(hair), halfway.subtract(hair))) {
        assertNearest(near.toString());
      }
      // The same to as many digits as a double has, which lie just beside the point.
      assertNearest(Double.toString(halfway.doubleValue()));
      assertNearest(Double.toString(Math.nextUp(halfway.doubleValue())));
      assertNearest(Double.toString(Math.nextDown(halfway.doubleValue())));
    }
  }

  @Test
  void readsNumbersOfAnyLengthInTimeProportionalToIt() {
    String zeros = "0".repeat(1_000_000);
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadCpuTime();
    assertThat(parse("0." + zeros + "1e1000001")).isEqualTo(1);
    assertThat(parse("1" + zeros + "e-1000000")).isEqualTo(1);
    assertThat(parse(zeros + "25")).isEqualTo(25);
    assertThat(parse("1." + zeros + "1")).isEqualTo(1);
    assertThat(parse("16777217." + zeros + "1")).isEqualTo(16777218);
    assertThat((threads.getCurrentThreadCpuTime() - before) * 1e-9).isLessThan(5);
  }

  @Test
  void allocatesNothingForUsualNumbers() {
    char[] text = "-123.4567890123".toCharArray();
    float sum = 0;
    for (int i = 0; i < 1000; i++) {
      sum += DecimalNumber.parse(text, 0, text.length - i % 9, '.');
    }
    float[] sums = {sum};
    long bytes =
        Allocation.bytesOf(
            () -> {
              for (int i = 0; i < 10_000; i++) {
                sums[0] += DecimalNumber.parse(text, 0, text.length - i % 9, '.');
              }
            });
    assertThat(bytes).isLessThan(10_000);
    assertThat(sums[0]).isNegative();
  }

  @Test
  void readsACommaInPlaceOfAPoint() {
    String[] texts = {"3,25", ",5", "-1,e3", "16777217,00000000000000000000000001"};
    for (String text : texts) {
      float value = DecimalNumber.parse(text.toCharArray(), 0, text.length(), ',');
      assertThat(value).as(text).isEqualTo(Float.parseFloat(text.replace(',', '.')));
    }
    assertThat(DecimalNumber.parse("3.25".toCharArray(), 0, 4, ',')).isNaN();
    assertThat(DecimalNumber.parse("1.000,5".toCharArray(), 0, 7, ',')).isNaN();
    assertThat(DecimalNumber.parse("3.25")).isEqualTo(3.25f);
  }
}
