package lanewise.tensor.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import lanewise.tensor.Shape;
import lanewise.tensor.ShapeException;
import lanewise.tensor.Tensor;
import lanewise.tensor.Tensors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MappedNpyTest {
  @TempDir Path folder;

  private Path written(Tensor tensor) throws IOException {
    Path file = folder.resolve("x.npy");
    Npy.write(file, tensor);
    return file;
  }

  @Test
  void rowsAreCopied() throws IOException {
    Tensor all = Tensors.arange(7 * 2 * 3).reshape(7, 2, 3);
    MappedNpy mapped = Npy.map(written(all));
    assertThat(mapped.shape()).isEqualTo(all.shape());
    assertThat(mapped.rowCount()).isEqualTo(7);
    assertThat(mapped.rowShape()).isEqualTo(Shape.of(2, 3));
    for (int from = 0; from <= 7; from++) {
      for (int to = from; to <= 7; to++) {
        Tensor rows = mapped.rows(from, to);
        assertThat(rows.shape()).isEqualTo(Shape.of(to - from, 2, 3));
        assertThat(rows.toArray()).isEqualTo(all.slice(0, from, to).toArray());
      }
    }
    float[] target = {-1, -1, -1, -1, -1, -1, -1, -1};
    mapped.copyRows(2, 3, target, 1);
    assertThat(target).containsExactly(-1, 12, 13, 14, 15, 16, 17, -1);
  }

  @Test
  void bigEndianAndEmptyFiles() throws IOException {
    String header = "{'descr': '>f4', 'fortran_order': False, 'shape': (1,)}";
    float swapped = Float.intBitsToFloat(Integer.reverseBytes(Float.floatToIntBits(2.5f)));
    Path file = Files.write(folder.resolve("big.npy"), NpyBytes.of(header, swapped));
    assertThat(Npy.map(file).rows(0, 1).toArray()).containsExactly(2.5f);
    assertThat(Npy.map(written(Tensor.zeros(0, 3))).rows(0, 0).shape()).isEqualTo(Shape.of(0, 3));
  }

  @Test
  void rowsThatAreNotThereAreRefused() throws IOException {
    Path file = written(Tensor.zeros(4, 2));
    MappedNpy mapped = Npy.map(file);
    long[][] wrong = {{-1, 2}, {3, 2}, {0, 5}, {Long.MIN_VALUE, Long.MAX_VALUE}};
    for (long[] range : wrong) {
      assertThatThrownBy(() -> mapped.rows(range[0], range[1]))
          .isInstanceOf(ShapeException.class)
          .hasMessage(
              "rows: "
                  + range[0]
                  + " to "
                  + range[1]
                  + " are not among the rows of [4, 2] in "
                  + file);
    }
    assertThatThrownBy(() -> mapped.copyRows(0, 2, new float[4], 1))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessage("rows: 4 elements do not fit behind 1 in 4");
  }

  @ParameterizedTest
  @ValueSource(strings = {"int64.npy", "uint8.npy", "bool.npy", "float32.npy"})
  void everyKindIsMapped(String name) throws IOException {
    Path file = NpyBytes.numpyFile(folder, name);
    Tensor read = Npy.read(file);
    MappedNpy mapped = Npy.map(file);
    assertThat(mapped.isWhole()).isEqualTo(!name.startsWith("float"));
    assertThat(mapped.shape()).isEqualTo(read.shape());
    assertThat(mapped.rows(0, mapped.rowCount()).toArray()).isEqualTo(read.toArray());
    assertThat(mapped.rows(1, 2).toArray()).isEqualTo(read.slice(0, 1, 2).toArray());
  }

  @ParameterizedTest
  @ValueSource(strings = {"<f8", ">f8", "<f4", ">f4", "<i4", ">i4", "<i8", ">i8"})
  void everyOrderOfBytesIsMapped(String descr) throws IOException {
    String header = "{'descr': '%s', 'fortran_order': False, 'shape': (3, 2)}".formatted(descr);
    ByteOrder order = descr.startsWith(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    ByteBuffer numbers = ByteBuffer.allocate(48).order(order);
    for (int i = -3; i < 3; i++) {
      switch (descr.substring(1)) {
        case "f8" -> numbers.putDouble(1000.0 * i);
        case "f4" -> numbers.putFloat(1000 * i);
        case "i8" -> numbers.putLong(1000L * i);
        default -> numbers.putInt(1000 * i);
      }
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(NpyBytes.of(header));
    bytes.write(numbers.array(), 0, numbers.position());
    MappedNpy mapped = Npy.map(Files.write(folder.resolve("x.npy"), bytes.toByteArray()));
    float[] target = new float[5];
    mapped.copyRows(1, 3, target, 1);
    assertThat(target).containsExactly(0, -1000, 0, 1000, 2000);
    assertThat(mapped.first(2)).isEqualTo(1000);
    assertThatThrownBy(() -> mapped.first(3)).isInstanceOf(ShapeException.class);
  }

  @Test
  void otherOrdersAreNotMapped() throws IOException {
    Path fortran = NpyBytes.numpyFile(folder, "float64-big-endian-fortran.npy");
    assertThatThrownBy(() -> Npy.map(fortran))
        .isInstanceOf(NpyFormatException.class)
        .hasMessage(
            "%s: is in Fortran order, where the numbers of a row lie apart; save it in C order, as"
                + " by numpy.ascontiguousarray, or read all of it",
            fortran);
    Path scalar = NpyBytes.numpyFile(folder, "scalar.npy");
    assertThatThrownBy(() -> Npy.map(scalar))
        .isInstanceOf(NpyFormatException.class)
        .hasMessage(scalar + ": is a single number, which has no rows");
  }

  /** With one axis both orders are the same; some programs always write Fortran order. */
  @Test
  void oneAxisHasNoOrder() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(NpyBytes.of("{'descr': '<f4', 'fortran_order': True, 'shape': (2,)}"));
    ByteBuffer numbers = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
    bytes.writeBytes(numbers.putFloat(3).putFloat(4).array());
    MappedNpy mapped = Npy.map(Files.write(folder.resolve("y.npy"), bytes.toByteArray()));
    assertThat(new float[] {mapped.first(0), mapped.first(1)}).containsExactly(3, 4);
  }
}
