package lanewise.tensor.kernel.gemm;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import lanewise.tensor.Workers;
import lanewise.tensor.kernel.Pool;
import org.jspecify.annotations.Nullable;

/**
 * One product under way: its operands, and how its blocks are computed. A block is a range of rows
 * and one panel of columns, so blocks write apart and any thread may take any. Reused by {@link
 * Gemm}, so that a call allocates nothing.
 *
 * <pre>
 *   for each block (rows x panel):           handed out dynamically
 *     for each part of the inner dimension:  DEPTH at most, so that a packed panel stays in L2
 *       pack op(B)'s part                    unless it was packed before
 *       for each tile of rows: micro-kernel
 * </pre>
 */
final class Product implements Workers.Blocks {
  /** Longest part of the inner dimension that is packed at once. */
  private static final int DEPTH = 512;

  /** Below this number of multiply-adds a second thread costs more than it brings. */
  private static final long WORTH_SHARING = 400_000;

  private static final int BLOCKS_PER_THREAD = 4;
  private static final float[] ZEROS = new float[Gemm.TILES.main().columns()];
  private static final float[] NONE = new float[0];
  private static final Pool<Scratch> SCRATCH = new Pool<>(Scratch::new);

  private int m;
  private int n;
  private int k;

  private float[] a = NONE;
  private int aOffset;
  private int aRow;
  private int aStep;

  private float[] b = NONE;
  private int bOffset;
  private int bRow;
  private int bStep;
  private float alpha;
  private @Nullable PackedMatrix packed;

  private float[] init = NONE;
  private int initOffset;
  private int initRow;
  private int initColumn;

  private float[] c = NONE;
  private int cOffset;
  private int ldc;

  private int rowsPerBlock;
  private int panels;

  void left(int rows, int depth, float[] values, int offset, int rowStride, int step) {
    m = rows;
    k = depth;
    a = values;
    aOffset = offset;
    aRow = rowStride;
    aStep = step;
  }

  void right(int columns, float factor, float[] values, int offset, int rowStride, int step) {
    n = columns;
    alpha = factor;
    b = values;
    bOffset = offset;
    bRow = rowStride;
    bStep = step;
    packed = null;
  }

  void right(PackedMatrix matrix) {
    n = matrix.columns();
    b = NONE;
    packed = matrix;
  }

  void startFromZero() {
    init = ZEROS;
    initOffset = 0;
    initRow = 0;
    initColumn = 0;
  }

  /** Element (i, j) starts from values[offset + i * row + j]. */
  void startFrom(float[] values, int offset, int row) {
    init = values;
    initOffset = offset;
    initRow = row;
    initColumn = 1;
  }

  void result(float[] values, int offset, int ld) {
    c = values;
    cOffset = offset;
    ldc = ld;
  }

  void compute(Workers workers) {
    panels = Gemm.TILES.panels(n);
    int tile = Gemm.TILES.main().rows();
    int tiles = (m + tile - 1) / tile;
    int threads = (long) m * n * k < WORTH_SHARING ? 1 : workers.parallelism();
    int cuts = threads == 1 ? 1 : Math.ceilDiv(threads * BLOCKS_PER_THREAD, panels);
    rowsPerBlock = Math.ceilDiv(tiles, Math.min(tiles, cuts)) * tile;
    int blocks = panels * Math.ceilDiv(m, rowsPerBlock);
    (threads == 1 ? Workers.caller() : workers).run(blocks, this);
    a = NONE;
    b = NONE;
    init = NONE;
    c = NONE;
    packed = null;
  }

  @Override
  public void run(int block) {
    int firstRow = block / panels * rowsPerBlock;
    int rows = Math.min(rowsPerBlock, m - firstRow);
    int j = Gemm.TILES.panelStart(block % panels, n);
    int width = Gemm.TILES.panelColumns(j, n);
    Scratch scratch = SCRATCH.acquire();
    PackedMatrix ready = packed;
    int parts = Math.ceilDiv(k, DEPTH);
    int depth = Math.ceilDiv(k, Math.max(1, parts));
    for (int p = 0; p < k || p == 0; p += Math.max(1, depth)) {
      int part = Math.min(depth, k - p);
      MemorySegment panel = scratch.panel;
      long at = 0;
      if (ready == null) {
        int valid = Math.min(width, n - j);
        int from = bOffset + p * bRow + j * bStep;
        Packing.panel(alpha, b, from, bRow, bStep, part, valid, width, panel, 0);
      } else {
        panel = ready.panels();
        at = ((long) j * k + (long) p * width) * Float.BYTES;
      }
      rows(firstRow, rows, j, width, p, part, panel, at, scratch.tile);
    }
    SCRATCH.release(scratch);
  }

  /** All tiles of a block for one part of the inner dimension. */
  private void rows(
      int from,
      int rows,
      int j,
      int width,
      int p,
      int depth,
      MemorySegment panel,
      long at,
      float[] tile) {
    MicroKernel main = Gemm.TILES.main();
    boolean edge = j + width > n;
    float[] start = p > 0 ? c : init;
    int startRow = p > 0 ? ldc : initRow;
    for (int i = from; i < from + rows; i += main.rows()) {
      int count = Math.min(main.rows(), from + rows - i);
      int x = aOffset + i * aRow + p * aStep;
      int to = cOffset + i * ldc + j;
      int startAt = p > 0 ? to : initOffset + i * initRow + j * initColumn;
      if (edge) {
        int valid = n - j;
        copyRows(start, startAt, startRow, tile, 0, width, count, valid);
        Gemm.TILES
            .narrow()
            .multiply(depth, a, x, aRow, aStep, count, panel, at, tile, 0, width, tile, 0, width);
        copyRows(tile, 0, width, c, to, ldc, count, valid);
      } else if (width < main.columns()) {
        Gemm.TILES
            .narrow()
            .multiply(
                depth, a, x, aRow, aStep, count, panel, at, start, startAt, startRow, c, to, ldc);
      } else if (count == 1) {
        Gemm.TILES
            .single()
            .multiply(depth, a, x, aRow, aStep, 1, panel, at, start, startAt, startRow, c, to, ldc);
      } else {
        main.multiply(
            depth, a, x, aRow, aStep, count, panel, at, start, startAt, startRow, c, to, ldc);
      }
    }
  }

  private static void copyRows(
      float[] from, int at, int row, float[] to, int toAt, int toRow, int rows, int columns) {
    for (int r = 0; r < rows; r++) {
      System.arraycopy(from, at + r * row, to, toAt + r * toRow, columns);
    }
  }

  /** What one thread needs while it computes a block. */
  private static final class Scratch {
    final MemorySegment panel =
        Arena.ofAuto().allocate((long) DEPTH * Gemm.TILES.main().columns() * Float.BYTES, 64);
    final float[] tile = new float[Gemm.TILES.narrow().rows() * Gemm.TILES.narrow().columns()];
  }
}
