package lanewise.tensor.kernel.gemv;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import lanewise.tensor.kernel.FloatLanes;

/**
 * Eight vectors of columns at a time, then one vector, then what {@link ScalarGemv} does. One step
 * of p reads eight neighbouring vectors, so memory is read in order.
 */
final class VectorGemv implements GemvKernel {
  private static final VectorSpecies<Float> S = FloatLanes.SPECIES;
  private static final int L = S.length();

  @Override
  public void multiply(
      int depth,
      int columns,
      float[] x,
      int xOffset,
      int xStep,
      float[] a,
      int aOffset,
      int aRow,
      float[] y,
      int yOffset) {
    int j = 0;
    for (; j <= columns - 8 * L; j += 8 * L) {
      eight(depth, x, xOffset, xStep, a, aOffset + j, aRow, y, yOffset + j);
    }
    for (; j <= columns - L; j += L) {
      one(depth, x, xOffset, xStep, a, aOffset + j, aRow, y, yOffset + j);
    }
    if (j < columns) {
      ScalarGemv.columns(j, depth, columns, x, xOffset, xStep, a, aOffset, aRow, y, yOffset);
    }
  }

  private static void eight(
      int depth,
      float[] x,
      int xOffset,
      int xStep,
      float[] a,
      int aOffset,
      int aRow,
      float[] y,
      int yOffset) {
    FloatVector y0 = FloatVector.fromArray(S, y, yOffset);
    FloatVector y1 = FloatVector.fromArray(S, y, yOffset + L);
    FloatVector y2 = FloatVector.fromArray(S, y, yOffset + 2 * L);
    FloatVector y3 = FloatVector.fromArray(S, y, yOffset + 3 * L);
    FloatVector y4 = FloatVector.fromArray(S, y, yOffset + 4 * L);
    FloatVector y5 = FloatVector.fromArray(S, y, yOffset + 5 * L);
    FloatVector y6 = FloatVector.fromArray(S, y, yOffset + 6 * L);
    FloatVector y7 = FloatVector.fromArray(S, y, yOffset + 7 * L);
    for (int p = 0; p < depth; p++) {
      FloatVector factor = FloatVector.broadcast(S, x[xOffset + p * xStep]);
      int at = aOffset + p * aRow;
      y0 = factor.fma(FloatVector.fromArray(S, a, at), y0);
      y1 = factor.fma(FloatVector.fromArray(S, a, at + L), y1);
      y2 = factor.fma(FloatVector.fromArray(S, a, at + 2 * L), y2);
      y3 = factor.fma(FloatVector.fromArray(S, a, at + 3 * L), y3);
      y4 = factor.fma(FloatVector.fromArray(S, a, at + 4 * L), y4);
      y5 = factor.fma(FloatVector.fromArray(S, a, at + 5 * L), y5);
      y6 = factor.fma(FloatVector.fromArray(S, a, at + 6 * L), y6);
      y7 = factor.fma(FloatVector.fromArray(S, a, at + 7 * L), y7);
    }
    y0.intoArray(y, yOffset);
    y1.intoArray(y, yOffset + L);
    y2.intoArray(y, yOffset + 2 * L);
    y3.intoArray(y, yOffset + 3 * L);
    y4.intoArray(y, yOffset + 4 * L);
    y5.intoArray(y, yOffset + 5 * L);
    y6.intoArray(y, yOffset + 6 * L);
    y7.intoArray(y, yOffset + 7 * L);
  }

  private static void one(
      int depth,
      float[] x,
      int xOffset,
      int xStep,
      float[] a,
      int aOffset,
      int aRow,
      float[] y,
      int yOffset) {
    FloatVector y0 = FloatVector.fromArray(S, y, yOffset);
    for (int p = 0; p < depth; p++) {
      FloatVector factor = FloatVector.broadcast(S, x[xOffset + p * xStep]);
      int at = aOffset + p * aRow;
      y0 = factor.fma(FloatVector.fromArray(S, a, at), y0);
    }
    y0.intoArray(y, yOffset);
  }
}
