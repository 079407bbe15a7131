package lanewise.bench.lab.tiles;

/** A negative zero becomes a positive one, in one element. */
public final class LosesASignTile extends FaultyTile {
  @Override
  void spoil(int depth, int rows, float[] c, int cOffset, int cRow) {
    c[cOffset] += 0.0f;
  }
}
