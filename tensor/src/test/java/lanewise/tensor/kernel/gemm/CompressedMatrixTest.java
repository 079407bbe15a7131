package lanewise.tensor.kernel.gemm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.stream.Stream;
import lanewise.tensor.Allocation;
import lanewise.tensor.RandomStream;
import lanewise.tensor.Workers;
import lanewise.tensor.kernel.Chain;
import lanewise.tensor.kernel.elementwise.ElementwiseVariants;
import lanewise.tensor.kernel.elementwise.UnaryOp;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Products with weights of 32, 16 and 8 bits, and with an activation applied to the result. */
class CompressedMatrixTest {
  private enum Kind {
    FLOAT32,
    BFLOAT16,
    INT8
  }

  static Stream<Tiles> tiles() {
    return StandInTiles.andVariants().map(variant -> variant.kernel().get());
  }

  @Test
  void bfloat16RoundsToTheNearestEvenAndKeepsSpecialValues() {
    float[][] cases = {
      {1, 1},
      {0, 0},
      {-0f, -0f},
      {1 + 0x1p-8f, 1}, // a tie, down to even
      {1 + 3 * 0x1p-8f, 1 + 0x1p-6f}, // a tie, up to even
      {1 + 0x1p-8f + 0x1p-20f, 1 + 0x1p-7f},
      {-3.1415927f, -3.140625f},
      {Float.POSITIVE_INFINITY, Float.POSITIVE_INFINITY},
      {Float.MAX_VALUE, Float.POSITIVE_INFINITY},
      {Float.MIN_VALUE, 0},
      {0x1p-133f, 0x1p-133f},
      {Float.NaN, Float.NaN},
      {Float.intBitsToFloat(0x7f80_0001), Float.NaN}
    };
    for (float[] pair : cases) {
      float rounded = Float.intBitsToFloat(Compression.bfloat16(pair[0]) << 16);
      Chain.assertSame(rounded, pair[1], "bfloat16 of %s", pair[0]);
    }
  }

  @ParameterizedTest
  @MethodSource("tiles")
  void aKernelReadsTheLayoutThatItsContractStates(Tiles tiles) {
    CompressedKernel kernel = tiles.compressed();
    int columns = kernel.columns();
    int lanes = kernel.lanes();
    int main = tiles.main().columns();
    RandomStream random = RandomStream.of(3);
    for (int depth : new int[] {0, 1, 2, 33}) {
      MemorySegment halves = Arena.ofAuto().allocate(64 + 2L * depth * columns, 64);
      MemorySegment bytes = Arena.ofAuto().allocate(64 + (long) depth * columns, 64);
      float[] upper = new float[depth * columns];
      float[] levels = new float[depth * columns];
      for (int p = 0; p < depth; p++) {
        for (int j = 0; j < columns; j++) {
          short bits = (short) random.nextInt(0x4100);
          int inPair = j / (2 * lanes) * lanes + j % lanes;
          long at = 64 + 2L * p * columns + 4L * inPair + 2L * (j / lanes % 2);
          halves.set(ValueLayout.JAVA_SHORT, at, bits);
          upper[p * columns + j] = Float.intBitsToFloat(bits << 16);
          byte level = (byte) random.nextInt(256);
          bytes.set(ValueLayout.JAVA_BYTE, 64 + (long) p * columns + j, level);
          levels[p * columns + j] = level;
        }
      }
      float[] a = Chain.values(random, 1 + 3 * depth);
      float[] init = Chain.values(random, columns + 2);
      float[] c = new float[columns + 5];
      Arrays.fill(c, Chain.GUARD);
      kernel.bfloat16(depth, a, 1, 3, halves, 64, init, 2, 0, c, 3);
      assertRow(c, columns, init, depth, a, upper, 0);
      Arrays.fill(c, Chain.GUARD);
      kernel.int8(depth, a, 1, 3, bytes, 64, init, 2, c, 3);
      assertRow(c, columns, init, depth, a, levels, Float.NEGATIVE_INFINITY);
      for (int first = 0; first < columns; first += main) {
        MemorySegment out = Arena.ofAuto().allocate(64 + 4L * Math.max(1, depth * main), 64);
        kernel.decodeBfloat16(depth, halves, 64, first, main, out, 64);
        assertDecoded(out, upper, depth, first, main, columns);
        kernel.decodeInt8(depth, bytes, 64, first, main, out, 64);
        assertDecoded(out, levels, depth, first, main, columns);
      }
    }
  }

