package lanewise.training.data.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import lanewise.training.data.Digits;
import lanewise.training.data.InvalidDatasetException;
import lanewise.training.data.LabelledRows;
import lanewise.training.data.TestData;
import lanewise.training.data.TrainTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("once")
final class SplitTest {
  /** The one feature of {@link TestData#withClassCounts} is the row's number. */
  private static int[] rowNumbers(LabelledRows part) {
    float[] numbers = part.features().toArray();
    return IntStream.range(0, numbers.length).map(i -> (int) numbers[i]).toArray();
  }

  private static void assertDisjointAndComplete(LabelledRows all, LabelledRows... parts) {
    int[] timesSeen = new int[all.rows()];
    for (LabelledRows part : parts) {
      int[] rows = rowNumbers(part);
      assertThat(rows).isSorted();
      for (int i = 0; i < rows.length; i++) {
        timesSeen[rows[i]]++;
        assertThat(part.label(i)).isEqualTo(all.label(rows[i]));
      }
    }
    assertThat(timesSeen).containsOnly(1);
  }

  @ParameterizedTest
  @CsvSource({"0.15, 0.15", "0.1, 0.2", "0.29, 0.5", "0.333, 0.333", "0.02, 0.9"})
  void givesEveryClassItsShareRoundedDownOrUp(double validation, double test) {
    LabelledRows all = TestData.withClassCounts(100, 37, 251, 64, 50);
    Split split = Split.stratified(all, validation, test, 42);
    assertDisjointAndComplete(all, split.train(), split.validation(), split.test());
    assertThat(split.validation().rows()).isEqualTo((int) Math.round(all.rows() * validation));
    assertThat(split.test().rows()).isEqualTo((int) Math.round(all.rows() * test));
    int[] classRows = all.classCounts();
    for (int c = 0; c < classRows.length; c++) {
      assertThat((double) split.validation().classCounts()[c])
          .isCloseTo(classRows[c] * validation, within(1.0));
      assertThat((double) split.test().classCounts()[c])
          .isCloseTo(classRows[c] * test, within(1.0));
    }
  }

  @Test
  void roundsByLargestRemainder() {
    // 13 rows in all; shares 1.25, 1.0, 0.75, 0.25: the rows that are left go to .75, then .25
    LabelledRows all = TestData.withClassCounts(5, 4, 3, 1);
    Split split = Split.stratified(new TrainTest(all, all), 0.25, 7);
    assertThat(split.validation().classCounts()).containsExactly(1, 1, 1, 0);
    assertThat(split.train().classCounts()).containsExactly(4, 3, 2, 1);
    // equal remainders: the lower class first
    LabelledRows even = TestData.withClassCounts(6, 6, 6);
    assertThat(Split.stratified(new TrainTest(even, even), 0.25, 7).validation().classCounts())
        .containsExactly(2, 2, 1);
  }

  @Test
  void dividesTheDigitsAndNamesTheParts() {
    Split split = Split.stratified(Digits.load(), 0.15, 0.15, 1);
    assertThat(split.train()).hasToString("digits train: 1257 rows, 64 features, 10 classes");
    assertThat(split.validation())
        .hasToString("digits validation: 270 rows, 64 features, 10 classes");
    assertThat(split.test()).hasToString("digits test: 270 rows, 64 features, 10 classes");
    assertThat(split.test().classCounts()).containsOnly(26, 27, 28);
  }

  @Test
  void dependsOnTheSeedAlone() {
    LabelledRows all = TestData.withClassCounts(40, 60);
    int[] once = rowNumbers(Split.stratified(all, 0.2, 0.2, 5).test());
    assertThat(rowNumbers(Split.stratified(all, 0.2, 0.2, 5).test())).containsExactly(once);
    assertThat(rowNumbers(Split.stratified(all, 0.2, 0.2, 6).test())).isNotEqualTo(once);
  }

  @Test
  void drawsEveryRowEquallyOften() {
    int seeds = 4000;
    double share = 0.25;
    LabelledRows all = TestData.withClassCounts(8, 12);
    int[] timesDrawn = new int[all.rows()];
    for (int seed = 0; seed < seeds; seed++) {
      for (int row :
          rowNumbers(Split.stratified(new TrainTest(all, all), share, seed).validation())) {
        timesDrawn[row]++;
      }
    }
    double fiveDeviations = 5 * Math.sqrt(seeds * share * (1 - share));
    for (int times : timesDrawn) {
      assertThat((double) times).isCloseTo(seeds * share, within(fiveDeviations));
    }
  }

