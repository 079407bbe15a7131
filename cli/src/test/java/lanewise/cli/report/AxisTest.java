package lanewise.cli.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The ends and ticks of axes, and numbers as people read them. */
@Tag("once")
final class AxisTest {
  @ParameterizedTest
  @CsvSource({"0, 1", "0.912, 0.998", "-3, 17", "5, 5", "0, 0", "1e-7, 2e-7", "-8, -8", "0, 1e12"})
  void coversItsRangeWithAFewTicks(double min, double max) {
    Axis axis = Axis.linear(min, max, 100, 0);
    assertThat(axis.low()).isLessThanOrEqualTo(min);
    assertThat(axis.high()).isGreaterThanOrEqualTo(max).isGreaterThan(axis.low());
    List<Double> ticks = axis.ticks();
    assertThat(ticks).hasSizeBetween(2, 11).isSorted();
    assertThat(ticks.getFirst()).isCloseTo(axis.low(), within((axis.high() - axis.low()) * 1e-6));
    assertThat(ticks.getLast()).isCloseTo(axis.high(), within((axis.high() - axis.low()) * 1e-6));
    assertThat(axis.at(axis.low())).isEqualTo(100);
    assertThat(axis.at(axis.high())).isEqualTo(0);
  }

  @ParameterizedTest
  @CsvSource({"0.003, 2.4", "1e-9, 1e9", "1, 1", "0.5, 0.6"})
  void aLogarithmicAxisCoversItsRange(double min, double max) {
    Axis axis = Axis.logarithmic(min, max, 0, 60);
    assertThat(axis.low()).isLessThanOrEqualTo(min);
    assertThat(axis.high()).isGreaterThanOrEqualTo(max).isGreaterThan(axis.low());
    assertThat(axis.low()).isGreaterThan(min / 2.51);
    assertThat(axis.ticks())
        .hasSizeBetween(2, 8)
        .isSorted()
        .allSatisfy(tick -> assertThat(tick).isBetween(axis.low() * 0.999, axis.high() * 1.001));
    assertThat(axis.at(Math.sqrt(axis.low() * axis.high()))).isCloseTo(30, within(1e-9));
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "1, 2", "1, 7", "1, 50", "3, 1000"})
  void epochsAreWholeNumbers(int first, int last) {
    Axis axis = Axis.counts(first, last, 0, 100);
    assertThat(axis.wholeTicks())
        .isNotEmpty()
        .hasSizeLessThan(9)
        .allSatisfy(tick -> assertThat(tick).isEqualTo(Math.rint(tick)));
    assertThat(axis.wholeTicks()).doesNotHaveDuplicates().isSorted();
  }

  @Test
  void numbersHaveFourDigits() {
    assertThat(Figures.text(0.123456)).isEqualTo("0.1235");
    assertThat(Figures.text(12345.678)).isEqualTo("12350");
    assertThat(Figures.text(0)).isEqualTo("0");
    assertThat(Figures.text(-1.5)).isEqualTo("−1.5");
    assertThat(Figures.text(1.234e-9)).isEqualTo("1.23e−09");
    assertThat(Figures.text(Double.NaN)).isEqualTo("–");
    assertThat(Figures.text(Double.POSITIVE_INFINITY)).isEqualTo("∞");
    assertThat(Figures.metric("accuracy", 0.98765)).isEqualTo("98.77%");
    assertThat(Figures.metric("r2", 0.98765)).isEqualTo("0.9877");
    assertThat(Figures.metric("accuracy", Double.NaN)).isEqualTo("–");
  }
}
