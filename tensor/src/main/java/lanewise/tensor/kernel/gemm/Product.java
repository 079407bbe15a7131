package lanewise.tensor.kernel.gemm;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import lanewise.tensor.Workers;
import lanewise.tensor.kernel.Pool;
import lanewise.tensor.kernel.Sharing;
import lanewise.tensor.kernel.elementwise.UnaryOp;
import org.jspecify.annotations.Nullable;

/**
 * One running product with the loops over its blocks. A block is a range of rows and of columns;
 * blocks write to disjoint parts of C, so any thread may compute any block. {@link Gemm} reuses
 * instances from a pool, so a call allocates nothing.
 *
 * <pre>
 *   for each block (rows x columns):         handed out dynamically
 *     for each part of the inner dimension:  DEPTH at most
 *       for each group of panels:            from the {@link PanelSource}; together they stay in L2
 *         for each tile of rows:             its rows of A stay in L1
 *           for each panel of the group:     micro-kernel; after the last part, the {@link Epilogue}
 * </pre>
 */
final class Product implements Workers.Blocks {
  /** The pool of reusable products. */
  static final Pool<Product> POOL = new Pool<>(Product::new);

  /** The longest part of the inner dimension that is packed at once. */
  private static final int DEPTH = 1024;

  private static final int BLOCKS_PER_THREAD = 4;

  /** Rows that are worth packing panels once more for. */
  private static final int WORTH_PACKING = 128;

  /**
   * The smallest number of rows for which compressed weights are decoded to floats once for all
   * rows.
   */
  private static final int WORTH_DECODING = 4;

  /** The number of floats in the largest tile. */
  private static final int TILE =
      Math.max(
          Math.max(
              ActiveTiles.TILES.main().rows() * ActiveTiles.TILES.main().columns(),
              ActiveTiles.TILES.edge().rows() * ActiveTiles.TILES.edge().columns()),
          ActiveTiles.TILES.compressed().columns());

  private static final float[] NONE = new float[0];
  private static final Pool<Scratch> SCRATCH = new Pool<>(Scratch::new);

  private int m;
  private int n;
  private int k;

  private float[] a = NONE;
  private int aOffset;
  private int aRow;
  private int aStep;

  private final PanelSource right = new PanelSource();
  private final Epilogue epilogue = new Epilogue();

  private float[] c = NONE;
  private int cOffset;
  private int ldc;

  private int rowsPerBlock;
  private int columnBlocks;

  /** The buffers of the calling thread; other threads take theirs from the pool. */
  private final Scratch scratch = new Scratch();

  /**
   * Computes C = A B alpha, or C = A B alpha + C if {@code add}, with strides as in {@link
   * Gemm#multiplyStrided}.
   */
  void multiply(
      Workers workers,
      int rows,
      int columns,
      int depth,
      float alpha,
      float[] left,
      int leftOffset,
      int leftRow,
      int leftStep,
      float[] b,
      int bOffset,
      int bRow,
      int bStep,
      boolean add,
      float[] out,
      int outOffset,
      int outRow) {
    right.array(depth, columns, alpha, b, bOffset, bRow, bStep);
    if (add) {
      epilogue.from(out, outOffset, outRow);
    } else {
      epilogue.fromZero();
    }
    n = columns;
    k = depth;
    compute(workers, rows, left, leftOffset, leftRow, leftStep, out, outOffset, outRow);
  }

  /**
   * Computes C = activation(A B + bias) for a packed B, as {@link Gemm#multiplyPacked} describes.
   */
  void multiplyPacked(
      Workers workers,
      int rows,
      float[] left,
      int leftOffset,
      int leftRow,
      PackedMatrix b,
      float @Nullable [] bias,
      int biasOffset,
      @Nullable UnaryOp activation,
      float[] out,
      int outOffset,
      int outRow) {
    right.packed(b);
    epilogue.fused(bias, biasOffset, b.scales(), activation);
    n = b.columns();
    k = b.depth();
    compute(workers, rows, left, leftOffset, leftRow, 1, out, outOffset, outRow);
  }

  private void compute(
      Workers workers,
      int rows,
      float[] left,
      int leftOffset,
      int leftRow,
      int leftStep,
      float[] out,
      int outOffset,
      int outRow) {
    m = rows;
    a = left;
    aOffset = leftOffset;
    aRow = leftRow;
    aStep = leftStep;
    c = out;
    cOffset = outOffset;
    ldc = outRow;
    columnBlocks = right.blocks();
    int tile = ActiveTiles.TILES.main().rows();
    int tiles = (m + tile - 1) / tile;
    int threads = (long) m * n * k < Sharing.MULTIPLY_ADDS ? 1 : workers.parallelism();
    rowsPerBlock = Math.ceilDiv(tiles, Math.min(tiles, cuts(threads))) * tile;
    int blocks = columnBlocks * Math.ceilDiv(m, rowsPerBlock);
    if (threads == 1) {
      for (int block = 0; block < blocks; block++) {
        block(block, scratch);
      }
    } else {
      workers.run(blocks, this);
    }
    release();
  }

