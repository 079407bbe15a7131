package lanewise.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The picture of the two losses. */
@Tag("once")
final class LossPlotTest {
  private static final double[] TRAIN = {0.8, 0.6, 0.4, 0.2};
  private static final double[] VALIDATION = {0.9, 0.7, 0.65, 0.9};

  @Test
  void drawsBothLossesAndTheBestEpoch() {
    assertThat(LossPlot.lines(TRAIN, VALIDATION, 3, 31, false))
        .containsExactly(
            "          . training  o validation loss",
            "  0.9000 |oo                oo",
            "         |. ooo           oo",
            "         | ... oooo     oo",
            "         |    ...  ooooo",
            "  0.5500 |       ...",
            "         |          ...",
            "         |             ..",
            "         |               ...",
            "  0.2000 |                  ..",
            "         +-------------*------",
            "          1  * best 3  epoch 4");
  }

  @Test
  void hasNothingToDrawOfOneEpochOrOfNoNumbers() {
    double[] none = {Double.NaN, Double.NaN};
    assertThat(LossPlot.lines(new double[] {1}, new double[] {1}, 1, 80, false)).isEmpty();
    assertThat(LossPlot.lines(none, none, 0, 80, false)).isEmpty();
  }

  /** Many epochs share a column; what is not finite leaves a gap; a level line is in the middle. */
  @Test
  void drawsAnyLosses() {
    double[] many = new double[1_000];
    Arrays.setAll(many, epoch -> 100.0 / (epoch + 1));
    many[500] = Double.NaN;
    double[] level = new double[1_000];
    Arrays.fill(level, 1);
    for (int columns : new int[] {31, 40, 80, 300}) {
      List<String> lines = LossPlot.lines(many, level, 1_000, columns, false);
      assertThat(lines).hasSize(12);
      assertThat(lines.subList(1, 12))
          .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(columns));
      assertThat(lines.get(1)).contains(" |.");
      assertThat(lines.get(10)).contains("*");
    }
    assertThat(LossPlot.lines(level, level, 0, 60, false).get(5)).startsWith("  1.0000 |ooo");
  }

  @Test
  void hasColorsOnlyWhereTheyAreWanted() {
    assertThat(String.join("", LossPlot.lines(TRAIN, VALIDATION, 3, 60, false)))
        .doesNotContain("\u001b");
    assertThat(String.join("", LossPlot.lines(TRAIN, VALIDATION, 3, 60, true)))
        .contains("\u001b[36m.\u001b[0m", "\u001b[33mo\u001b[0m");
  }
}
