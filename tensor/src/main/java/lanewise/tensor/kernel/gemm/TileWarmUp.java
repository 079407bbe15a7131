package lanewise.tensor.kernel.gemm;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import lanewise.tensor.kernel.AllocationCounter;

/**
 * Has the tiles of 32-bit weights compiled by many short calls, until they allocate nothing:
 * before, every vector is an object. Long calls, as those of a real layer, are compiled twice,
 * first in the middle of their loop, and are slow for longer.
 */
public final class TileWarmUp {
  private static final int DEPTH = 24;

  /**
   * Calls between two looks at what they allocate: of each number of rows, with and without floor.
   */
  private static final int GROUP = 16;

  /** The fewest groups, enough where the JVM does not count what is allocated, and the most. */
  private static final int LEAST = 60;

  private static final int MOST = 5000;

  private final MicroKernel kernel;
  private final float[] a;
  private final float[] init;
  private final float[] c;
  private final MemorySegment panel;

  private TileWarmUp(MicroKernel kernel) {
    this.kernel = kernel;
    int columns = kernel.columns();
    a = new float[kernel.rows() * DEPTH];
    init = new float[columns];
    c = new float[kernel.rows() * columns];
    panel = Arena.ofAuto().allocate((long) DEPTH * columns * Float.BYTES, PackedMatrix.ALIGNMENT);
  }

  /**
   * Calls the tiles of one row.
   *
   * @param end the time, as {@link System#nanoTime} has it, after which no call begins
   */
  public static void oneRow(long end) {
    Tiles tiles = ActiveTiles.TILES;
    run(end, tiles.single(), tiles.edgeSingle());
  }

  /**
   * Calls the tiles of many rows.
   *
   * @param end the time, as {@link System#nanoTime} has it, after which no call begins
   */
  public static void manyRows(long end) {
    Tiles tiles = ActiveTiles.TILES;
    run(end, tiles.main(), tiles.four(), tiles.edge());
  }

  /** In turn, so that the compiler works on one of them while another is called. */
  private static void run(long end, MicroKernel... kernels) {
    TileWarmUp[] tiles = new TileWarmUp[kernels.length];
    for (int i = 0; i < tiles.length; i++) {
      tiles[i] = new TileWarmUp(kernels[i]);
    }
    long bytes = 1;
    for (int group = 0; group < LEAST || (bytes > 0 && group < MOST); group++) {
      long before = AllocationCounter.bytes();
      for (TileWarmUp tile : tiles) {
        for (int call = 0; call < GROUP; call++) {
          if (System.nanoTime() - end >= 0) {
            return;
          }
          tile.call(call);
        }
      }
      bytes = AllocationCounter.bytes() - before;
    }
  }

  private void call(int number) {
    int rows = kernel.rows() - number / 2 % kernel.rows();
    float floor = number % 2 == 0 ? 0 : Float.NEGATIVE_INFINITY;
    int width = kernel.columns();
    kernel.multiply(DEPTH, a, 0, DEPTH, 1, rows, panel, 0, init, 0, 0, floor, c, 0, width);
  }
}
