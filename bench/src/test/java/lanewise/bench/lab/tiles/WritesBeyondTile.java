package lanewise.bench.lab.tiles;

import java.lang.foreign.MemorySegment;

/** Writes a cell of the row after the last. */
public final class WritesBeyondTile extends SoundTile {
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
    if (rows == 3) {
      c[cOffset + 3 * cRow] = 0; // stores a vector of a row that is not there
    }
  }
}
