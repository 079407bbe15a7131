package lanewise.bench.lab.tiles;

/** Writes a cell of the row after the last. */
public final class WritesBeyondTile extends FaultyTile {
  @Override
  void spoil(int depth, int rows, float[] c, int cOffset, int cRow) {
    if (rows == 3) {
      c[cOffset + 3 * cRow] = 0; // stores a vector of a row that is not there
    }
  }
}
