package lanewise.layers.internal;

/**
 * The index of the largest value, by the same rule everywhere in this library, which is NumPy's.
 */
public final class ArgMax {
  private ArgMax() {}

  /**
   * Returns the index of the first of the largest values, or of the first NaN if there is one; a
   * caller that cannot use a NaN checks the value there.
   *
   * @return the index from 0, relative to {@code from}
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
