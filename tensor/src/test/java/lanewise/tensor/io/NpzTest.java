package lanewise.tensor.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import lanewise.tensor.Shape;
import lanewise.tensor.Tensor;
import lanewise.tensor.Tensors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NpzTest {
  @TempDir Path folder;

  @Test
  void readsWhatNumpyWrote() throws IOException {
    Map<String, Tensor> stored = Npz.read(NpyBytes.numpyFile(folder, "stored.npz"));
    assertThat(stored).containsOnlyKeys("weights", "bias");
    assertThat(stored.get("weights")).hasToString("[[0. 1. 2.]\n [3. 4. 5.]]");
    assertThat(stored.get("bias")).hasToString("[1. 2.]");
    Path deflated = NpyBytes.numpyFile(folder, "deflated.npz");
    assertThat(Npz.read(deflated, "labels")).hasToString("[[0. 1. 2.]\n [3. 4. 5.]]");
    assertThat(Npz.read(deflated, "weights").shape()).isEqualTo(Shape.of(50, 40));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void writtenIsReadInOrder(boolean deflated) throws IOException {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put("z/weights", Tensors.arange(30_000).reshape(100, 300).transpose());
    tensors.put("a", Tensors.scalar(-0.0f));
    tensors.put("größe", Tensor.zeros(0, 2));
    Path file = folder.resolve("x.npz");
    if (deflated) {
      Npz.writeCompressed(file, tensors);
    } else {
      Npz.write(file, tensors);
    }
    byte[] bytes = Files.readAllBytes(file);
    assertThat(bytes.length < 120_000).isEqualTo(deflated);
    Map<String, Tensor> read = Npz.read(file);
    assertThat(read.keySet()).containsExactlyElementsOf(tensors.keySet());
    for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
      Tensor same = Npz.read(file, entry.getKey());
      assertThat(same.shape()).isEqualTo(entry.getValue().shape());
      assertThat(same.toArray()).isEqualTo(entry.getValue().toArray());
    }
    if (deflated) {
      Npz.writeCompressed(file, read);
    } else {
      Npz.write(file, read);
    }
    assertThat(Files.readAllBytes(file)).isEqualTo(bytes);
  }

  @Test
  void aFlippedBitInTheNumbersIsFound() throws IOException {
    Path file = NpyBytes.numpyFile(folder, "stored.npz");
    byte[] bytes = Files.readAllBytes(file);
    bytes[200] ^= 4; // within the numbers of the first array
    Files.write(file, bytes);
    assertThatThrownBy(() -> Npz.read(file))
        .isInstanceOf(NpyFormatException.class)
        .hasMessage(file + "(weights.npy): is damaged: its checksum differs");
  }

  @Test
  void missingAndForeignFilesAreNamed() throws IOException {
    Path file = NpyBytes.numpyFile(folder, "stored.npz");
    assertThatThrownBy(() -> Npz.read(file, "bais"))
        .isInstanceOf(NpyFormatException.class)
        .hasMessage(file + ": has no array bais");
    Path foreign = Files.write(folder.resolve("y.npz"), new byte[] {1, 2, 3});
    assertThatThrownBy(() -> Npz.read(foreign))
        .isInstanceOf(NpyFormatException.class)
        .hasMessageStartingWith(foreign + ": is no npz file or damaged (");
    assertThatThrownBy(() -> Npz.read(folder.resolve("none.npz")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("none.npz");
  }
}