  /**
   * Returns the number of parts of the rows. Each part packs the panels again, unless they are
   * ready, so parts are then no more than the threads need, or have rows that make up for it.
   */
  private int cuts(int threads) {
    int cuts = threads == 1 ? 1 : Math.ceilDiv(threads * BLOCKS_PER_THREAD, columnBlocks);
    int needed = Math.ceilDiv(threads, columnBlocks);
    return right.isReady() ? cuts : Math.min(cuts, Math.max(needed, m / WORTH_PACKING));
  }

  /** Releases the references to the caller's arrays. */
  private void release() {
    a = NONE;
    c = NONE;
    right.release();
    epilogue.release();
  }

  @Override
  public void run(int block) {
    Scratch own = SCRATCH.acquire();
    block(block, own);
    SCRATCH.release(own);
  }

  private void block(int block, Scratch memory) {
    int firstRow = block / columnBlocks * rowsPerBlock;
    int rows = Math.min(rowsPerBlock, m - firstRow);
    int firstColumn = right.firstColumn(block % columnBlocks);
    int endColumn = right.endColumn(firstColumn);
    boolean asTheyLie = right.isCompressed() && rows < WORTH_DECODING;
    int group = ActiveTiles.TILES.groupColumns();
    int depth = depthOfParts();
    for (int p = 0; p < k || p == 0; p += depth) {
      int part = Math.min(depth, k - p);
      if (asTheyLie) {
        for (int i = firstRow; i < firstRow + rows; i++) {
          compressedRow(i, firstColumn, endColumn - firstColumn, p, part, memory.tile);
        }
        continue;
      }
      for (int j = firstColumn; j < endColumn; j += group) {
        group(firstRow, rows, j, Math.min(endColumn, j + group), p, part, memory);
      }
    }
  }

  /** Computes some rows of the columns of one group of panels: full panels and then narrow ones. */
  private void group(int from, int rows, int j, int end, int p, int depth, Scratch memory) {
    MemorySegment panels = right.panels(j, end, p, depth, memory.panels);
    int full = right.isCompressed() ? end : end - (end - j) % ActiveTiles.TILES.main().columns();
    tiles(true, from, rows, j, j, full, p, depth, panels, memory.tile);
    tiles(false, from, rows, j, full, end, p, depth, panels, memory.tile);
  }

  /**
   * Returns the length of the part of the inner dimension that is multiplied at once; at least 1.
   */
  private int depthOfParts() {
    return Math.max(1, Math.ceilDiv(k, Math.max(1, Math.ceilDiv(k, DEPTH))));
  }

  /**
   * Multiplies a part of one row by a block of columns of compressed weights without decoding them
   * to memory.
   */
  private void compressedRow(int i, int j, int columns, int p, int depth, float[] tile) {
    boolean edge = columns < ActiveTiles.TILES.compressed().columns();
    int to = cOffset + i * ldc + j;
    float[] start = p > 0 ? c : epilogue.init;
    int first = p > 0 ? to : epilogue.initOffset + i * epilogue.initRow + j * epilogue.initColumn;
    if (edge && (p > 0 || epilogue.initColumn == 1)) {
      System.arraycopy(start, first, tile, 0, columns);
      start = tile;
      first = 0;
    }
    boolean last = p + depth == k;
    float bound = epilogue.floor(last);
    int x = aOffset + i * aRow + p * aStep;
    float[] out = edge ? tile : c;
    right.multiplyRow(j, p, depth, a, x, aStep, start, first, bound, out, edge ? 0 : to);
    if (edge) {
      System.arraycopy(tile, 0, c, to, columns);
    }
    if (last) {
      epilogue.finish(1, j, columns, c, to, ldc);
    }
  }

  /**
   * Computes all tiles of some rows and of the panels of columns j … end - 1 for one part of the
   * inner dimension.
   *
   * @param main whether the panels are full
   * @param groupColumn the first column of the panels' group
   */
  private void tiles(
      boolean main,
      int from,
      int rows,
      int groupColumn,
      int j,
      int end,
      int p,
      int depth,
      MemorySegment memory,
      float[] tile) {
    int width = (main ? ActiveTiles.TILES.main() : ActiveTiles.TILES.edge()).columns();
    int endRow = from + rows;
    int count;
    for (int i = from; i < endRow && j < end; i += count) {
      count = main ? tileRows(endRow - i) : Math.min(ActiveTiles.TILES.edge().rows(), endRow - i);
      int panels;
      for (int column = j; column < end; column += panels * width) {
        panels = main ? panelsAtOnce(count, (end - column) / width) : 1;
        long at = right.offset(groupColumn, column, width, p, depth);
        tile(main, i, count, column, panels, width, p, depth, memory, at, tile);
      }
    }
  }

