package lanewise.tensor.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import lanewise.tensor.Shape;
import lanewise.tensor.Tensor;
import lanewise.tensor.Tensors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class NpyTest {
  @TempDir Path folder;

  private static Tensor parse(byte[] bytes) throws IOException {
    return Npy.read(new ByteArrayInputStream(bytes), "x.npy");
  }

  private static void assertRefused(byte[] bytes, String message) {
    assertThatThrownBy(() -> parse(bytes))
        .isInstanceOf(NpyFormatException.class)
        .hasMessage(message);
  }

  static Stream<Arguments> readsWhatNumpyWrote() {
    return Stream.of(
        Arguments.of("float32.npy", Shape.of(2, 3), new float[] {0, 0.5f, 1, 1.5f, 2, 2.5f}),
        Arguments.of(
            "float64-big-endian-fortran.npy",
            Shape.of(2, 3),
            new float[] {0, 0.1f, 0.2f, 0.3f, 0.4f, 0.5f}),
        Arguments.of("int64.npy", Shape.of(2, 3), new float[] {-2, -1, 0, 1, 2, 3}),
        Arguments.of("version2.npy", Shape.of(2, 3), new float[] {0, 1, 2, 3, 4, 5}),
        Arguments.of("version3.npy", Shape.of(2, 3), new float[] {0, 1, 2, 3, 4, 5}),
        Arguments.of("uint8.npy", Shape.of(3), new float[] {0, 1, 255}),
        Arguments.of("bool.npy", Shape.of(2), new float[] {1, 0}),
        Arguments.of("scalar.npy", Shape.SCALAR, new float[] {1.5f}),
        Arguments.of("empty.npy", Shape.of(0, 3), new float[0]));
  }

  @ParameterizedTest
  @MethodSource
  void readsWhatNumpyWrote(String name, Shape shape, float[] values) throws IOException {
    Tensor read = Npy.read(NpyBytes.numpyFile(folder, name));
    assertThat(read.shape()).isEqualTo(shape);
    assertThat(read.isContiguous()).isTrue();
    assertThat(read.toArray()).isEqualTo(values);
    assertThat(parse(NpyBytes.numpy(name)).toArray()).isEqualTo(values);
  }

  @Test
  void writesWhatNumpyWouldWrite() throws IOException {
    byte[] numpy = NpyBytes.numpy("float32.npy");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Npy.write(out, parse(numpy));
    assertThat(out.toByteArray()).isEqualTo(numpy);
  }

  static Stream<Tensor> writtenIsRead() {
    return Stream.of(
        Tensors.scalar(Float.NaN),
        Tensor.zeros(0),
        Tensor.zeros(3, 0, 2),
        Tensors.arange(7),
        Tensors.arange(6).reshape(2, 3).transpose(),
        Tensors.arange(40_000).reshape(200, 200).slice(1, 3, 150).flip(),
        Tensors.ones(1, 1, 1, 1, 1, 1, 1, 1));
  }

  @ParameterizedTest
  @MethodSource
  void writtenIsRead(Tensor tensor) throws IOException {
    Path file = folder.resolve("x.npy");
    Npy.write(file, Tensors.ones(2));
    Npy.write(file, tensor);
    Tensor read = Npy.read(file);
    assertThat(read.shape()).isEqualTo(tensor.shape());
    assertThat(read.toArray()).isEqualTo(tensor.toArray());
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
    byte[] bytes = Files.readAllBytes(file);
    assertThat((bytes.length - 4L * tensor.size()) % 64).isZero();
  }

  @Test
  void aFailedWriteLeavesTheOldFile() throws IOException {
    Path file = folder.resolve("x.npy");
    Npy.write(file, Tensors.ones(2));
    assertThatThrownBy(
            () ->
                AtomicFiles.writeStream(
                    file,
                    out -> {
                      out.write(1);
                      throw new IOException("disk full");
                    }))
        .hasMessageContaining("disk full");
    assertThat(Npy.read(file).toArray()).containsExactly(1, 1);
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
    Path nowhere = file.resolve("x.npy");
    assertThatThrownBy(() -> Npy.write(nowhere, Tensors.ones(2)))
        .isInstanceOf(IOException.class)
        .hasMessage("cannot write " + nowhere + ": " + file + " is not a folder");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "complex64.npy, '<c8' (complex64)",
        "strings.npy, '<U2' (string)",
        "object.npy, '|O' (object)"
      })
  void kindsThatAreNotReadAreNamed(String name, String kind) throws IOException {
    Path file = NpyBytes.numpyFile(folder, name);
    assertThatThrownBy(() -> Npy.read(file))
        .isInstanceOf(NpyFormatException.class)
        .hasMessage(
            file
                + ": kind "
                + kind
                + " is not read; float32, float64, int32, int64, uint8 and bool are");
  }

  @Test
  void structuredKindsAreNamed() throws IOException {
    assertRefused(
        NpyBytes.numpy("structured.npy"),
        "x.npy: structured kinds are not read; float32, float64, int32, int64, uint8 and bool are");
  }

  @Test
  void everyCutIsRefused() throws IOException {
    byte[] whole = NpyBytes.numpy("float32.npy");
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> parse(cut))
          .isInstanceOf(NpyFormatException.class)
          .hasMessageStartingWith("x.npy: ");
    }
    assertRefused(
        Arrays.copyOf(whole, whole.length - 1),
        "x.npy: is cut short: shape [2, 3] takes 24 bytes, there are 23");
    assertRefused(
        Arrays.copyOf(whole, whole.length + 1),
        "x.npy: has too many bytes: shape [2, 3] takes 24 bytes, there are 25");
  }

  @Test
  void otherFilesAreRefused() throws IOException {
    assertRefused(new byte[0], "x.npy: is no npy file (it does not begin with \\x93NUMPY)");
    byte[] later = NpyBytes.numpy("float32.npy");
    later[6] = 4;
    assertRefused(later, "x.npy: npy version 4.0 is not known");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'descr': '<f4', 'fortran_order': False, 'shape': (2,)}",
        "{ \"shape\":( 2 , ) ,\"fortran_order\":True,\"descr\":\"<f4\",}\n",
        "{'descr':'<f4','fortran_order':False,'shape':(2L,), }   \n",
        "{'descr':'=f4','fortran_order':False,'shape':(1,2)}"
      })
  void headersMayBeSpacedAndOrderedFreely(String text) throws IOException {
    assertThat(parse(NpyBytes.of(text, 3, 4)).toArray()).containsExactly(3, 4);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "{}",
        "{'descr'",
        "{'descr': '<f4', 'fortran_order': False}",
        "{'descr': '<f4', 'fortran_order': Maybe, 'shape': (2,)}",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (-2,)}",
        "{'descr': '<f4', 'fortran_order': False, 'shape': 2}",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (2,,)}",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (2,)} x",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), 'more': 1}",
        "{'descr': '', 'fortran_order': False, 'shape': (2,)}",
        "{'descr': 'f4', 'fortran_order': False, 'shape': (2,)}",
        "{'descr': '<f99999999999', 'fortran_order': False, 'shape': (2,)}",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999,)}",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (999999999999999999, 99999999999)}",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (2147483647, 1)}",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (0, 99999999999)}"
      })
  void damagedHeadersAreRefused(String text) {
    assertThatThrownBy(() -> parse(NpyBytes.of(text, 3, 4)))
        .isInstanceOf(NpyFormatException.class)
        .hasMessageStartingWith("x.npy: ");
  }

  @Test
  void wholeNumbersAndDoublesAreRounded() throws IOException {
    byte[] bytes = NpyBytes.of("{'descr':'<i4','fortran_order':False,'shape':(1,)}", 0);
    int last = bytes.length;
    bytes[last - 4] = 1;
    bytes[last - 1] = 1; // 2^24 + 1
    assertThat(parse(bytes).toArray()).containsExactly(0x1p24f);
  }
}