  private static void assertRow(
      float[] c, int columns, float[] init, int depth, float[] a, float[] b, float floor) {
    for (int at = 0; at < c.length; at++) {
      int j = at - 3;
      if (j < 0 || j >= columns) {
        Chain.assertGuard(c[at], "at %d", at);
      } else {
        float sum = Chain.element(init[2 + j], depth, 1, a, 1, 3, b, j, columns);
        Chain.assertSame(c[at], Math.max(sum, floor), "column %d, depth %d", j, depth);
      }
    }
  }

  private static void assertDecoded(
      MemorySegment out, float[] b, int depth, int first, int width, int columns) {
    for (int p = 0; p < depth; p++) {
      for (int j = 0; j < width; j++) {
        assertThat(out.getAtIndex(ValueLayout.JAVA_FLOAT, 16 + (long) p * width + j))
            .isEqualTo(b[p * columns + first + j]);
      }
    }
  }

  @Test
  void theProductIsThatOfTheRoundedWeightsForAnyNumberOfRows() {
    try (Workers two = Workers.of(2)) {
      for (Kind kind : Kind.values()) {
        for (int n : new int[] {1, 10, 64, 127, 128, 131, 300}) {
          for (int[] mk : new int[][] {{0, 3}, {1, 0}, {1, 7}, {3, 2060}, {4, 5}, {13, 1030}}) {
            check(Workers.caller(), kind, true, mk[0], n, mk[1], null);
            check(Workers.caller(), kind, false, mk[0], n, mk[1], UnaryOp.RELU);
          }
        }
        check(two, kind, true, 67, 131, 67, UnaryOp.TANH);
        check(two, kind, true, 1, 1000, 1001, UnaryOp.GELU);
      }
    }
  }

  private static void check(
      Workers workers,
      Kind kind,
      boolean transposed,
      int m,
      int n,
      int k,
      @Nullable UnaryOp activation) {
    RandomStream random = RandomStream.of(m + n + k);
    int lda = k + 3;
    int ldb = (transposed ? k : n) + 5;
    int ldc = n + 4;
    float[] a = Chain.values(random, 2 + m * lda);
    float[] b = Chain.values(random, 3 + (transposed ? n : k) * ldb);
    PackedMatrix matrix = packed(kind, transposed, k, n, b, 3, ldb);
    float[][] columns = new float[n][k];
    float[] scales = new float[n];
    for (int j = 0; j < n; j++) {
      for (int p = 0; p < k; p++) {
        columns[j][p] = b[3 + (transposed ? j * ldb + p : p * ldb + j)];
      }
      scales[j] = round(kind, columns[j]);
    }
    for (float[] bias : new float[][] {null, Chain.values(random, n + 6)}) {
      float[] c = new float[7 + m * ldc + 5];
      Arrays.fill(c, Chain.GUARD);
      Gemm.multiplyPacked(workers, m, a, 2, lda, matrix, bias, 6, activation, c, 7, ldc);
      for (int at = 0; at < c.length; at++) {
        int i = (at - 7) / ldc;
        int j = (at - 7) % ldc;
        if (at < 7 || i >= m || j >= n) {
          Chain.assertGuard(c[at], "%s %d x %d x %d at %d", kind, m, n, k, at);
          continue;
        }
        float init = bias == null ? 0 : bias[6 + j];
        float expected = element(kind, init, a, 2 + i * lda, columns[j], scales[j]);
        if (activation != null) {
          float[] one = {expected};
          ElementwiseVariants.KERNEL.unary(activation, 1, one, 0, one, 0);
          expected = one[0];
        }
        // fma(sum, scale, 0) and sum * scale differ by the sign of a zero at most.
        Chain.assertSame(
            c[at] + 0f, expected + 0f, "%s %d x %d x %d at %d, %d", kind, m, n, k, i, j);
      }
    }
  }

