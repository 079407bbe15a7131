package lanewise.bench.lab.tiles;

/** Wrong by one unit of the last place in one element, of a tail of one row. */
public final class WrongInTheTailTile extends FaultyTile {
  @Override
  void spoil(int depth, int rows, float[] c, int cOffset, int cRow) {
    if (rows == 1 && depth == 17) {
      int last = cOffset + columns() - 1;
      c[last] = Math.nextUp(c[last]);
    }
  }
}
