package lanewise.training.data.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import lanewise.tensor.RandomStream;
import lanewise.training.data.InvalidDatasetException;
import lanewise.training.data.LabelledRows;
import lanewise.training.data.TestData;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("once")
final class RowSplitTest {
  /** Three parts without a common row, ascending; all rows if the count is given. */
  private static void assertParts(RowSplit split, int rows) {
    int[] times = new int[rows];
    for (int[] part : List.of(split.train(), split.validation(), split.test())) {
      assertThat(part).isSorted();
      for (int row : part) {
        times[row]++;
      }
    }
    assertThat(times).containsOnly(1);
  }

  private static Set<Integer> groupsOf(int[] part, int[] groups) {
    Set<Integer> found = new HashSet<>();
    for (int row : part) {
      found.add(groups[row]);
    }
    return found;
  }

  private static void assertNoSharedGroup(RowSplit split, int[] groups) {
    List<Set<Integer>> parts =
        List.of(
            groupsOf(split.train(), groups),
            groupsOf(split.validation(), groups),
            groupsOf(split.test(), groups));
    assertThat(parts.get(0)).doesNotContainAnyElementsOf(parts.get(1));
    assertThat(parts.get(0)).doesNotContainAnyElementsOf(parts.get(2));
    assertThat(parts.get(1)).doesNotContainAnyElementsOf(parts.get(2));
  }

  @ParameterizedTest
  @CsvSource({"100, 0.15, 0.15", "10, 0.1, 0", "1000, 0.333, 0.333", "7, 0.5, 0.2"})
  void aPlainSplitHasRoundedSharesAndEveryRowOnce(int rows, double validation, double test) {
    RowSplit split = RowSplit.plain(rows, validation, test, 3);
    assertParts(split, rows);
    assertThat(split.validation()).hasSize((int) Math.round(rows * validation));
    assertThat(split.test()).hasSize((int) Math.round(rows * test));
    assertThat(RowSplit.plain(rows, validation, test, 3).validation())
        .containsExactly(split.validation());
  }

  @Test
  void aPlainSplitDrawsEveryRowEquallyOften() {
    int seeds = 4000;
    int[] drawn = new int[20];
    for (int seed = 0; seed < seeds; seed++) {
      for (int row : RowSplit.plain(20, 0.25, 0, seed).validation()) {
        drawn[row]++;
      }
    }
    double fiveDeviations = 5 * Math.sqrt(seeds * 0.25 * 0.75);
    for (int times : drawn) {
      assertThat((double) times).isCloseTo(seeds * 0.25, within(fiveDeviations));
    }
  }

