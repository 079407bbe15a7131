package lanewise.training.data.npy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import lanewise.layers.loss.Targets;
import lanewise.tensor.Shape;
import lanewise.tensor.Tensor;
import lanewise.tensor.io.Npy;
import lanewise.training.data.DataException;
import lanewise.training.data.InvalidDatasetException;
import lanewise.training.data.RowFormat;
import lanewise.training.data.Samples;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("once")
final class NpyRowsTest {
  @TempDir Path folder;

  private Path write(String name, Shape shape, float... values) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Npy.write(file, Tensor.of(shape, values));
    return file;
  }

  private Path features() throws IOException {
    return write("x.npy", Shape.of(3, 2, 1), 1, 2, 3, 4, 5, 6);
  }

  @Test
  void keepsTheShapeOfAnExample() throws IOException {
    Path labels = write("y.npy", Shape.of(3), 2, 0, 1);
    Samples rows = NpyRows.ofClasses(features(), labels, 3);
    assertThat(rows.format()).isEqualTo(RowFormat.ofClasses(Shape.of(2, 1), 3));
    float[] x = new float[4];
    Targets y = rows.format().newTargets(2);
    rows.gather(new int[] {2, 0}, 0, 2, x, y);
    assertThat(x).containsExactly(5, 6, 1, 2);
    assertThat(y.classes()).containsExactly(1, 2);
    Samples one = NpyRows.ofValues(labels, features());
    assertThat(one.format()).isEqualTo(RowFormat.ofValues(Shape.of(1), 2));
  }

  @Test
  void namesWhatDoesNotFitTogether() throws IOException {
    Path x = features();
    Path short2 = write("short.npy", Shape.of(2), 0, 1);
    assertThatThrownBy(() -> NpyRows.ofValues(x, short2))
        .isInstanceOf(DataException.class)
        .hasMessage("%s has 3 rows, but %s has 2; use files that belong together", x, short2);
    assertThatThrownBy(() -> NpyRows.ofClasses(x, x, 3))
        .hasMessage("%s: has 2 values a row, but a label is one number", x);
    Path fraction = write("y.npy", Shape.of(3), 0, 1.5f, 2);
    assertThatThrownBy(() -> NpyRows.ofClasses(x, fraction, 3))
        .hasMessage(fraction + ": row 1 (from 0) has label 1.5, but there are 3 classes (0 to 2)");
    Path none = folder.resolve("none.npy");
    assertThatThrownBy(() -> NpyRows.ofValues(none, x))
        .hasMessage(none + ": there is no such file");
    Path empty = write("empty.npy", Shape.of(0, 2));
    assertThatThrownBy(() -> NpyRows.ofValues(empty, x))
        .hasMessage(empty + ": there is nothing in it");
  }

  @Test
  void classesMayHaveAnyNumbers() throws IOException {
    Path x = features();
    Path y = write("y.npy", Shape.of(3), 40, -1, 2.5f);
    float[] numbers = {-1, 2.5f, 40};
    Samples rows = NpyRows.ofClasses(x, y, numbers);
    Targets targets = rows.format().newTargets(3);
    rows.gather(new int[] {0, 1, 2}, 0, 3, new float[6], targets);
    assertThat(targets.classes()).containsExactly(2, 0, 1);
    assertThatThrownBy(() -> NpyRows.ofClasses(x, y, new float[] {-1, 2.5f}))
        .isInstanceOf(DataException.class)
        .hasMessage(y + ": row 0 (from 0) has label 40.0, which is none of the 2 classes");
    assertThatThrownBy(() -> NpyRows.ofClasses(x, y, new float[] {1, 1}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("npy: the numbers of the classes do not ascend");
  }

  @Test
  void namesAFileThatIsCutShortOrLies() throws IOException {
    Path x = features();
    byte[] whole = Files.readAllBytes(x);
    for (int length = 0; length < whole.length; length++) {
      Files.write(x, Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> NpyRows.ofValues(x, x))
          .isInstanceOf(DataException.class)
          .hasMessageStartingWith(x + ": ");
    }
    byte[] lying = whole.clone();
    int three = new String(whole, StandardCharsets.ISO_8859_1).indexOf("(3,");
    lying[three + 1] = '9';
    Files.write(x, lying);
    assertThatThrownBy(() -> NpyRows.ofValues(x, x))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("is cut short: shape [9, 2, 1] takes 72 bytes, there are 24");
  }

  /**
   * The JVM answers bytes that are gone with an error, and the sentence names the file. In compiled
   * code the JVM may throw later than where the bytes were read; then the error is what is seen.
   */
  @Test
  void namesAFileThatIsCutShortWhileItsRowsAreInUse() throws IOException {
    int count = 300_000; // pages behind the one that the file keeps
    Path x = write("long.npy", Shape.of(count, 1), new float[count]);
    Path y = write("y.npy", Shape.of(count), new float[count]);
    Samples rows = NpyRows.ofValues(x, y);
    float[] to = new float[1];
    Targets targets = rows.format().newTargets(1);
    rows.gather(new int[] {count - 1}, 0, 1, to, targets);
    try (FileChannel channel = FileChannel.open(x, StandardOpenOption.WRITE)) {
      channel.truncate(256);
    }
    Throwable thrown = catchThrowable(() -> rows.gather(new int[] {count - 1}, 0, 1, to, targets));
    if (thrown instanceof InternalError late) {
      assertThat(late).hasMessageContaining("unsafe memory access");
    } else {
      assertThat(thrown)
          .isInstanceOf(UncheckedIOException.class)
          .hasCauseInstanceOf(DataException.class)
          .hasMessageContaining(
              x + ": the file has become shorter since it was opened; leave it alone");
    }
  }

  @Test
  void findsValuesThatAreNotFiniteWhenTheyAreRead() throws IOException {
    Path x = write("nan.npy", Shape.of(3, 2), 1, 2, 3, Float.NaN, 5, Float.NEGATIVE_INFINITY);
    Samples rows = NpyRows.ofValues(x, features());
    float[] to = new float[2];
    Targets y = rows.format().newTargets(1);
    rows.gather(new int[] {0}, 0, 1, to, y);
    assertThat(to).containsExactly(1, 2);
    assertThatThrownBy(() -> rows.gather(new int[] {1}, 0, 1, to, y))
        .isInstanceOf(InvalidDatasetException.class)
        .hasMessage(x + ": row 1 (from 0), value 1 is NaN, not a finite number");
    assertThatThrownBy(() -> rows.gather(new int[] {2}, 0, 1, to, y))
        .hasMessageContaining("row 2 (from 0), value 1 is -Infinity");
    Samples targets = NpyRows.ofValues(features(), x);
    assertThatThrownBy(
            () -> targets.gather(new int[] {1}, 0, 1, to, targets.format().newTargets(1)))
        .hasMessageContaining("row 1 (from 0), value 1 is NaN");
  }

  @Test
  void joinsFoldersWhoseFilesHaveTheSameNames() throws IOException {
    write("x/a.npy", Shape.of(1, 2), 1, 2);
    write("x/b.npy", Shape.of(2, 2), 3, 4, 5, 6);
    write("y/a.npy", Shape.of(1), 7);
    write("y/b.npy", Shape.of(2), 8, 9);
    Path x = folder.resolve("x");
    Path y = folder.resolve("y");
    Samples rows = NpyRows.ofValues(x, y);
    float[] to = new float[6];
    Targets targets = rows.format().newTargets(3);
    rows.gather(new int[] {2, 1, 0}, 0, 3, to, targets);
    assertThat(to).containsExactly(5, 6, 3, 4, 1, 2);
    assertThat(targets.values()).containsExactly(9, 8, 7);
    Files.move(y.resolve("b.npy"), y.resolve("c.npy"));
    assertThatThrownBy(() -> NpyRows.ofValues(x, y))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "%s and %s have different names; give the features and targets of the same rows the"
                + " same name",
            x.resolve("b.npy"), y.resolve("c.npy"));
    write("y/d.npy", Shape.of(1), 1);
    assertThatThrownBy(() -> NpyRows.ofValues(x, y))
        .hasMessageContaining("is one of 2 files of features, but")
        .hasMessageContaining("one of 3 files of targets");
    Path csv = Files.writeString(x.resolve("notes.csv"), "a,b\n");
    assertThatThrownBy(() -> NpyRows.ofValues(x, y))
        .hasMessage(csv + ": is no npy file (it does not begin with \\x93NUMPY)");
    Files.delete(csv);
    write("x/c.npy", Shape.of(1, 3), 1, 2, 3);
    assertThatThrownBy(() -> NpyRows.ofValues(x, y))
        .hasMessage(
            "%s has rows of shape [2], but %s of [3]; use files of one data set",
            x.resolve("a.npy"), x.resolve("c.npy"));
  }
}
