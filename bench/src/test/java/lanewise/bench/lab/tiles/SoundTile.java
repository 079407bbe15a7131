package lanewise.bench.lab.tiles;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import lanewise.tensor.kernel.gemm.MicroKernel;

/** Keeps the contract, in registers: 8 accumulators. */
public class SoundTile implements MicroKernel {
  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final int L = S.length();
  private static final ByteOrder ORDER = ByteOrder.nativeOrder();

  @Override
  public int rows() {
    return 4;
  }

  @Override
  public int columns() {
    return 2 * L;
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
    int r1 = Math.min(1, rows - 1);
    int r2 = Math.min(2, rows - 1);
    int r3 = Math.min(3, rows - 1);
    FloatVector c00 = FloatVector.fromArray(S, init, initOffset);
    FloatVector c01 = FloatVector.fromArray(S, init, initOffset + L);
    FloatVector c10 = FloatVector.fromArray(S, init, initOffset + r1 * initRow);
    FloatVector c11 = FloatVector.fromArray(S, init, initOffset + r1 * initRow + L);
    FloatVector c20 = FloatVector.fromArray(S, init, initOffset + r2 * initRow);
    FloatVector c21 = FloatVector.fromArray(S, init, initOffset + r2 * initRow + L);
    FloatVector c30 = FloatVector.fromArray(S, init, initOffset + r3 * initRow);
    FloatVector c31 = FloatVector.fromArray(S, init, initOffset + r3 * initRow + L);
    for (int p = 0; p < depth; p++) {
      long at = panelOffset + p * (2L * L * Float.BYTES);
      FloatVector b0 = FloatVector.fromMemorySegment(S, panel, at, ORDER);
      FloatVector b1 = FloatVector.fromMemorySegment(S, panel, at + (long) L * Float.BYTES, ORDER);
      FloatVector x0 = FloatVector.broadcast(S, a[aOffset + p * aStep]);
      c00 = x0.fma(b0, c00);
      c01 = x0.fma(b1, c01);
      FloatVector x1 = FloatVector.broadcast(S, a[aOffset + r1 * aRow + p * aStep]);
      c10 = x1.fma(b0, c10);
      c11 = x1.fma(b1, c11);
      FloatVector x2 = FloatVector.broadcast(S, a[aOffset + r2 * aRow + p * aStep]);
      c20 = x2.fma(b0, c20);
      c21 = x2.fma(b1, c21);
      FloatVector x3 = FloatVector.broadcast(S, a[aOffset + r3 * aRow + p * aStep]);
      c30 = x3.fma(b0, c30);
      c31 = x3.fma(b1, c31);
    }
    FloatVector low = FloatVector.broadcast(S, floor);
    c00.blend(low, c00.compare(VectorOperators.LE, low)).intoArray(c, cOffset);
    c01.blend(low, c01.compare(VectorOperators.LE, low)).intoArray(c, cOffset + L);
    if (rows > 1) {
      c10.blend(low, c10.compare(VectorOperators.LE, low)).intoArray(c, cOffset + cRow);
      c11.blend(low, c11.compare(VectorOperators.LE, low)).intoArray(c, cOffset + cRow + L);
    }
    if (rows > 2) {
      c20.blend(low, c20.compare(VectorOperators.LE, low)).intoArray(c, cOffset + 2 * cRow);
      c21.blend(low, c21.compare(VectorOperators.LE, low)).intoArray(c, cOffset + 2 * cRow + L);
    }
    if (rows > 3) {
      c30.blend(low, c30.compare(VectorOperators.LE, low)).intoArray(c, cOffset + 3 * cRow);
      c31.blend(low, c31.compare(VectorOperators.LE, low)).intoArray(c, cOffset + 3 * cRow + L);
    }
  }
}