  @Test
  void aStratifiedSplitOfRowsIsThatOfTheDataSet() {
    LabelledRows all = TestData.withClassCounts(40, 25, 7);
    RowSplit rows = RowSplit.stratified(all.labels(), 0.2, 0.1, 9);
    Split split = Split.stratified(all, 0.2, 0.1, 9);
    assertParts(rows, 72);
    assertThat(all.subset(rows.train()).features().toArray())
        .containsExactly(split.train().features().toArray());
    assertThat(Split.of(all, rows).test().labels()).containsExactly(split.test().labels());
    assertThat(Split.of(all, rows).validation()).hasToString(split.validation().toString());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void noGroupIsInTwoParts(long seed) {
    RandomStream random = RandomStream.of(seed);
    int[] groups = IntStream.range(0, 500).map(row -> random.nextInt(60) * 1000 - 7).toArray();
    int largest =
        Arrays.stream(groups)
            .distinct()
            .map(group -> (int) Arrays.stream(groups).filter(each -> each == group).count())
            .max()
            .orElseThrow();
    RowSplit split = RowSplit.grouped(groups, 0.2, 0.1, seed);
    assertParts(split, 500);
    assertNoSharedGroup(split, groups);
    assertThat(split.validation().length).isCloseTo(100, within(largest));
    assertThat(split.test().length).isCloseTo(50, within(largest));
    assertThat(RowSplit.grouped(groups, 0.2, 0.1, seed).test()).containsExactly(split.test());
    assertThat(RowSplit.grouped(groups, 0.2, 0.1, seed + 1).test()).isNotEqualTo(split.test());
  }

  /** Groups of one to six rows, each mostly of one of three classes, of which one is rare. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void groupsKeepTheProportionsOfTheClasses(long seed) {
    RandomStream random = RandomStream.of(seed);
    int[] groups = new int[600];
    int[] classes = new int[600];
    int[] totals = new int[3];
    for (int row = 0, group = 0, left = 0, of = 0; row < groups.length; row++, left--) {
      if (left == 0) {
        group++;
        left = 1 + random.nextInt(6);
        of = group % 10 == 0 ? 2 : group % 2;
      }
      groups[row] = group;
      classes[row] = random.nextInt(8) == 0 ? random.nextInt(2) : of;
      totals[classes[row]]++;
    }
    RowSplit split = RowSplit.stratifiedGrouped(classes, groups, 0.2, 0.1, seed);
    assertParts(split, 600);
    assertNoSharedGroup(split, groups);
    for (int c = 0; c < 3; c++) {
      assertThat(rowsOf(c, split.validation(), classes)).isCloseTo(0.2 * totals[c], within(6.0));
      assertThat(rowsOf(c, split.test(), classes)).isCloseTo(0.1 * totals[c], within(6.0));
    }
    assertThat(RowSplit.stratifiedGrouped(classes, groups, 0.2, 0.1, seed).test())
        .containsExactly(split.test());
    assertThat(RowSplit.stratifiedGrouped(classes, groups, 0.2, 0.1, seed + 1).test())
        .isNotEqualTo(split.test());
  }

  private static double rowsOf(int wanted, int[] rows, int[] classes) {
    return Arrays.stream(rows).filter(row -> classes[row] == wanted).count();
  }

  /**
   * Each person has pictures that only tell the person, not the class: what is remembered of the
   * training rows must not help. The neighbour in the training part knows the answer after a plain
   * split and not after a grouped one.
   */
  @Test
  void aGroupThatGivesTheAnswerAwayIsCaught() {
    int people = 100;
    int[] groups = IntStream.range(0, 10 * people).map(row -> row % people).toArray();
    RandomStream random = RandomStream.of(1);
    int[] classOfPerson = IntStream.range(0, people).map(p -> random.nextInt(2)).toArray();
    assertThat(accuracyOfMemory(RowSplit.plain(1000, 0.2, 0, 5), groups, classOfPerson))
        .isGreaterThan(0.99);
    assertThat(accuracyOfMemory(RowSplit.grouped(groups, 0.2, 0, 5), groups, classOfPerson))
        .isLessThan(0.75);
  }

  /** Answers by the training rows of the same person, else "class 0". */
  private static double accuracyOfMemory(RowSplit split, int[] groups, int[] classOfPerson) {
    Set<Integer> known = groupsOf(split.train(), groups);
    int right = 0;
    for (int row : split.validation()) {
      int answer = known.contains(groups[row]) ? classOfPerson[groups[row]] : 0;
      right += answer == classOfPerson[groups[row]] ? 1 : 0;
    }
    return (double) right / split.validation().length;
  }

  @Test
  void rowsInTheOrderOfTimeAreDividedInIt() {
    RowSplit split = RowSplit.byTime(10, 0.2, 0.3);
    assertThat(split.train()).containsExactly(0, 1, 2, 3, 4);
    assertThat(split.validation()).containsExactly(5, 6);
    assertThat(split.test()).containsExactly(7, 8, 9);
    assertThat(split).hasToString("RowSplit[5 to train, 2 to validate, 3 to test]");
  }

  @Test
  void nothingIsLearnedFromTheFuture() {
    RandomStream random = RandomStream.of(4);
    double[] times = new double[300];
    Arrays.setAll(times, row -> random.nextInt(40) - 20);
    RowSplit split = RowSplit.byTime(times, 0.2, 0.2);
    assertParts(split, 300);
    double lastTrained = max(times, split.train());
    assertThat(min(times, split.validation())).isGreaterThan(lastTrained);
    assertThat(min(times, split.test())).isGreaterThan(max(times, split.validation()));
  }

  private static double max(double[] times, int[] rows) {
    return Arrays.stream(rows).mapToDouble(row -> times[row]).max().orElseThrow();
  }

  private static double min(double[] times, int[] rows) {
    return Arrays.stream(rows).mapToDouble(row -> times[row]).min().orElseThrow();
  }

  @Test
  void negativeZeroIsTheTimeZero() {
    RowSplit split = RowSplit.byTime(new double[] {0, -0.0, 1, 0}, 0.25, 0);
    assertThat(split.train()).containsExactly(0, 1, 3);
  }

  @Test
  void numbersNamesInTheOrderOfTheirFirstRows() {
    assertThat(RowSplit.numbered(List.of("bo", "al", "bo", "cy"))).containsExactly(0, 1, 0, 2);
  }

  @Test
  void refusesWhatLeavesAPartEmpty() {
    assertThatThrownBy(() -> RowSplit.grouped(new int[50], 0.2, 0, 1))
        .isInstanceOf(InvalidDatasetException.class)
        .hasMessage(
            "split: 1 groups leave a part empty: 50 to train, 0 to validate, 0 to test; use more"
                + " data or other fractions");
    assertThatThrownBy(() -> RowSplit.stratifiedGrouped(new int[50], new int[50], 0.2, 0, 1))
        .hasMessageContaining("1 groups leave a part empty");
    assertThatThrownBy(() -> RowSplit.stratifiedGrouped(new int[9], new int[8], 0.2, 0, 1))
        .hasMessage("split: 9 classes but 8 groups; there must be one of each for every row");
    assertThatThrownBy(() -> RowSplit.byTime(new double[9], 0.2, 0))
        .hasMessageContaining("9 rows in the order of time leave a part empty");
    assertThatThrownBy(() -> RowSplit.byTime(new double[] {1, Double.NaN}, 0.2, 0))
        .hasMessage("split: row 1 (from 0) has no time: it is NaN");
    assertThatThrownBy(() -> RowSplit.plain(9, 0.01, 0, 1))
        .hasMessage(
            "split: a validation part of 0.01 of 9 rows is empty; use more rows or a larger"
                + " fraction");
    assertThatThrownBy(() -> RowSplit.stratified(new int[] {0, -1}, 0.5, 0, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("split: class -1 must not be negative");
    for (double bad : new double[] {0, -1, 1, Double.NaN}) {
      assertThatThrownBy(() -> RowSplit.byTime(10, bad, 0))
          .hasMessage("split: validation fraction %s must be above 0 and below 1", bad);
    }
    assertThatThrownBy(() -> RowSplit.plain(10, 0.5, 0.5, 1))
        .hasMessageContaining("leave nothing to train on");
  }

  @Test
  void partsThatShareARowCannotBeMade() {
    assertThatThrownBy(() -> new RowSplit(new int[] {0, 1}, new int[] {2}, new int[] {1}))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("split: row 1 is in two parts");
  }
}
