package lanewise.tensor.kernel.level1;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;
import lanewise.tensor.kernel.FloatLanes;

/**
 * The dot product with as many accumulators as make 32 lanes. The lanes are added by rotating and
 * adding, because the order of {@code reduceLanes} is not specified.
 */
final class VectorDot implements DotKernel {
  private static final VectorSpecies<Float> S = FloatLanes.SPECIES;
  private static final int L = S.length();
  private static final int LANES = 32;
  private static final VectorShuffle<Float> BY_8 = VectorShuffle.iota(S, 8 % L, 1, true);
  private static final VectorShuffle<Float> BY_4 = VectorShuffle.iota(S, 4 % L, 1, true);
  private static final VectorShuffle<Float> BY_2 = VectorShuffle.iota(S, 2, 1, true);
  private static final VectorShuffle<Float> BY_1 = VectorShuffle.iota(S, 1, 1, true);

  @Override
  public float dot(int n, float[] x, int xOffset, float[] y, int yOffset) {
    int end = n - n % LANES;
    float sum = 0;
    if (end > 0) {
      sum =
          switch (L) {
            case 16 -> dot16(end, x, xOffset, y, yOffset);
            case 8 -> dot8(end, x, xOffset, y, yOffset);
            default -> dot4(end, x, xOffset, y, yOffset);
          };
    }
    for (int i = end; i < n; i++) {
      sum = Math.fma(x[xOffset + i], y[yOffset + i], sum);
    }
    return sum;
  }

  private static float dot16(int end, float[] x, int xOffset, float[] y, int yOffset) {
    FloatVector s0 = FloatVector.zero(S);
    FloatVector s1 = FloatVector.zero(S);
    for (int i = 0; i < end; i += LANES) {
      s0 = load(x, xOffset + i).fma(load(y, yOffset + i), s0);
      s1 = load(x, xOffset + i + L).fma(load(y, yOffset + i + L), s1);
    }
    FloatVector t = s0.add(s1);
    t = t.add(t.rearrange(BY_8));
    t = t.add(t.rearrange(BY_4));
    t = t.add(t.rearrange(BY_2));
    return t.add(t.rearrange(BY_1)).lane(0);
  }

  private static float dot8(int end, float[] x, int xOffset, float[] y, int yOffset) {
    FloatVector s0 = FloatVector.zero(S);
    FloatVector s1 = FloatVector.zero(S);
    FloatVector s2 = FloatVector.zero(S);
    FloatVector s3 = FloatVector.zero(S);
    for (int i = 0; i < end; i += LANES) {
      s0 = load(x, xOffset + i).fma(load(y, yOffset + i), s0);
      s1 = load(x, xOffset + i + L).fma(load(y, yOffset + i + L), s1);
      s2 = load(x, xOffset + i + 2 * L).fma(load(y, yOffset + i + 2 * L), s2);
      s3 = load(x, xOffset + i + 3 * L).fma(load(y, yOffset + i + 3 * L), s3);
    }
    FloatVector t = s0.add(s2).add(s1.add(s3));
    t = t.add(t.rearrange(BY_4));
    t = t.add(t.rearrange(BY_2));
    return t.add(t.rearrange(BY_1)).lane(0);
  }

  private static float dot4(int end, float[] x, int xOffset, float[] y, int yOffset) {
    FloatVector s0 = FloatVector.zero(S);
    FloatVector s1 = FloatVector.zero(S);
    FloatVector s2 = FloatVector.zero(S);
    FloatVector s3 = FloatVector.zero(S);
    FloatVector s4 = FloatVector.zero(S);
    FloatVector s5 = FloatVector.zero(S);
    FloatVector s6 = FloatVector.zero(S);
    FloatVector s7 = FloatVector.zero(S);
    for (int i = 0; i < end; i += LANES) {
      s0 = load(x, xOffset + i).fma(load(y, yOffset + i), s0);
      s1 = load(x, xOffset + i + L).fma(load(y, yOffset + i + L), s1);
      s2 = load(x, xOffset + i + 2 * L).fma(load(y, yOffset + i + 2 * L), s2);
      s3 = load(x, xOffset + i + 3 * L).fma(load(y, yOffset + i + 3 * L), s3);
      s4 = load(x, xOffset + i + 4 * L).fma(load(y, yOffset + i + 4 * L), s4);
      s5 = load(x, xOffset + i + 5 * L).fma(load(y, yOffset + i + 5 * L), s5);
      s6 = load(x, xOffset + i + 6 * L).fma(load(y, yOffset + i + 6 * L), s6);
      s7 = load(x, xOffset + i + 7 * L).fma(load(y, yOffset + i + 7 * L), s7);
    }
    FloatVector even = s0.add(s4).add(s2.add(s6));
    FloatVector t = even.add(s1.add(s5).add(s3.add(s7)));
    t = t.add(t.rearrange(BY_2));
    return t.add(t.rearrange(BY_1)).lane(0);
  }

  private static FloatVector load(float[] values, int at) {
    return FloatVector.fromArray(S, values, at);
  }
}
