package lanewise.tensor.kernel.elementwise;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import lanewise.tensor.kernel.FloatLanes;

/**
 * Repeats each element a few times:
 *
 * <pre>
 *   a b c d …        three times each:  a a a b b b c c | c d d d …
 * </pre>
 *
 * <p>A vector of the result picks from the vector of elements that begins with its first. Which
 * lane goes where depends on how often that one has been repeated before.
 */
final class VectorRepeat {
  private static final VectorSpecies<Float> S = FloatLanes.SPECIES;
  private static final int L = S.length();

  /** From this number of times on, each element fills vectors of its own. */
  private static final int MANY = 32;

  /** For each number of times, and each number of repetitions before, the lanes to pick. */
  private static final float[][] LANES = lanes();

  private VectorRepeat() {}

  private static float[][] lanes() {
    float[][] lanes = new float[MANY][];
    for (int times = 1; times < MANY; times++) {
      lanes[times] = new float[times * L];
      for (int before = 0; before < times; before++) {
        for (int i = 0; i < L; i++) {
          int lane = (before + i) / times;
          lanes[times][before * L + i] = lane;
        }
      }
    }
    return lanes;
  }

  static void each(int n, int times, float[] x, int xOffset, float[] out, int outOffset) {
    if (times == 0 || times >= MANY) {
      ScalarElementwise.repeat(0, 0, n, times, x, xOffset, out, outOffset);
      return;
    }
    float[] picks = LANES[times];
    int steps = L / times;
    int rest = L % times;
    int from = 0;
    int before = 0;
    int i = 0;
    for (int end = n * times - L; i <= end && xOffset + from + L <= x.length; i += L) {
      FloatVector pick = FloatVector.fromArray(S, picks, before * L);
      pick.selectFrom(FloatVector.fromArray(S, x, xOffset + from)).intoArray(out, outOffset + i);
      before += rest;
      from += steps;
      if (before >= times) {
        before -= times;
        from++;
      }
    }
    ScalarElementwise.repeat(from, before, n, times, x, xOffset, out, outOffset);
  }
}
