package lanewise.bench.lab.tiles;

import java.lang.foreign.MemorySegment;

/** A sound tile but for one fault, which is made after each call. */
abstract class FaultyTile extends SoundTile {
  /** Makes the fault in the rows that were stored, the first of which begins at an offset. */
  abstract void spoil(int depth, int rows, float[] c, int cOffset, int cRow);

  @Override
  public final void multiply(
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
    super.multiply(
        depth,
        a,
        aOffset,
        aRow,
        aStep,
        rows,
        panel,
        panelOffset,
        init,
        initOffset,
        initRow,
        floor,
        c,
        cOffset,
        cRow);
    spoil(depth, rows, c, cOffset, cRow);
  }
}
