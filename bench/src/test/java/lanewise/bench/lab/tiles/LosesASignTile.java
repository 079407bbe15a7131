package lanewise.bench.lab.tiles;

import java.lang.foreign.MemorySegment;

/** A negative zero becomes a positive one, in one element. */
public final class LosesASignTile extends SoundTile {
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
    c[cOffset] += 0.0f;
  }
}