  @Test
  void leavesTheGivenTestPartAlone() {
    LabelledRows train = TestData.withClassCounts(30, 50);
    LabelledRows test = TestData.withClassCounts(3, 1);
    Split split = Split.stratified(new TrainTest(train, test), 0.1, 3);
    assertThat(split.test()).isSameAs(test);
    assertDisjointAndComplete(train, split.train(), split.validation());
    assertThat(split.validation().classCounts()).containsExactly(3, 5);
    assertThat(split.train().name()).isEqualTo("made up");
    assertThat(split.validation().name()).isEqualTo("made up validation");
  }

  @Test
  void keepsARowOfEveryClassForTraining() {
    LabelledRows all = TestData.withClassCounts(1, 1, 2, 30, 0);
    for (int seed = 0; seed < 20; seed++) {
      Split split = Split.stratified(all, 0.3, 0.3, seed);
      assertThat(split.train().classCounts()).startsWith(1, 1).endsWith(0);
      assertThat(split.train().classCounts()[2]).isPositive();
      assertThat(split.validation().rows()).isEqualTo(10);
      assertThat(split.test().rows()).isEqualTo(10);
      assertDisjointAndComplete(all, split.train(), split.validation(), split.test());
    }
  }

  @Test
  void refusesClassesThatAreTooSmall() {
    assertThatThrownBy(() -> Split.stratified(TestData.withClassCounts(1, 1, 1, 1), 0.3, 0.3, 1))
        .isInstanceOf(InvalidDatasetException.class)
        .hasMessage(
            "data set made up: a test part of 0.3 of 4 rows leaves a class without a row to train"
                + " on; use more rows of every class");
    assertThatThrownBy(() -> Split.stratified(TestData.withClassCounts(9), 0.05, 0.3, 1))
        .isInstanceOf(InvalidDatasetException.class)
        .hasMessage(
            "data set made up: a validation part of 0.05 of 9 rows is empty; use more rows or a"
                + " larger fraction");
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -0.1, 1, 1.5, Double.NaN})
  void refusesFractionsThatAreNone(double bad) {
    LabelledRows all = TestData.withClassCounts(9, 9);
    assertThatThrownBy(() -> Split.stratified(all, bad, 0.1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("split: validation fraction %s must be above 0 and below 1", bad);
    assertThatThrownBy(() -> Split.stratified(all, 0.1, bad, 1))
        .hasMessage("split: test fraction %s must be above 0 and below 1", bad);
    assertThatThrownBy(() -> Split.stratified(new TrainTest(all, all), bad, 1))
        .hasMessage("split: validation fraction %s must be above 0 and below 1", bad);
  }

  @Test
  void refusesFractionsThatLeaveNothing() {
    assertThatThrownBy(() -> Split.stratified(TestData.withClassCounts(9), 0.5, 0.5, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "split: validation fraction 0.5 and test fraction 0.5 leave nothing to train on");
  }

  @Test
  void refusesPartsThatDoNotBelongTogether() {
    LabelledRows one = TestData.withClassCounts(2, 2);
    LabelledRows otherClasses = TestData.withClassCounts(2);
    LabelledRows wider =
        LabelledRows.of("wide", TestData.matrix(1, 2, 1, 2), new int[1], one.classNames());
    LabelledRows renamed =
        LabelledRows.of("named", one.features(), one.labels(), one.classNames(), List.of("x"));
    assertThatThrownBy(() -> new TrainTest(one, otherClasses))
        .isInstanceOf(InvalidDatasetException.class)
        .hasMessage(
            "data sets made up and made up have different classes: [class 0, class 1] and"
                + " [class 0]");
    assertThatThrownBy(() -> new TrainTest(one, wider))
        .hasMessage("data set made up has 1 features, but wide has 2");
    assertThatThrownBy(() -> new TrainTest(one, renamed))
        .hasMessage("data sets made up and named name their features differently");
    assertThatThrownBy(() -> new Split(one, wider, one)).hasMessageContaining("wide has 2");
    assertThatThrownBy(() -> new Split(one, one, wider)).hasMessageContaining("wide has 2");
  }
}
