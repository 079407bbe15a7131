package lanewise.layers.internal;

/** The place of the largest of some values: the one rule of this library, which is NumPy's. */
public final class ArgMax {
  private ArgMax() {}

  /**
   * The first of the largest values, or the first NaN if there is one: a caller that cannot use a
   * NaN looks at the value at that place.
   *
   * @return from 0, relative to {@code from}
   */
  public static int of(float[] values, int from, int count) {
    int best = 0;
    for (int i = 0; i < count; i++) {
      float value = values[from + i];
      if (Float.isNaN(value)) {
        return i;
      }
      if (value > values[from + best]) {
        best = i;
      }
    }
    return best;
  }
}