  private static PackedMatrix packed(
      Kind kind, boolean transposed, int k, int n, float[] b, int offset, int ldb) {
    return switch (kind) {
      case FLOAT32 -> PackedMatrix.of(transposed, k, n, b, offset, ldb);
      case BFLOAT16 -> PackedMatrix.bfloat16(transposed, k, n, b, offset, ldb);
      case INT8 -> PackedMatrix.int8(transposed, k, n, b, offset, ldb);
    };
  }

  /** Replaces the weights of a column by the numbers that they are rounded to; its scale. */
  private static float round(Kind kind, float[] column) {
    float scale = 0;
    for (float weight : column) {
      scale = Math.max(scale, Math.abs(weight) / 127);
    }
    for (int p = 0; p < column.length; p++) {
      column[p] =
          switch (kind) {
            case FLOAT32 -> column[p];
            case BFLOAT16 -> Float.intBitsToFloat(Compression.bfloat16(column[p]) << 16);
            case INT8 -> (float) Math.rint((double) column[p] / scale);
          };
    }
    return scale;
  }

  /** One element by the definition. */
  private static float element(
      Kind kind, float bias, float[] a, int at, float[] column, float scale) {
    if (kind == Kind.INT8) {
      return Math.fma(Chain.element(0, column.length, 1, a, at, 1, column, 0, 1), scale, bias);
    }
    return Chain.element(bias, column.length, 1, a, at, 1, column, 0, 1);
  }

  @Test
  void int8RefusesWhatItCannotHold() {
    float[] b = {1, 2, Float.NaN, 4};
    assertThatThrownBy(() -> PackedMatrix.int8(true, 2, 2, b, 0, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("pack: the element at row 0, column 1 is NaN; int8 holds finite numbers only");
  }

  @Test
  void aColumnOfZerosStaysOne() {
    PackedMatrix zeros = PackedMatrix.int8(true, 3, 2, new float[6], 0, 3);
    float[] c = new float[2];
    Gemm.multiplyPacked(
        Workers.caller(),
        1,
        new float[] {1, 2, 3},
        0,
        3,
        zeros,
        new float[] {5, 6},
        0,
        null,
        c,
        0,
        2);
    assertThat(c).containsExactly(5, 6);
  }

  @Test
  void fewerBytesAreTaken() {
    float[] b = new float[256 * 128];
    assertThat(PackedMatrix.of(true, 128, 256, b, 0, 128).byteSize()).isEqualTo(4L * b.length);
    assertThat(PackedMatrix.bfloat16(true, 128, 256, b, 0, 128).byteSize())
        .isEqualTo(2L * b.length);
    assertThat(PackedMatrix.int8(true, 128, 256, b, 0, 128).byteSize())
        .isEqualTo(b.length + 4 * 256);
  }

  @Test
  void allocatesNothing() {
    RandomStream random = RandomStream.of(1);
    float[] a = Chain.values(random, 8 * 100);
    float[] b = Chain.values(random, 100 * 77);
    float[] c = new float[8 * 77];
    for (Kind kind : Kind.values()) {
      PackedMatrix packed = packed(kind, true, 100, 77, b, 0, 100);
      for (int m : new int[] {1, 8}) {
        Allocation.assertNoneInSteadyState(
            () ->
                Gemm.multiplyPacked(
                    Workers.caller(), m, a, 0, 100, packed, b, 0, UnaryOp.SILU, c, 0, 77));
      }
    }
  }
}
