package lanewise.training.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import lanewise.tensor.Shape;
import lanewise.tensor.Tensor;
import lanewise.training.checkpoint.RunIdentity;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("once")
final class DiskCopyTest {
  @TempDir private Path folder;

  private static Samples rows(String kind, int rows) {
    float[] x = new float[3 * rows];
    float[] y = new float[2 * rows];
    float[] weights = new float[rows];
    for (int i = 0; i < rows; i++) {
      x[3 * i] = i;
      x[3 * i + 1] = -0.5f * i;
      x[3 * i + 2] = 1e-30f * i;
      y[2 * i] = 7 - i;
      y[2 * i + 1] = i * 0.1f;
      weights[i] = 1 + i % 4;
    }
    Tensor features = Tensor.wrap(x, Shape.of(rows, 3));
    Samples samples =
        kind.startsWith("classes")
            ? LabelledRows.of(
                "r",
                features,
                IntStream.range(0, rows).map(i -> i % 3).toArray(),
                List.of("a", "b", "c"))
            : ValueRows.of("r", features, Tensor.wrap(y, Shape.of(rows, 2)));
    return kind.endsWith("weighted") ? samples.weighted(weights) : samples;
  }

  @ParameterizedTest
  @ValueSource(strings = {"classes", "classes weighted", "values", "values weighted"})
  void aCopyHasTheBitsOfTheRowsInAnyOrder(String kind) throws IOException {
    for (int count : new int[] {1, 63, 64, 65, 500}) {
      Samples given = rows(kind, count);
      Samples copy = given.toDisk(folder.resolve("new"));
      assertThat(copy.rows()).isEqualTo(count);
      assertThat(copy.format()).isEqualTo(given.format());
      int[] backwards = IntStream.range(0, count).map(i -> count - 1 - i).toArray();
      assertThat(RunIdentity.none().withRows("rows", copy.subset(backwards)))
          .isEqualTo(RunIdentity.none().withRows("rows", given.subset(backwards)));
    }
    try (Stream<Path> left = Files.list(folder.resolve("new"))) {
      assertThat(left).as("the file has no name").isEmpty();
    }
  }

  @Test
  void saysWhereRowsCannotBeKept() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    assertThatThrownBy(() -> rows("values", 3).toDisk(file))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(file + ": the rows cannot be kept on the disk there (")
        .hasMessageEndingWith("; free room, or name another folder");
  }
}
