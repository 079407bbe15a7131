package lanewise.tensor.kernel.elementwise;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import lanewise.tensor.kernel.FloatLanes;

/** Every other element, picked from two vectors of 512 bits at a time. */
final class VectorHalves {
  private static final VectorSpecies<Float> S = FloatLanes.SPECIES;
  private static final int L = S.length();
  private static final FloatVector EVEN = even();

  private VectorHalves() {}

  private static FloatVector even() {
    float[] lanes = new float[L];
    for (int i = 0; i < L; i++) {
      lanes[i] = 2 * i;
    }
    return FloatVector.fromArray(S, lanes, 0);
  }

  static void gather(int n, float[] x, int xOffset, float[] out, int outOffset) {
    // The last vector would read one element too many, which may lie beyond the array.
    int i = 0;
    for (int end = n - L - 1; i <= end; i += L) {
      FloatVector low = FloatVector.fromArray(S, x, xOffset + 2 * i);
      FloatVector high = FloatVector.fromArray(S, x, xOffset + 2 * i + L);
      EVEN.selectFrom(low, high).intoArray(out, outOffset + i);
    }
    ScalarElementwise.gatherRest(i, n, 2, x, xOffset, out, outOffset);
  }
}
