package lanewise.bench.lab.tiles;

import java.lang.foreign.MemorySegment;

/** Wrong by one unit of the last place in one element, of a tail of one row. */
public final class WrongInTheTailTile extends SoundTile {
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
    if (rows == 1 && depth == 17) {
      int last = cOffset + columns() - 1;
      c[last] = Math.nextUp(c[last]);
    }
  }
}
