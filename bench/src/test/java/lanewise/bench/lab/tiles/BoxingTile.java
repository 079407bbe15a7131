package lanewise.bench.lab.tiles;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import lanewise.tensor.kernel.gemm.MicroKernel;

/** Keeps its accumulators in an array: each of them is an object at every step. */
public final class BoxingTile implements MicroKernel {
  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final int L = S.length();
  private static final int ROWS = 4;
  private static final ByteOrder ORDER = ByteOrder.nativeOrder();

  @Override
  public int rows() {
    return ROWS;
  }

  @Override
  public int columns() {
    return L;
  }

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
    FloatVector[] sums = new FloatVector[rows];
    for (int r = 0; r < rows; r++) {
      sums[r] = FloatVector.fromArray(S, init, initOffset + r * initRow);
    }
    for (int p = 0; p < depth; p++) {
      long at = panelOffset + (long) p * L * Float.BYTES;
      FloatVector b = FloatVector.fromMemorySegment(S, panel, at, ORDER);
      for (int r = 0; r < rows; r++) {
        sums[r] = b.fma(FloatVector.broadcast(S, a[aOffset + r * aRow + p * aStep]), sums[r]);
      }
    }
    FloatVector low = FloatVector.broadcast(S, floor);
    for (int r = 0; r < rows; r++) {
      FloatVector sum = sums[r];
      sum.blend(low, sum.compare(VectorOperators.LE, low)).intoArray(c, cOffset + r * cRow);
    }
  }
}
