package lanewise.tensor.kernel.gemm;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import lanewise.tensor.kernel.Probe;

/**
 * The matrix products that the self-check runs. Variants have tiles of different sizes, so each
 * probe computes the same 60 x 256 matrix from as many tiles as that takes.
 */
public final class GemmProbes {
  private static final int ROWS = 60;
  private static final int COLUMNS = 256;
  private static final int DEPTH = 128;
  private static final float NO_FLOOR = Float.NEGATIVE_INFINITY;

  private GemmProbes() {}

  /** Every kernel of a set of tiles. */
  public static List<Probe<Tiles>> all() {
    return List.of(
        new Probe<>("main tile", tiles -> tiled(tiles.main(), NO_FLOOR)),
        new Probe<>("main tile, relu", tiles -> tiled(tiles.main(), 0)),
        new Probe<>("tile of 4 rows", tiles -> tiled(tiles.four(), NO_FLOOR)),
        new Probe<>("one row", tiles -> row(tiles.row(), 1)),
        new Probe<>("one row, all panels", tiles -> row(tiles.row(), tiles.row().panels())),
        new Probe<>("edge tile", tiles -> tiled(tiles.edge(), NO_FLOOR)),
        new Probe<>("edge tile, one row", tiles -> row(tiles.edgeRow(), 1)),
        new Probe<>("small matrices", tiles -> small(tiles.small(), 32, 1)),
        new Probe<>("small matrices, transposed", tiles -> small(tiles.small(), 1, ROWS)),
        new Probe<>("transpose", GemmProbes::transpose),
        new Probe<>("one row, bfloat16", tiles -> compressed(tiles.compressed(), true)),
        new Probe<>("one row, int8", tiles -> compressed(tiles.compressed(), false)),
        new Probe<>("bfloat16 to float32", tiles -> decode(tiles.compressed(), true)),
        new Probe<>("int8 to float32", tiles -> decode(tiles.compressed(), false)));
  }

  private static Probe.Run tiled(MicroKernel kernel, float floor) {
    float[] a = Probe.values(ROWS * DEPTH);
    float[] c = new float[ROWS * COLUMNS];
    float[] zeros = new float[COLUMNS];
    int width = kernel.columns();
    MemorySegment panels = packed(width);
    return () -> {
      for (int j = 0; j < COLUMNS; j += width) {
        long at = (long) j * DEPTH * Float.BYTES;
        for (int i = 0; i < ROWS; i += kernel.rows()) {
          int rows = Math.min(kernel.rows(), ROWS - i);
          kernel.multiply(
              DEPTH,
              a,
              i * DEPTH,
              DEPTH,
              1,
              rows,
              panels,
              at,
              zeros,
              0,
              0,
              floor,
              c,
              i * COLUMNS + j,
              COLUMNS);
        }
      }
      return c;
    };
  }

  /** Each row alone, times some panels at once and the rest one by one. */
  private static Probe.Run row(RowKernel kernel, int panels) {
    float[] a = Probe.values(ROWS * DEPTH);
    float[] c = new float[ROWS * COLUMNS];
    float[] zeros = new float[COLUMNS];
    int width = kernel.columns();
    long stride = (long) width * DEPTH * Float.BYTES;
    MemorySegment memory = packed(width);
    return () -> {
      for (int i = 0; i < ROWS; i++) {
        int count;
        for (int j = 0; j < COLUMNS; j += count * width) {
          count = j <= COLUMNS - panels * width ? panels : 1;
          long at = (long) j * DEPTH * Float.BYTES;
          kernel.multiply(
              count,
              DEPTH,
              a,
              i * DEPTH,
              1,
              memory,
              at,
              stride,
              zeros,
              0,
              NO_FLOOR,
              c,
              i * COLUMNS + j);
        }
      }
      return c;
    };
  }

