package lanewise.training.data;

import static lanewise.training.data.TestData.matrix;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import lanewise.tensor.Shape;
import lanewise.tensor.Tensor;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("once")
final class LabelledRowsTest {
  private static final List<String> AB = List.of("a", "b");

  private static LabelledRows small() {
    return LabelledRows.of(
        "small", matrix(3, 2, 1, 2, 3, 4, 5, 6), new int[] {1, 0, 1}, AB, List.of("x", "y"));
  }

  @Test
  void tellsWhatItHolds() {
    LabelledRows data = small();
    assertThat(data.name()).isEqualTo("small");
    assertThat(data.rows()).isEqualTo(3);
    assertThat(data.featureCount()).isEqualTo(2);
    assertThat(data.classCount()).isEqualTo(2);
    assertThat(data.classNames()).isEqualTo(AB);
    assertThat(data.featureNames()).containsExactly("x", "y");
    assertThat(data.label(1)).isZero();
    assertThat(data.labels()).containsExactly(1, 0, 1);
    assertThat(data.classCounts()).containsExactly(1, 2);
    assertThat(data.features().toArray()).containsExactly(1, 2, 3, 4, 5, 6);
    assertThat(data).hasToString("small: 3 rows, 2 features, 2 classes");
    assertThat(data.withName("other")).hasToString("other: 3 rows, 2 features, 2 classes");
  }

  @Test
  void namesFeaturesThatHaveNoNames() {
    assertThat(LabelledRows.of("n", matrix(1, 3, 1, 2, 3), new int[1], AB).featureNames())
        .containsExactly("f0", "f1", "f2");
  }

  @Test
  void keepsLabelsToItselfAndSharesFeatures() {
    int[] labels = {0, 1};
    Tensor features = matrix(2, 1, 7, 8);
    LabelledRows data = LabelledRows.of("own", features, labels, AB);
    labels[0] = 1;
    data.labels()[0] = 1;
    data.classCounts()[0] = 9;
    assertThat(data.labels()).containsExactly(0, 1);
    assertThat(data.classCounts()).containsExactly(1, 1);
    assertThat(data.features()).isSameAs(features);
  }

  @Test
  void takesViews() {
    Tensor transposed = matrix(2, 3, 1, 2, 3, 4, 5, 6).transpose();
    LabelledRows copied = LabelledRows.of("transposed", transposed, new int[3], AB);
    assertThat(copied.features().isContiguous()).isTrue();
    assertThat(copied.features().toArray()).containsExactly(1, 4, 2, 5, 3, 6);

    Tensor behindAnOffset = Tensor.of(Shape.of(2, 2, 2), 1, 2, 3, 4, 5, 6, 7, 8);
    LabelledRows view = LabelledRows.of("view", behindAnOffset.select(0, 1), new int[] {0, 1}, AB);
    assertThat(view.subset(1, 0).features().toArray()).containsExactly(7, 8, 5, 6);
    behindAnOffset.set(Float.NaN, 1, 1, 0);
    assertThatThrownBy(
            () -> LabelledRows.of("view", behindAnOffset.select(0, 1), new int[] {0, 1}, AB))
        .hasMessageContaining("row 1 (from 0), column 0 (\"f0\") is NaN");
  }

  @Test
  void copiesSubsetsInTheOrderGiven() {
    LabelledRows data = small();
    LabelledRows part = data.subset(2, 0, 2);
    assertThat(part.features().toArray()).containsExactly(5, 6, 1, 2, 5, 6);
    assertThat(part.labels()).containsExactly(1, 1, 1);
    assertThat(part.classNames()).isEqualTo(AB);
    assertThat(part.classCounts()).containsExactly(0, 3);
    part.features().set(99, 0, 0);
    assertThat(data.features().get(2, 0)).isEqualTo(5);
  }

  @Test
  void refusesSubsetsThatDoNotExist() {
    assertThatThrownBy(() -> small().subset(0, 3)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> small().subset(-1)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> small().subset())
        .isInstanceOf(InvalidDatasetException.class)
        .hasMessage("data set small: a subset needs at least one row");
    assertThatThrownBy(() -> small().label(3)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void refusesNumbersThatAreNotFinite(float bad) {
    assertThatThrownBy(
            () ->
                LabelledRows.of(
                    "bad", matrix(2, 2, 1, 2, 3, bad), new int[2], AB, List.of("x", "width")))
        .isInstanceOf(InvalidDatasetException.class)
        .hasMessage(
            "data set bad: row 1 (from 0), column 1 (\"width\") is %s, not a finite number", bad);
  }

  @Test
  void refusesClassesOutOfRange() {
    for (int bad : new int[] {-1, 2}) {
      assertThatThrownBy(() -> LabelledRows.of("bad", matrix(2, 1, 1, 2), new int[] {0, bad}, AB))
          .isInstanceOf(InvalidDatasetException.class)
          .hasMessage(
              "data set bad: row 1 (from 0) has class index %d, but there are 2 classes (0 to 1)",
              bad);
    }
  }

  @Test
  void refusesCountsThatDisagree() {
    assertFault(matrix(2, 1, 1, 2), 3, AB, List.of("x"), "2 rows of features but 3 labels");
    assertFault(matrix(1, 2, 1, 2), 1, AB, List.of("x"), "2 features but 1 feature names");
    assertFault(matrix(1, 1, 1), 1, List.of(), List.of("x"), "there is no class");
    assertFault(
        Tensor.zeros(0, 1), 0, AB, List.of("x"), "features have shape [0, 1]: there is nothing");
    assertFault(
        Tensor.zeros(1, 0), 1, AB, List.of(), "features have shape [1, 0]: there is nothing");
    assertFault(
        Tensor.zeros(4), 4, AB, List.of("x"), "features have shape [4], not [rows, features]");
    assertThatThrownBy(() -> LabelledRows.of("bad", Tensor.zeros(4), new int[4], AB))
        .hasMessageContaining("features have shape [4]");
  }

  @Test
  void refusesNamesThatComeTwice() {
    assertFault(
        matrix(1, 1, 1), 1, List.of("a", "a"), List.of("x"), "the class name \"a\" comes twice");
    assertFault(matrix(1, 2, 1, 2), 1, AB, List.of("x", "x"), "the feature name \"x\" comes twice");
  }

  private static void assertFault(
      Tensor features, int labels, List<String> classes, List<String> names, String fault) {
    assertThatThrownBy(() -> LabelledRows.of("bad", features, new int[labels], classes, names))
        .isInstanceOf(InvalidDatasetException.class)
        .hasMessageStartingWith("data set bad: " + fault);
  }
}
