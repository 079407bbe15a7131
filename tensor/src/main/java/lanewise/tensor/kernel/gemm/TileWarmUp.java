package lanewise.tensor.kernel.gemm;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Brings the tiles of 32-bit weights to the compiler by many short calls. Long ones, as those of a
 * real layer, are compiled twice, first in the middle of their loop, and are slow for longer.
 */
public final class TileWarmUp {
  /** Enough calls, and few enough steps of the loop, to have a method compiled as a whole. */
  private static final int CALLS = 1000;

  private static final int DEPTH = 24;

  private TileWarmUp() {}

  /**
   * Calls the tiles of one row.
   *
   * @param end the time, as {@link System#nanoTime} has it, after which no call begins
   */
  public static void oneRow(long end) {
    Tiles tiles = ActiveTiles.TILES;
    run(tiles.single(), end);
    run(tiles.edgeSingle(), end);
  }

  /**
   * Calls the tiles of many rows.
   *
   * @param end the time, as {@link System#nanoTime} has it, after which no call begins
   */
  public static void manyRows(long end) {
    Tiles tiles = ActiveTiles.TILES;
    run(tiles.main(), end);
    run(tiles.four(), end);
    run(tiles.edge(), end);
  }

  /** Every number of rows, with and without a floor. */
  private static void run(MicroKernel kernel, long end) {
    int columns = kernel.columns();
    float[] a = new float[kernel.rows() * DEPTH];
    float[] init = new float[columns];
    float[] c = new float[kernel.rows() * columns];
    MemorySegment panel =
        Arena.ofAuto().allocate((long) DEPTH * columns * Float.BYTES, PackedMatrix.ALIGNMENT);
    for (int call = 0; call < CALLS && System.nanoTime() - end < 0; call++) {
      int rows = kernel.rows() - call / 2 % kernel.rows();
      float floor = call % 2 == 0 ? 0 : Float.NEGATIVE_INFINITY;
      kernel.multiply(DEPTH, a, 0, DEPTH, 1, rows, panel, 0, init, 0, 0, floor, c, 0, columns);
    }
  }
}