  /** A matrix in panels of some columns. */
  private static MemorySegment packed(int width) {
    MemorySegment panels = Arena.ofAuto().allocate((long) DEPTH * COLUMNS * Float.BYTES, 64);
    float[] b = Probe.values(DEPTH * COLUMNS);
    for (int p = 0; p < DEPTH; p++) {
      for (int j = 0; j < COLUMNS; j++) {
        long at = (long) j / width * width * DEPTH + (long) p * width + j % width;
        panels.setAtIndex(ValueLayout.JAVA_FLOAT, at, b[p * COLUMNS + j]);
      }
    }
    return panels;
  }

  /** Element (i, p) of A is a[i * row + p * step]. */
  private static Probe.Run small(SmallKernel kernel, int row, int step) {
    int n = 56;
    float[] a = Probe.values(ROWS * 32);
    float[] b = Probe.values(32 * n);
    float[] c = new float[ROWS * n];
    return () -> {
      kernel.multiply(ROWS, n, 32, a, 0, row, step, b, 0, n, false, c, 0, n);
      return c;
    };
  }

  /** Gives the transposed matrix row by row, whatever the size of a block. */
  private static Probe.Run transpose(Tiles tiles) {
    PackingKernel kernel = tiles.packing();
    float[] b = Probe.values(COLUMNS * DEPTH);
    float[] out = new float[DEPTH * COLUMNS];
    MemorySegment panel = Arena.ofAuto().allocate((long) DEPTH * COLUMNS * Float.BYTES, 64);
    return () -> {
      for (int j = 0; j < COLUMNS; j += kernel.size()) {
        kernel.transpose(1, b, j * DEPTH, DEPTH, DEPTH, panel, (long) j * Float.BYTES, COLUMNS);
      }
      MemorySegment.copy(panel, ValueLayout.JAVA_FLOAT, 0, out, 0, out.length);
      return out;
    };
  }

  private static Probe.Run compressed(CompressedKernel kernel, boolean bfloat16) {
    float[] a = Probe.values(DEPTH);
    float[] c = new float[COLUMNS];
    float[] zeros = new float[COLUMNS];
    MemorySegment panels = panels(kernel, bfloat16);
    int width = kernel.columns();
    return () -> {
      for (int j = 0; j < COLUMNS; j += width) {
        long at = (long) j * DEPTH;
        if (bfloat16) {
          kernel.bfloat16(DEPTH, a, 0, 1, panels, 2 * at, zeros, 0, NO_FLOOR, c, j);
        } else {
          kernel.int8(DEPTH, a, 0, 1, panels, at, zeros, 0, c, j);
        }
      }
      return c;
    };
  }

  private static Probe.Run decode(CompressedKernel kernel, boolean bfloat16) {
    MemorySegment panels = panels(kernel, bfloat16);
    int width = kernel.columns();
    MemorySegment floats = Arena.ofAuto().allocate((long) DEPTH * width * Float.BYTES, 64);
    float[] panel = new float[DEPTH * width];
    float[] out = new float[DEPTH * COLUMNS];
    return () -> {
      for (int j = 0; j < COLUMNS; j += width) {
        long at = (long) j * DEPTH;
        if (bfloat16) {
          kernel.decodeBfloat16(DEPTH, panels, 2 * at, 0, width, floats, 0);
        } else {
          kernel.decodeInt8(DEPTH, panels, at, 0, width, floats, 0);
        }
        MemorySegment.copy(floats, ValueLayout.JAVA_FLOAT, 0, panel, 0, panel.length);
        for (int p = 0; p < DEPTH; p++) {
          System.arraycopy(panel, p * width, out, p * COLUMNS + j, width);
        }
      }
      return out;
    };
  }

  private static MemorySegment panels(CompressedKernel kernel, boolean bfloat16) {
    float[] b = Probe.values(DEPTH * COLUMNS);
    MemorySegment panels = Arena.ofAuto().allocate(2L * DEPTH * COLUMNS, 64);
    if (bfloat16) {
      Compression.packBfloat16(kernel, b, 0, COLUMNS, 1, DEPTH, COLUMNS, panels);
    } else {
      float[] scales = Compression.scales(b, 0, COLUMNS, 1, DEPTH, COLUMNS);
      Compression.packInt8(kernel, b, 0, COLUMNS, 1, DEPTH, COLUMNS, scales, panels);
    }
    return panels;
  }
}
