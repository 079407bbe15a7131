package lanewise.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import lanewise.layers.loss.Targets;
import lanewise.training.metric.ConfusionMatrix;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Confusion as text, at several widths. */
@Tag("once")
final class ConfusionTableTest {
  private static ConfusionMatrix confusion(int classes) {
    ConfusionMatrix confusion = ConfusionMatrix.of(classes);
    for (int c = 0; c < classes; c++) {
      for (int times = 0; times < 11; times++) {
        add(confusion, c, c);
      }
    }
    add(confusion, 0, 1);
    return confusion;
  }

  private static void add(ConfusionMatrix confusion, int label, int predicted) {
    float[] output = new float[confusion.classes()];
    output[predicted] = 1;
    confusion.add(1, output, Targets.ofClasses(new int[] {label}));
  }

  @Test
  void labelsAreWholeWhereThereIsRoom() {
    assertThat(ConfusionTable.lines(List.of("benign", "malignant"), confusion(2), 40))
        .containsExactly(
            "              benign  malignant",
            "benign            11          1",
            "malignant          .         11");
  }

  @Test
  void columnsAreNumberedWhereLabelsDoNotFit() {
    List<String> labels = List.of("Iris-setosa", "Iris-versicolor", "Iris-virginica");
    assertThat(ConfusionTable.lines(labels, confusion(3), 40))
        .containsExactly(
            "                     1    2    3",
            "1 Iris-setosa       11    1    .",
            "2 Iris-versicolor    .   11    .",
            "3 Iris-virginica     .    .   11");
  }

  @Test
  void pairsAreListedWhereNoTableFits() {
    List<String> labels = IntStream.range(0, 20).mapToObj(c -> "class" + c).toList();
    assertThat(ConfusionTable.lines(labels, confusion(20), 60))
        .containsExactly("       1  class0 taken for class1");
  }

  @Test
  void scoresFitFortyColumns() {
    assertThat(ClassScores.table(List.of("benign", "malignant"), confusion(2), 40))
        .containsExactly(
            "class   precision  recall      f1  rows",
            "benign     1.0000  0.9167  0.9565    12",
            "malignant",
            "           0.9167  1.0000  0.9565    11");
  }
}
