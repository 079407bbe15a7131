package lanewise.tensor.kernel.gemm;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import lanewise.tensor.kernel.Chain;
import lanewise.tensor.kernel.Variant;

/**
 * Kernels in scalar code whose tiles, panels and blocks are those of vectors of 4, 8 or 16 floats,
 * so that any machine runs the blocking of all machines. They do all that their contracts allow:
 * whole rows of a tile are written, and what a panel may hold beside its columns is NaN.
 */
final class StandInTiles {
  /** Of x86-64 with 128, 256 and 512 bits, and of AArch64. */
  static final List<Machine> MACHINES =
      List.of(
          new Machine(4, false),
          new Machine(8, false),
          new Machine(16, true),
          new Machine(4, true));

  /**
   * What decides the sizes of tiles.
   *
   * @param lanes the floats of a vector
   * @param manyRegisters whether there are 32 vector registers, not 16
   */
  record Machine(int lanes, boolean manyRegisters) {
    /** What {@link #of} reads. */
    @Override
    public String toString() {
      return lanes + "x" + (manyRegisters ? 32 : 16);
    }

    static Machine of(String text) {
      String[] numbers = text.split("x", -1);
      return new Machine(Integer.parseInt(numbers[0]), numbers[1].equals("32"));
    }
  }

  private StandInTiles() {}

  static Tiles of(Machine machine) {
    int lanes = machine.lanes();
    boolean manyRegisters = machine.manyRegisters();
    int main = (manyRegisters ? 4 : 2) * lanes;
    return new Tiles(
        new Tile(6, main),
        new Tile(4, main),
        new Row(manyRegisters ? 1 : 4, main),
        new Tile(manyRegisters ? 8 : 6, lanes),
        new Row(1, lanes),
        new Small(manyRegisters ? 8 : 6, lanes),
        new Packing(lanes),
        new Compressed((manyRegisters ? 8 : 4) * lanes, lanes));
  }

  /** The variants that can run in this JVM, and stand-ins for the rest. */
  static Stream<Variant<Tiles>> andVariants() {
    return Stream.concat(
        GemmVariants.ALL.stream().filter(Variant::available),
        MACHINES.stream()
            .map(machine -> new Variant<>("stand-in " + machine, 0, "a test", () -> of(machine))));
  }

  private record Tile(int rows, int columns) implements MicroKernel {
    @Override
    public void multiply(
        int depth,
        float[] a,
        int aOffset,
        int aRow,
        int aStep,
        int rows,
        MemorySegment panel,
        long panelOffset,
        float[] init,
        int initOffset,
        int initRow,
        float floor,
        float[] c,
        int cOffset,
        int cRow) {
      float[] sums = new float[rows * columns];
      for (int r = 0; r < rows; r++) {
        System.arraycopy(init, initOffset + r * initRow, sums, r * columns, columns);
      }
      float[] b = new float[columns];
      for (int p = 0; p < depth; p++) {
        long at = panelOffset + (long) p * columns * Float.BYTES;
        MemorySegment.copy(panel, ValueLayout.JAVA_FLOAT, at, b, 0, columns);
        for (int r = 0; r < rows; r++) {
          float x = a[aOffset + r * aRow + p * aStep];
          for (int j = 0; j < columns; j++) {
            sums[r * columns + j] = Math.fma(x, b[j], sums[r * columns + j]);
          }
        }
      }
      for (int i = 0; i < sums.length; i++) {
        sums[i] = Math.max(sums[i], floor);
      }
      for (int r = 0; r < rows; r++) {
        System.arraycopy(sums, r * columns, c, cOffset + r * cRow, columns);
      }
    }
  }

  private record Row(int panels, int columns) implements RowKernel {
    @Override
    public void multiply(
        int panels,
        int depth,
        float[] a,
        int aOffset,
        int aStep,
        MemorySegment memory,
        long offset,
        long stride,
        float[] init,
        int initOffset,
        float floor,
        float[] c,
        int cOffset) {
      if (panels != 1 && panels != this.panels) {
        throw new AssertionError(panels + " panels at once");
      }
      Tile tile = new Tile(1, columns);
      for (int q = 0; q < panels; q++) {
        int from = initOffset + q * columns;
        int to = cOffset + q * columns;
        long at = offset + q * stride;
        tile.multiply(depth, a, aOffset, 0, aStep, 1, memory, at, init, from, 0, floor, c, to, 0);
      }
    }
  }

  /** The last columns are computed again with those before them, as a whole vector. */
  private record Small(int rows, int columns) implements SmallKernel {
    @Override
    public void multiply(
        int m,
        int n,
        int k,
        float[] a,
        int aOffset,
        int aRow,
        int aStep,
        float[] b,
        int bOffset,
        int bRow,
        boolean add,
        float[] c,
        int cOffset,
        int cRow) {
      for (int i = 0; i < m; i += rows) {
        int height = Math.min(rows, m - i);
        for (int from = 0; from < n; from += columns) {
          int j = Math.min(from, n - columns);
          float[] sums = new float[height * columns];
          for (int r = 0; r < height; r++) {
            for (int l = 0; l < columns; l++) {
              int x = aOffset + (i + r) * aRow;
              float init = add ? c[cOffset + (i + r) * cRow + j + l] : 0;
              sums[r * columns + l] =
                  Chain.element(init, k, 1, a, x, aStep, b, bOffset + j + l, bRow);
            }
          }
          for (int r = 0; r < height; r++) {
            System.arraycopy(sums, r * columns, c, cOffset + (i + r) * cRow + j, columns);
          }
        }
      }
    }
  }

