package lanewise.tensor.kernel.gemm;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Objects;
import lanewise.tensor.Workers;
import lanewise.tensor.kernel.Pool;
import lanewise.tensor.kernel.elementwise.BinaryOp;
import lanewise.tensor.kernel.elementwise.ElementwiseKernel;
import lanewise.tensor.kernel.elementwise.ElementwiseVariants;
import lanewise.tensor.kernel.elementwise.UnaryOp;
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
  /** Products to use again. */
  static final Pool<Product> POOL = new Pool<>(Product::new);

  /** Longest part of the inner dimension that is packed at once. */
  private static final int DEPTH = 1024;

  /** Below this number of multiply-adds a second thread costs more than it brings. */
  static final long WORTH_SHARING = 400_000;

  private static final int BLOCKS_PER_THREAD = 4;

  /** From so many rows on, compressed weights are made floats for all of them together. */
  private static final int WORTH_DECODING = 4;

  private static final float NO_FLOOR = Float.NEGATIVE_INFINITY;

  private static final float[] ZEROS =
      new float[Math.max(256, ActiveTiles.TILES.compressed().columns())];
  private static final int TILE =
      Math.max(
          Math.max(
              ActiveTiles.TILES.main().rows() * ActiveTiles.TILES.main().columns(),
              ActiveTiles.TILES.edge().rows() * ActiveTiles.TILES.edge().columns()),
          ActiveTiles.TILES.compressed().columns());
  private static final ElementwiseKernel ELEMENTWISE = ElementwiseVariants.KERNEL;
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
  private float @Nullable [] bias;
  private int biasOffset;

  private float[] c = NONE;
  private int cOffset;
  private int ldc;

  private float floor;
  private @Nullable UnaryOp activation;

  private int rowsPerBlock;
  private int panels;

  /** The caller's; other threads take theirs from the pool. */
  private final Scratch scratch = new Scratch();

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

  /** Element (i, j) starts from values[offset + j]; with int8 weights it is added at the end. */
  void startFromBias(float @Nullable [] values, int offset) {
    bias = isInt8() ? values : null;
    biasOffset = offset;
    if (values == null || isInt8()) {
      startFromZero();
    } else {
      startFrom(values, offset, 0);
    }
  }

  /** Element (i, j) starts from values[offset + i * row + j]. */
  void startFrom(float[] values, int offset, int row) {
    init = values;
    initOffset = offset;
    initRow = row;
    initColumn = 1;
  }

  /** C = function(…) of each element, a null function being none. */
  void result(@Nullable UnaryOp function, float[] values, int offset, int ld) {
    boolean inRegisters = function == UnaryOp.RELU && !isInt8();
    floor = inRegisters ? 0 : NO_FLOOR;
    activation = inRegisters ? null : function;
    c = values;
    cOffset = offset;
    ldc = ld;
  }

  private boolean isInt8() {
    return packed != null && packed.elementBytes() == 1;
  }

  private boolean isCompressed() {
    return packed != null && packed.elementBytes() != Float.BYTES;
  }

  void compute(Workers workers) {
    panels =
        isCompressed()
            ? Math.ceilDiv(n, ActiveTiles.TILES.compressed().columns())
            : ActiveTiles.TILES.panels(n);
    int tile = ActiveTiles.TILES.main().rows();
    int tiles = (m + tile - 1) / tile;
    int threads = (long) m * n * k < WORTH_SHARING ? 1 : workers.parallelism();
    int cuts = threads == 1 ? 1 : Math.ceilDiv(threads * BLOCKS_PER_THREAD, panels);
    rowsPerBlock = Math.ceilDiv(tiles, Math.min(tiles, cuts)) * tile;
    int blocks = panels * Math.ceilDiv(m, rowsPerBlock);
    if (threads == 1) {
      for (int block = 0; block < blocks; block++) {
        compute(block, scratch);
      }
    } else {
      workers.run(blocks, this);
    }
    release();
  }

  /** Lets go of the caller's arrays. */
  private void release() {
    a = NONE;
    b = NONE;
    init = NONE;
    bias = null;
    c = NONE;
    packed = null;
  }

  @Override
  public void run(int block) {
    Scratch own = SCRATCH.acquire();
    compute(block, own);
    SCRATCH.release(own);
  }

  private void compute(int block, Scratch memory) {
    int firstRow = block / panels * rowsPerBlock;
    int rows = Math.min(rowsPerBlock, m - firstRow);
    if (isCompressed()) {
      compressed(firstRow, rows, block % panels * ActiveTiles.TILES.compressed().columns(), memory);
    } else {
      plain(firstRow, rows, ActiveTiles.TILES.panelStart(block % panels, n), memory);
    }
  }

  private void plain(int firstRow, int rows, int j, Scratch memory) {
    int width = ActiveTiles.TILES.panelColumns(j, n);
    PackedMatrix ready = packed;
    int depth = depthOfParts();
    for (int p = 0; p < k || p == 0; p += depth) {
      int part = Math.min(depth, k - p);
      MemorySegment panel = memory.panel;
      long at = 0;
      if (ready == null) {
        int valid = Math.min(width, n - j);
        int from = bOffset + p * bRow + j * bStep;
        Packing.panel(alpha, b, from, bRow, bStep, part, valid, width, panel, 0);
      } else {
        panel = ready.panels();
        at = ((long) j * k + (long) p * width) * Float.BYTES;
      }
      rows(firstRow, rows, j, width, p, part, panel, at, memory.tile);
    }
  }

  /** Few rows are multiplied with the weights as they lie; for many these are made floats first. */
  private void compressed(int firstRow, int rows, int j, Scratch memory) {
    int depth = depthOfParts();
    int columns = ActiveTiles.TILES.compressed().columns();
    int width = ActiveTiles.TILES.main().columns();
    for (int p = 0; p < k || p == 0; p += depth) {
      int part = Math.min(depth, k - p);
      if (rows < WORTH_DECODING) {
        for (int i = firstRow; i < firstRow + rows; i++) {
          compressedRow(i, j, p, part, memory.tile);
        }
        continue;
      }
      for (int first = 0; first < columns && j + first < n; first += width) {
        decode(j, first, width, p, part, memory.panel);
        rows(firstRow, rows, j + first, width, p, part, memory.panel, 0, memory.tile);
      }
    }
  }

  private void compressedRow(int i, int j, int p, int depth, float[] tile) {
    PackedMatrix ready = Objects.requireNonNull(packed);
    CompressedKernel kernel = ActiveTiles.TILES.compressed();
    int columns = Math.min(kernel.columns(), n - j);
    int to = cOffset + i * ldc + j;
    float[] start = tile;
    int startAt = 0;
    boolean edge = columns < kernel.columns();
    if (p > 0 && edge) {
      System.arraycopy(c, to, tile, 0, columns);
    } else if (p > 0) {
      start = c;
      startAt = to;
    } else if (edge && initColumn == 1) {
      System.arraycopy(init, initOffset + i * initRow + j, tile, 0, columns);
    } else {
      start = init;
      startAt = initOffset + i * initRow + j * initColumn;
    }
    float[] out = edge ? tile : c;
    int outAt = edge ? 0 : to;
    MemorySegment panel = ready.panels();
    int x = aOffset + i * aRow + p * aStep;
    if (isInt8()) {
      long at = (long) j * k + (long) p * kernel.columns();
      kernel.int8(depth, a, x, aStep, panel, at, start, startAt, out, outAt);
    } else {
      long at = 2 * ((long) j * k + (long) p * kernel.columns());
      float bound = p + depth == k ? floor : NO_FLOOR;
      kernel.bfloat16(depth, a, x, aStep, panel, at, start, startAt, bound, out, outAt);
    }
    if (edge) {
      System.arraycopy(tile, 0, c, to, columns);
    }
    if (p + depth == k) {
      finish(i, 1, j, columns);
    }
  }

  private void decode(int j, int first, int width, int p, int depth, MemorySegment floats) {
    PackedMatrix ready = Objects.requireNonNull(packed);
    CompressedKernel kernel = ActiveTiles.TILES.compressed();
    long at = ((long) j * k + (long) p * kernel.columns()) * ready.elementBytes();
    if (isInt8()) {
      kernel.decodeInt8(depth, ready.panels(), at, first, width, floats);
    } else {
      kernel.decodeBfloat16(depth, ready.panels(), at, first, width, floats);
    }
  }

  /** How much of the inner dimension is multiplied at once; at least 1. */
  private int depthOfParts() {
    return Math.max(1, Math.ceilDiv(k, Math.max(1, Math.ceilDiv(k, DEPTH))));
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
    boolean last = p + depth == k;
    float bound = last ? floor : NO_FLOOR;
    float[] start = p > 0 ? c : init;
    int startRow = p > 0 ? ldc : initRow;
    int valid = Math.min(width, n - j);
    boolean main = width == ActiveTiles.TILES.main().columns();
    int end = from + rows;
    int count;
    for (int i = from; i < end; i += count) {
      count = main ? tileRows(end - i) : Math.min(ActiveTiles.TILES.edge().rows(), end - i);
      int x = aOffset + i * aRow + p * aStep;
      int to = cOffset + i * ldc + j;
      int first = p > 0 ? to : initOffset + i * initRow + j * initColumn;
      if (valid == width) {
        tile(main, depth, x, count, panel, at, start, first, startRow, bound, c, to, ldc);
      } else {
        // A tile writes whole vectors. Where C has no gaps, nor has the tile, so that both are
        // copied
        // at once: its rows are written in turn, and each overwrites the excess of the one before.
        int tileRow = ldc == valid ? valid : width;
        int read = startRow == 0 ? 0 : tileRow;
        Rows.copy(startRow == 0 ? 1 : count, valid, start, first, startRow, tile, 0, read);
        tile(main, depth, x, count, panel, at, tile, 0, read, bound, tile, TILE, tileRow);
        Rows.copy(count, valid, tile, TILE, tileRow, c, to, ldc);
      }
      if (last) {
        finish(i, count, j, valid);
      }
    }
  }

  private void tile(
      boolean main,
      int depth,
      int x,
      int rows,
      MemorySegment panel,
      long at,
      float[] start,
      int first,
      int startRow,
      float bound,
      float[] out,
      int to,
      int outRow) {
    Tiles tiles = ActiveTiles.TILES;
    if (main && rows > 4) {
      tiles
          .main()
          .multiply(
              depth, a, x, aRow, aStep, rows, panel, at, start, first, startRow, bound, out, to,
              outRow);
    } else if (main && rows > 1) {
      tiles
          .four()
          .multiply(
              depth, a, x, aRow, aStep, rows, panel, at, start, first, startRow, bound, out, to,
              outRow);
    } else if (main) {
      tiles
          .single()
          .multiply(
              depth, a, x, aRow, aStep, 1, panel, at, start, first, startRow, bound, out, to,
              outRow);
    } else if (rows > 1) {
      tiles
          .edge()
          .multiply(
              depth, a, x, aRow, aStep, rows, panel, at, start, first, startRow, bound, out, to,
              outRow);
    } else {
      tiles
          .edgeSingle()
          .multiply(
              depth, a, x, aRow, aStep, 1, panel, at, start, first, startRow, bound, out, to,
              outRow);
    }
  }

  /**
   * Rows of the next tile, with {@code left} to come: full tiles, and fours at the end where that
   * wastes fewer rows, as 8 = 4 + 4.
   */
  static int tileRows(int left) {
    int most = ActiveTiles.TILES.main().rows();
    int rest = left % most;
    boolean fours = left % 4 == 0 && rest != 0 && rest != 4 && left < 3 * most;
    return fours ? 4 : Math.min(most, left);
  }

  /** What is left to do to rows of C whose products are complete: they are still in L1. */
  private void finish(int i, int rows, int j, int columns) {
    if (activation == null && !isInt8()) {
      return;
    }
    for (int r = i; r < i + rows; r++) {
      int at = cOffset + r * ldc + j;
      if (isInt8()) {
        float[] scales = Objects.requireNonNull(packed).scales();
        if (bias == null) {
          ELEMENTWISE.binary(BinaryOp.MUL, columns, c, at, scales, j, c, at);
        } else {
          ELEMENTWISE.fma(columns, c, at, scales, j, bias, biasOffset + j, c, at);
        }
      }
      if (activation != null) {
        ELEMENTWISE.unary(activation, columns, c, at, c, at);
      }
    }
  }

  /** What one thread needs while it computes a block. */
  private static final class Scratch {
    final MemorySegment panel =
        Arena.ofAuto()
            .allocate((long) DEPTH * ActiveTiles.TILES.main().columns() * Float.BYTES, 64);

    /** What the rows of a tile start from, and its result. */
    final float[] tile = new float[2 * TILE];
  }
}
