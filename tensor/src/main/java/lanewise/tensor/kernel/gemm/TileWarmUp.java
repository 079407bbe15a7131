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

  private TileWarmUp() {}

  /**
   * Calls the tiles of one row.
   *
   * @param end the time, as {@link System#nanoTime} has it, after which no call begins
   */
  public static void oneRow(long end) {
    Tiles tiles = ActiveTiles.TILES;
    run(end, new OneRow(tiles.row()), new OneRow(tiles.edgeRow()));
  }

  /**
   * Calls the tiles of many rows.
   *
   * @param end the time, as {@link System#nanoTime} has it, after which no call begins
   */
  public static void manyRows(long end) {
    Tiles tiles = ActiveTiles.TILES;
    run(end, new ManyRows(tiles.main()), new ManyRows(tiles.four()), new ManyRows(tiles.edge()));
  }

  /** In turn, so that the compiler works on one of them while another is called. */
  private static void run(long end, Calls... tiles) {
    long bytes = 1;
    for (int group = 0; group < LEAST || (bytes > 0 && group < MOST); group++) {
      long before = AllocationCounter.bytes();
      for (Calls tile : tiles) {
        for (int call = 0; call < GROUP; call++) {
          if (System.nanoTime() - end >= 0) {
            return;
          }
          tile.call(call, call % 2 == 0 ? 0 : Float.NEGATIVE_INFINITY);
        }
      }
      bytes = AllocationCounter.bytes() - before;
    }
  }

  /** Short calls of one kernel, every second with a floor. */
  private abstract static class Calls {
    final float[] a;
    final float[] init;
    final float[] c;
    final MemorySegment memory;

    /** For tiles of some rows and columns. */
    Calls(int rows, int columns) {
      a = new float[rows * DEPTH];
      init = new float[columns];
      c = new float[rows * columns];
      memory =
          Arena.ofAuto().allocate((long) DEPTH * columns * Float.BYTES, PackedMatrix.ALIGNMENT);
    }

    abstract void call(int number, float floor);
  }

  private static final class ManyRows extends Calls {
    private final MicroKernel kernel;

    ManyRows(MicroKernel kernel) {
      super(kernel.rows(), kernel.columns());
      this.kernel = kernel;
    }

    @Override
    void call(int number, float floor) {
      int rows = kernel.rows() - number / 2 % kernel.rows();
      int width = kernel.columns();
      kernel.multiply(DEPTH, a, 0, DEPTH, 1, rows, memory, 0, init, 0, 0, floor, c, 0, width);
    }
  }

  private static final class OneRow extends Calls {
    private final RowKernel kernel;

    OneRow(RowKernel kernel) {
      super(1, kernel.panels() * kernel.columns());
      this.kernel = kernel;
    }

    @Override
    void call(int number, float floor) {
      int panels = number / 2 % 2 == 0 ? kernel.panels() : 1;
      long stride = (long) DEPTH * kernel.columns() * Float.BYTES;
      kernel.multiply(panels, DEPTH, a, 0, 1, memory, 0, stride, init, 0, floor, c, 0);
    }
  }
}
