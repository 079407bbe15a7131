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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("once")
final class FoldsTest {
  /** Every row is validated once, and learned from in all other folds. */
  private static void assertFolds(List<RowSplit> folds, int rows) {
    int[] validated = new int[rows];
    for (RowSplit fold : folds) {
      assertThat(fold.test()).isEmpty();
      assertThat(fold.validation()).isSorted().isNotEmpty();
      assertThat(fold.train()).isSorted().hasSize(rows - fold.validation().length);
      Arrays.stream(fold.validation()).forEach(row -> validated[row]++);
    }
    assertThat(validated).containsOnly(1);
  }

  @ParameterizedTest
  @CsvSource({"10, 2", "10, 3", "11, 11", "100, 7"})
  void plainFoldsAreOfOneSizeUpToARow(int rows, int k) {
    List<RowSplit> folds = Folds.plain(rows, k, 4);
    assertThat(folds).hasSize(k);
    assertFolds(folds, rows);
    for (RowSplit fold : folds) {
      assertThat(fold.validation().length).isBetween(rows / k, Math.ceilDiv(rows, k));
    }
    assertThat(Folds.plain(rows, k, 4).getFirst().validation())
        .containsExactly(folds.getFirst().validation());
    assertThat(
            IntStream.range(0, 20).mapToObj(s -> Folds.plain(rows, k, s).getFirst().validation()))
        .anySatisfy(other -> assertThat(other).isNotEqualTo(folds.getFirst().validation()));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 5})
  void stratifiedFoldsShareEveryClassUpToARow(int k) {
    RandomStream random = RandomStream.of(k);
    int[] classes = IntStream.range(0, 203).map(row -> Math.min(random.nextInt(9), 3)).toArray();
    List<RowSplit> folds = Folds.stratified(classes, k, 8);
    assertFolds(folds, 203);
    for (int c = 0; c < 4; c++) {
      int label = c;
      int all = (int) Arrays.stream(classes).filter(each -> each == label).count();
      for (RowSplit fold : folds) {
        long here = Arrays.stream(fold.validation()).filter(row -> classes[row] == label).count();
        assertThat(here).isBetween((long) all / k, (long) Math.ceilDiv(all, k));
        assertThat(fold.validation().length).isBetween(203 / k, Math.ceilDiv(203, k));
      }
    }
  }

  private static void assertNoSharedGroup(List<RowSplit> folds, int[] groups) {
    for (RowSplit fold : folds) {
      Set<Integer> trained = new HashSet<>();
      Arrays.stream(fold.train()).forEach(row -> trained.add(groups[row]));
      assertThat(Arrays.stream(fold.validation()).filter(row -> trained.contains(groups[row])))
          .isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void groupedFoldsKeepGroupsTogetherAndAreBalanced(long seed) {
    RandomStream random = RandomStream.of(seed);
    int[] groups = IntStream.range(0, 400).map(row -> random.nextInt(50)).toArray();
    List<RowSplit> folds = Folds.grouped(groups, 4, seed);
    assertFolds(folds, 400);
    assertNoSharedGroup(folds, groups);
    for (RowSplit fold : folds) {
      assertThat(fold.validation().length).isCloseTo(100, within(3));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void stratifiedGroupedFoldsKeepGroupsTogetherAndShareTheClasses(long seed) {
    RandomStream random = RandomStream.of(seed);
    int[] groups = IntStream.range(0, 600).map(row -> random.nextInt(120)).toArray();
    int[] classes = IntStream.range(0, 600).map(row -> groups[row] % 5 == 0 ? 1 : 0).toArray();
    int rare = Arrays.stream(classes).sum();
    List<RowSplit> folds = Folds.stratifiedGrouped(classes, groups, 3, seed);
    assertFolds(folds, 600);
    assertNoSharedGroup(folds, groups);
    for (RowSplit fold : folds) {
      int here = Arrays.stream(fold.validation()).map(row -> classes[row]).sum();
      assertThat((double) here).isCloseTo(rare / 3.0, within(6.0)); // about a group
      assertThat(fold.validation().length).isCloseTo(200, within(12));
    }
  }

  @Test
  void foldsInTimeLearnFromThePastOnly() {
    RandomStream random = RandomStream.of(2);
    double[] times = new double[200];
    Arrays.setAll(times, row -> random.nextInt(60));
    List<RowSplit> folds = Folds.byTime(times, 4);
    assertThat(folds).hasSize(4);
    int trained = 0;
    for (RowSplit fold : folds) {
      double last = Arrays.stream(fold.train()).mapToDouble(row -> times[row]).max().orElseThrow();
      double first =
          Arrays.stream(fold.validation()).mapToDouble(row -> times[row]).min().orElseThrow();
      assertThat(first).isGreaterThan(last);
      assertThat(fold.train().length).isGreaterThan(trained);
      trained = fold.train().length;
    }
    assertThat(trained + folds.getLast().validation().length).isEqualTo(200);
  }

  @Test
  void refusesTooFewRowsGroupsTimesAndFolds() {
    assertThatThrownBy(() -> Folds.plain(10, 1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("folds: 1 folds: use at least 2");
    assertThatThrownBy(() -> Folds.plain(3, 4, 1))
        .isInstanceOf(InvalidDatasetException.class)
        .hasMessage("folds: 3 rows are too few for 4 folds; use fewer folds, or more rows");
    assertThatThrownBy(() -> Folds.grouped(new int[] {1, 1, 2}, 3, 1))
        .hasMessage("folds: 2 groups are too few for 3 folds; use fewer folds, or more rows");
    assertThatThrownBy(() -> Folds.stratifiedGrouped(new int[2], new int[3], 2, 1))
        .hasMessage("folds: 2 classes but 3 groups; there must be one of each for every row");
    assertThatThrownBy(() -> Folds.byTime(new double[12], 2))
        .hasMessage("folds: too many rows have one time for 2 folds; use fewer");
  }
}