  /** Returns how many of the panels that remain one call multiplies by so many rows. */
  private static int panelsAtOnce(int rows, int fullPanels) {
    int abreast = ActiveTiles.TILES.row().panels();
    int most = rows > 1 ? fullPanels : fullPanels < abreast ? 1 : abreast;
    return Math.max(1, most); // the last panel of compressed weights may not be full
  }

  /**
   * Computes one tile for one part of the inner dimension, with what begins and follows it; the
   * tile may be several full panels wide.
   */
  private void tile(
      boolean main,
      int i,
      int count,
      int j,
      int panels,
      int width,
      int p,
      int depth,
      MemorySegment memory,
      long at,
      float[] tile) {
    boolean last = p + depth == k;
    float bound = epilogue.floor(last);
    float[] start = p > 0 ? c : epilogue.init;
    int startRow = p > 0 ? ldc : epilogue.initRow;
    int x = aOffset + i * aRow + p * aStep;
    int to = cOffset + i * ldc + j;
    int first = p > 0 ? to : epilogue.initOffset + i * startRow + j * epilogue.initColumn;
    int valid = Math.min(panels * width, n - j);
    if (valid >= width) {
      tile(main, panels, depth, x, count, memory, at, start, first, startRow, bound, c, to, ldc);
    } else {
      // A tile writes whole vectors. If the rows of C have no gaps, those of the tile have none
      // either, so that all rows are copied at once: the tile writes its rows in order, and each
      // row overwrites the excess of the previous one.
      int tileRow = ldc == valid ? valid : width;
      int read = startRow == 0 ? 0 : tileRow;
      Rows.copy(startRow == 0 ? 1 : count, valid, start, first, startRow, tile, 0, read);
      tile(main, 1, depth, x, count, memory, at, tile, 0, read, bound, tile, TILE, tileRow);
      Rows.copy(count, valid, tile, TILE, tileRow, c, to, ldc);
    }
    if (last) {
      epilogue.finish(count, j, valid, c, to, ldc);
    }
  }

  /**
   * Computes one tile. Each kernel has its own call site, so that the kernel and its number of
   * columns are constants for the compiler; one panel has one of its own, too, as the tiles of four
   * vectors lose some 5% by the way through the loop over panels.
   */
  private void tile(
      boolean main,
      int panels,
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
    if (main && rows > 4 && panels > 1) {
      tiles
          .main()
          .multiplyPanels(
              panels,
              right.stride(depth),
              depth,
              a,
              x,
              aRow,
              aStep,
              rows,
              panel,
              at,
              start,
              first,
              startRow,
              bound,
              out,
              to,
              outRow);
    } else if (main && rows > 4) {
      tiles
          .main()
          .multiply(
              depth, a, x, aRow, aStep, rows, panel, at, start, first, startRow, bound, out, to,
              outRow);
    } else if (main && rows > 1 && panels > 1) {
      tiles
          .four()
          .multiplyPanels(
              panels,
              right.stride(depth),
              depth,
              a,
              x,
              aRow,
              aStep,
              rows,
              panel,
              at,
              start,
              first,
              startRow,
              bound,
              out,
              to,
              outRow);
    } else if (main && rows > 1) {
      tiles
          .four()
          .multiply(
              depth, a, x, aRow, aStep, rows, panel, at, start, first, startRow, bound, out, to,
              outRow);
    } else if (main) {
      tiles
          .row()
          .multiply(
              panels,
              depth,
              a,
              x,
              aStep,
              panel,
              at,
              right.stride(depth),
              start,
              first,
              bound,
              out,
              to);
    } else if (rows > 1) {
      tiles
          .edge()
          .multiply(
              depth, a, x, aRow, aStep, rows, panel, at, start, first, startRow, bound, out, to,
              outRow);
    } else {
      tiles.edgeRow().multiply(1, depth, a, x, aStep, panel, at, 0, start, first, bound, out, to);
    }
  }

  /**
   * Returns the number of rows of the next tile if {@code left} rows remain. The tiles are full,
   * except that the last ones have four rows if that wastes fewer rows, as in 8 = 4 + 4.
   */
  static int tileRows(int left) {
    int most = ActiveTiles.TILES.main().rows();
    int rest = left % most;
    boolean fours = left % 4 == 0 && rest != 0 && rest != 4 && left < 3 * most;
    return fours ? 4 : Math.min(most, left);
  }

  /** The buffers that one thread needs while it computes a block. */
  private static final class Scratch {
    final MemorySegment panels =
        Arena.ofAuto()
            .allocate(
                (long) DEPTH * ActiveTiles.TILES.groupColumns() * Float.BYTES,
                PackedMatrix.ALIGNMENT);

    /** The initial values of a tile, followed by its result. */
    final float[] tile = new float[2 * TILE];
  }
}
