package lanewise.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class LabelsTest {
  @Test
  void oneHot() {
    Tensor rows = Labels.oneHot(new int[] {1, 0}, 3);
    assertThat(rows.shape()).isEqualTo(Shape.of(2, 3));
    assertThat(rows.toArray()).containsExactly(0, 1, 0, 1, 0, 0);
    assertThat(Labels.oneHot(new int[0], 3).shape()).isEqualTo(Shape.of(0, 3));
  }

  @Test
  void counts() {
    int[] labels = {2, 0, 2, 2};
    assertThat(Labels.counts(labels, 4)).containsExactly(1, 0, 3, 0);
    Labels.Counts unique = Labels.uniqueCounts(new int[] {7, -1, 7, 3});
    assertThat(unique.labels()).containsExactly(-1, 3, 7);
    assertThat(unique.counts()).containsExactly(1, 1, 2);
    assertThat(Labels.uniqueCounts(new int[0]).labels()).isEmpty();
    assertThat(labels).containsExactly(2, 0, 2, 2);
  }

  @Test
  void fromFloats() {
    Tensor column = Tensors.of(new float[][] {{0, 5}, {-2, 9}});
    assertThat(Labels.from(column.transpose())).containsExactly(0, -2, 5, 9);
    for (float wrong : new float[] {0.5f, Float.NaN, 0x1p31f, Float.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> Labels.from(Tensor.of(Shape.of(2), 1, wrong)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("labels: element 1 of [2] is " + wrong + ", not a whole number");
    }
    assertThat(Labels.from(Tensors.scalar(-0x1p31f))).containsExactly(Integer.MIN_VALUE);
  }

  @Test
  void labelsOutOfRangeAreRefused() {
    assertThatThrownBy(() -> Labels.oneHot(new int[] {0, 3}, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("oneHot: label 3 at 1 is outside 0 to 2");
    assertThatThrownBy(() -> Labels.counts(new int[] {-1}, 3))
        .hasMessage("counts: label -1 at 0 is outside 0 to 2");
    assertThatThrownBy(() -> Labels.oneHot(new int[] {0}, 0))
        .hasMessage("oneHot: label 0 at 0: there are no classes");
    assertThatThrownBy(() -> Labels.counts(new int[0], -1)).hasMessage("counts: -1 classes");
  }
}
