package lanewise.training.data.idx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import lanewise.training.data.DataException;
import lanewise.training.data.TrainTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("once")
final class IdxFolderTest {
  @TempDir Path folder;

  private void writeImages(String name, int rows, int height, int width) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(16 + rows * height * width);
    write(name, bytes.putInt(0x803).putInt(rows).putInt(height).putInt(width).array());
  }

  private void writeLabels(String name, int... labels) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(8 + labels.length).putInt(0x801).putInt(labels.length);
    for (int label : labels) {
      bytes.put((byte) label);
    }
    write(name, bytes.array());
  }

  private void write(String name, byte[] bytes) throws IOException {
    try (OutputStream plain = Files.newOutputStream(folder.resolve(name));
        OutputStream out = name.endsWith(".gz") ? new GZIPOutputStream(plain) : plain) {
      out.write(bytes);
    }
  }

  private void writeSet(String separator, String packing) throws IOException {
    writeImages("train-images" + separator + "idx3-ubyte" + packing, 3, 2, 2);
    writeLabels("train-labels" + separator + "idx1-ubyte" + packing, 9, 0, 1);
    writeImages("t10k-images" + separator + "idx3-ubyte" + packing, 1, 2, 2);
    writeLabels("t10k-labels" + separator + "idx1-ubyte" + packing, 5);
  }

  @ParameterizedTest
  @CsvSource({"-, ''", "-, .gz", "., ''", "., .gz"})
  void findsEverySpelling(String separator, String packing) throws IOException {
    writeSet(separator, packing);
    TrainTest set = Idx.loadFolder(folder);
    String name = folder.getFileName().toString();
    assertThat(set.train()).hasToString(name + " train: 3 rows, 4 features, 10 classes");
    assertThat(set.test()).hasToString(name + " test: 1 rows, 4 features, 10 classes");
    assertThat(set.train().labels()).containsExactly(9, 0, 1);
    assertThat(set.train().classNames()).first().isEqualTo("0");
  }

  @Test
  void takesNamesOfClasses() throws IOException {
    writeSet("-", "");
    assertThatThrownBy(() -> Idx.loadFolder(folder, List.of("top", "bag")))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("train-labels-idx1-ubyte: row 0 (from 0) has label 9")
        .hasMessageContaining("there are 2 classes (0 to 1)");
    List<String> ten = List.of("a", "b", "c", "d", "e", "f", "g", "h", "i", "j");
    assertThat(Idx.loadFolder(folder, ten).test().classNames()).isEqualTo(ten);
  }

  @Test
  void namesWhatIsMissing() throws IOException {
    writeSet("-", "");
    Files.delete(folder.resolve("t10k-labels-idx1-ubyte"));
    assertThatThrownBy(() -> Idx.loadFolder(folder))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "%s: the file t10k-labels is missing; looked for t10k-labels-idx1-ubyte,"
                + " t10k-labels-idx1-ubyte.gz, t10k-labels.idx1-ubyte, t10k-labels.idx1-ubyte.gz",
            folder);
    Path none = folder.resolve("none");
    assertThatThrownBy(() -> Idx.loadFolder(none))
        .isInstanceOf(DataException.class)
        .hasMessage("%s: there is no such folder", none);
  }

  @Test
  void refusesPartsOfDifferentSize() throws IOException {
    writeSet("-", "");
    writeImages("t10k-images-idx3-ubyte", 1, 3, 2);
    assertThatThrownBy(() -> Idx.loadFolder(folder))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "%s has images of 2 x 2 pixels, but %s of 3 x 2; use files of one data set",
            folder.resolve("train-images-idx3-ubyte"), folder.resolve("t10k-images-idx3-ubyte"));
  }
}