  private record Packing(int size) implements PackingKernel {
    @Override
    public void transpose(
        float alpha,
        float[] b,
        int from,
        int step,
        int depth,
        MemorySegment panel,
        long at,
        int width) {
      float[] row = new float[size];
      for (int p = 0; p < depth; p++) {
        for (int j = 0; j < size; j++) {
          row[j] = alpha * b[from + j * step + p];
        }
        put(row, 0, size, panel, at, p * width);
      }
    }

    @Override
    public void copy(
        float[] b, int from, int ld, int depth, MemorySegment panel, long at, int width) {
      for (int p = 0; p < depth; p++) {
        put(b, from + p * ld, width, panel, at, p * width);
      }
    }

    @Override
    public void copyEdge(
        float[] b, int from, int ld, int depth, int columns, MemorySegment panel, long at) {
      float[] row = new float[size];
      Arrays.fill(row, Float.NaN);
      for (int p = 0; p < depth; p++) {
        System.arraycopy(b, from + p * ld, row, 0, columns);
        put(row, 0, size, panel, at, p * size);
      }
    }
  }

  private record Compressed(int columns, int lanes) implements CompressedKernel {
    @Override
    public void bfloat16(
        int depth,
        float[] a,
        int aOffset,
        int aStep,
        MemorySegment panel,
        long panelOffset,
        float[] init,
        int initOffset,
        float floor,
        float[] c,
        int cOffset) {
      float[] sums = Arrays.copyOfRange(init, initOffset, initOffset + columns);
      for (int p = 0; p < depth; p++) {
        add(a[aOffset + p * aStep], halves(panel, panelOffset, p), sums);
      }
      for (int j = 0; j < columns; j++) {
        c[cOffset + j] = Math.max(sums[j], floor);
      }
    }

    @Override
    public void int8(
        int depth,
        float[] a,
        int aOffset,
        int aStep,
        MemorySegment panel,
        long panelOffset,
        float[] init,
        int initOffset,
        float[] c,
        int cOffset) {
      float[] sums = Arrays.copyOfRange(init, initOffset, initOffset + columns);
      for (int p = 0; p < depth; p++) {
        add(a[aOffset + p * aStep], levels(panel, panelOffset, p), sums);
      }
      System.arraycopy(sums, 0, c, cOffset, columns);
    }

    private static void add(float x, float[] row, float[] sums) {
      for (int j = 0; j < sums.length; j++) {
        sums[j] = Math.fma(x, row[j], sums[j]);
      }
    }

    @Override
    public void decodeBfloat16(
        int depth,
        MemorySegment panel,
        long panelOffset,
        int first,
        int width,
        MemorySegment floats,
        long floatsOffset) {
      for (int p = 0; p < depth; p++) {
        put(halves(panel, panelOffset, p), first, width, floats, floatsOffset, p * width);
      }
    }

    @Override
    public void decodeInt8(
        int depth,
        MemorySegment panel,
        long panelOffset,
        int first,
        int width,
        MemorySegment floats,
        long floatsOffset) {
      for (int p = 0; p < depth; p++) {
        put(levels(panel, panelOffset, p), first, width, floats, floatsOffset, p * width);
      }
    }

    /** A row of the panel; in memory, vectors take turns element by element. */
    private float[] halves(MemorySegment panel, long offset, int p) {
      short[] bits = new short[columns];
      long at = offset + 2L * p * columns;
      MemorySegment.copy(panel, ValueLayout.JAVA_SHORT, at, bits, 0, columns);
      float[] row = new float[columns];
      for (int j = 0; j < columns; j++) {
        int pair = j / (2 * lanes) * lanes + j % lanes;
        row[j] = Float.intBitsToFloat(bits[2 * pair + j / lanes % 2] << 16);
      }
      return row;
    }

    private float[] levels(MemorySegment panel, long offset, int p) {
      byte[] bytes = new byte[columns];
      MemorySegment.copy(
          panel, ValueLayout.JAVA_BYTE, offset + (long) p * columns, bytes, 0, columns);
      float[] row = new float[columns];
      for (int j = 0; j < columns; j++) {
        row[j] = bytes[j];
      }
      return row;
    }
  }

  private static void put(
      float[] values, int first, int count, MemorySegment floats, long at, int index) {
    long to = at + (long) index * Float.BYTES;
    MemorySegment.copy(values, first, floats, ValueLayout.JAVA_FLOAT, to, count);
  }
}
