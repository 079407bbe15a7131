package lanewise.training.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("once")
final class ConfusionMatrixTest {
  @Test
  void countsWhatItIsGiven() {
    ConfusionMatrix confusion = ConfusionMatrix.of(3);
    assertThat(confusion.total()).isZero();
    confusion.add(0, 0);
    confusion.add(0, 0);
    confusion.add(0, 2);
    confusion.add(2, 1);
    confusion.add(1, 1);
    int[][] expected = {{2, 0, 1}, {0, 1, 0}, {0, 1, 0}};
    for (int trueClass = 0; trueClass < 3; trueClass++) {
      for (int predicted = 0; predicted < 3; predicted++) {
        assertThat(confusion.count(trueClass, predicted))
            .as("%s taken for %s", trueClass, predicted)
            .isEqualTo(expected[trueClass][predicted]);
      }
    }
    assertThat(confusion.classes()).isEqualTo(3);
    assertThat(confusion.total()).isEqualTo(5);
    assertThat(confusion.right()).isEqualTo(3);
    assertThat(confusion.value()).isEqualTo(0.6);
  }

  @Test
  void refusesClassesThatDoNotExist() {
    ConfusionMatrix confusion = ConfusionMatrix.of(2);
    int[][] wrong = {{-1, 0}, {0, -1}, {2, 0}, {0, 2}};
    for (int[] pair : wrong) {
      assertThatThrownBy(() -> confusion.count(pair[0], pair[1]))
          .isInstanceOf(IndexOutOfBoundsException.class)
          .hasMessage("confusion: classes %s, %s outside 0 to 1", pair[0], pair[1]);
    }
  }
}
