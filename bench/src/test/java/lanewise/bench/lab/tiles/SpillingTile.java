package lanewise.bench.lab.tiles;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import lanewise.tensor.kernel.gemm.MicroKernel;

/** More accumulators, 32, than registers are free beside the operands. */
public final class SpillingTile implements MicroKernel {
  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final int L = S.length();
  private static final ByteOrder ORDER = ByteOrder.nativeOrder();

  @Override
  public int rows() {
    return 8;
  }

  @Override
  public int columns() {
    return 4 * L;
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
    int r4 = Math.min(4, rows - 1);
    int r5 = Math.min(5, rows - 1);
    int r6 = Math.min(6, rows - 1);
    int r7 = Math.min(7, rows - 1);
    FloatVector c00 = FloatVector.fromArray(S, init, initOffset);
    FloatVector c01 = FloatVector.fromArray(S, init, initOffset + L);
    FloatVector c02 = FloatVector.fromArray(S, init, initOffset + 2 * L);
    FloatVector c03 = FloatVector.fromArray(S, init, initOffset + 3 * L);
    FloatVector c10 = FloatVector.fromArray(S, init, initOffset + r1 * initRow);
    FloatVector c11 = FloatVector.fromArray(S, init, initOffset + r1 * initRow + L);
    FloatVector c12 = FloatVector.fromArray(S, init, initOffset + r1 * initRow + 2 * L);
    FloatVector c13 = FloatVector.fromArray(S, init, initOffset + r1 * initRow + 3 * L);
    FloatVector c20 = FloatVector.fromArray(S, init, initOffset + r2 * initRow);
    FloatVector c21 = FloatVector.fromArray(S, init, initOffset + r2 * initRow + L);
    FloatVector c22 = FloatVector.fromArray(S, init, initOffset + r2 * initRow + 2 * L);
    FloatVector c23 = FloatVector.fromArray(S, init, initOffset + r2 * initRow + 3 * L);
    FloatVector c30 = FloatVector.fromArray(S, init, initOffset + r3 * initRow);
    FloatVector c31 = FloatVector.fromArray(S, init, initOffset + r3 * initRow + L);
    FloatVector c32 = FloatVector.fromArray(S, init, initOffset + r3 * initRow + 2 * L);
    FloatVector c33 = FloatVector.fromArray(S, init, initOffset + r3 * initRow + 3 * L);
    FloatVector c40 = FloatVector.fromArray(S, init, initOffset + r4 * initRow);
    FloatVector c41 = FloatVector.fromArray(S, init, initOffset + r4 * initRow + L);
    FloatVector c42 = FloatVector.fromArray(S, init, initOffset + r4 * initRow + 2 * L);
    FloatVector c43 = FloatVector.fromArray(S, init, initOffset + r4 * initRow + 3 * L);
    FloatVector c50 = FloatVector.fromArray(S, init, initOffset + r5 * initRow);
    FloatVector c51 = FloatVector.fromArray(S, init, initOffset + r5 * initRow + L);
    FloatVector c52 = FloatVector.fromArray(S, init, initOffset + r5 * initRow + 2 * L);
    FloatVector c53 = FloatVector.fromArray(S, init, initOffset + r5 * initRow + 3 * L);
    FloatVector c60 = FloatVector.fromArray(S, init, initOffset + r6 * initRow);
    FloatVector c61 = FloatVector.fromArray(S, init, initOffset + r6 * initRow + L);
    FloatVector c62 = FloatVector.fromArray(S, init, initOffset + r6 * initRow + 2 * L);
    FloatVector c63 = FloatVector.fromArray(S, init, initOffset + r6 * initRow + 3 * L);
    FloatVector c70 = FloatVector.fromArray(S, init, initOffset + r7 * initRow);
    FloatVector c71 = FloatVector.fromArray(S, init, initOffset + r7 * initRow + L);
    FloatVector c72 = FloatVector.fromArray(S, init, initOffset + r7 * initRow + 2 * L);
    FloatVector c73 = FloatVector.fromArray(S, init, initOffset + r7 * initRow + 3 * L);
    for (int p = 0; p < depth; p++) {
      long at = panelOffset + p * (4L * L * Float.BYTES);
      FloatVector b0 = FloatVector.fromMemorySegment(S, panel, at, ORDER);
      FloatVector b1 = FloatVector.fromMemorySegment(S, panel, at + (long) L * Float.BYTES, ORDER);
      FloatVector b2 = FloatVector.fromMemorySegment(S, panel, at + 2L * L * Float.BYTES, ORDER);
      FloatVector b3 = FloatVector.fromMemorySegment(S, panel, at + 3L * L * Float.BYTES, ORDER);
      FloatVector x0 = FloatVector.broadcast(S, a[aOffset + p * aStep]);
      c00 = x0.fma(b0, c00);
      c01 = x0.fma(b1, c01);
      c02 = x0.fma(b2, c02);
      c03 = x0.fma(b3, c03);
      FloatVector x1 = FloatVector.broadcast(S, a[aOffset + r1 * aRow + p * aStep]);
      c10 = x1.fma(b0, c10);
      c11 = x1.fma(b1, c11);
      c12 = x1.fma(b2, c12);
      c13 = x1.fma(b3, c13);
      FloatVector x2 = FloatVector.broadcast(S, a[aOffset + r2 * aRow + p * aStep]);
      c20 = x2.fma(b0, c20);
      c21 = x2.fma(b1, c21);
      c22 = x2.fma(b2, c22);
      c23 = x2.fma(b3, c23);
      FloatVector x3 = FloatVector.broadcast(S, a[aOffset + r3 * aRow + p * aStep]);
      c30 = x3.fma(b0, c30);
      c31 = x3.fma(b1, c31);
      c32 = x3.fma(b2, c32);
      c33 = x3.fma(b3, c33);
      FloatVector x4 = FloatVector.broadcast(S, a[aOffset + r4 * aRow + p * aStep]);
      c40 = x4.fma(b0, c40);
      c41 = x4.fma(b1, c41);
      c42 = x4.fma(b2, c42);
      c43 = x4.fma(b3, c43);
      FloatVector x5 = FloatVector.broadcast(S, a[aOffset + r5 * aRow + p * aStep]);
      c50 = x5.fma(b0, c50);
      c51 = x5.fma(b1, c51);
      c52 = x5.fma(b2, c52);
      c53 = x5.fma(b3, c53);
      FloatVector x6 = FloatVector.broadcast(S, a[aOffset + r6 * aRow + p * aStep]);
      c60 = x6.fma(b0, c60);
      c61 = x6.fma(b1, c61);
      c62 = x6.fma(b2, c62);
      c63 = x6.fma(b3, c63);
      FloatVector x7 = FloatVector.broadcast(S, a[aOffset + r7 * aRow + p * aStep]);
      c70 = x7.fma(b0, c70);
      c71 = x7.fma(b1, c71);
      c72 = x7.fma(b2, c72);
      c73 = x7.fma(b3, c73);
    }
    FloatVector low = FloatVector.broadcast(S, floor);
    c00.blend(low, c00.compare(VectorOperators.LE, low)).intoArray(c, cOffset);
    c01.blend(low, c01.compare(VectorOperators.LE, low)).intoArray(c, cOffset + L);
    c02.blend(low, c02.compare(VectorOperators.LE, low)).intoArray(c, cOffset + 2 * L);
    c03.blend(low, c03.compare(VectorOperators.LE, low)).intoArray(c, cOffset + 3 * L);
    if (rows > 1) {
      c10.blend(low, c10.compare(VectorOperators.LE, low)).intoArray(c, cOffset + cRow);
      c11.blend(low, c11.compare(VectorOperators.LE, low)).intoArray(c, cOffset + cRow + L);
      c12.blend(low, c12.compare(VectorOperators.LE, low)).intoArray(c, cOffset + cRow + 2 * L);
      c13.blend(low, c13.compare(VectorOperators.LE, low)).intoArray(c, cOffset + cRow + 3 * L);
    }
    if (rows > 2) {
      c20.blend(low, c20.compare(VectorOperators.LE, low)).intoArray(c, cOffset + 2 * cRow);
      c21.blend(low, c21.compare(VectorOperators.LE, low)).intoArray(c, cOffset + 2 * cRow + L);
      c22.blend(low, c22.compare(VectorOperators.LE, low)).intoArray(c, cOffset + 2 * cRow + 2 * L);
      c23.blend(low, c23.compare(VectorOperators.LE, low)).intoArray(c, cOffset + 2 * cRow + 3 * L);
    }
    if (rows > 3) {
      c30.blend(low, c30.compare(VectorOperators.LE, low)).intoArray(c, cOffset + 3 * cRow);
      c31.blend(low, c31.compare(VectorOperators.LE, low)).intoArray(c, cOffset + 3 * cRow + L);
      c32.blend(low, c32.compare(VectorOperators.LE, low)).intoArray(c, cOffset + 3 * cRow + 2 * L);
      c33.blend(low, c33.compare(VectorOperators.LE, low)).intoArray(c, cOffset + 3 * cRow + 3 * L);
    }
    if (rows > 4) {
      c40.blend(low, c40.compare(VectorOperators.LE, low)).intoArray(c, cOffset + 4 * cRow);
      c41.blend(low, c41.compare(VectorOperators.LE, low)).intoArray(c, cOffset + 4 * cRow + L);
      c42.blend(low, c42.compare(VectorOperators.LE, low)).intoArray(c, cOffset + 4 * cRow + 2 * L);
      c43.blend(low, c43.compare(VectorOperators.LE, low)).intoArray(c, cOffset + 4 * cRow + 3 * L);
    }
    if (rows > 5) {
      c50.blend(low, c50.compare(VectorOperators.LE, low)).intoArray(c, cOffset + 5 * cRow);
      c51.blend(low, c51.compare(VectorOperators.LE, low)).intoArray(c, cOffset + 5 * cRow + L);
      c52.blend(low, c52.compare(VectorOperators.LE, low)).intoArray(c, cOffset + 5 * cRow + 2 * L);
      c53.blend(low, c53.compare(VectorOperators.LE, low)).intoArray(c, cOffset + 5 * cRow + 3 * L);
    }
    if (rows > 6) {
      c60.blend(low, c60.compare(VectorOperators.LE, low)).intoArray(c, cOffset + 6 * cRow);
      c61.blend(low, c61.compare(VectorOperators.LE, low)).intoArray(c, cOffset + 6 * cRow + L);
      c62.blend(low, c62.compare(VectorOperators.LE, low)).intoArray(c, cOffset + 6 * cRow + 2 * L);
      c63.blend(low, c63.compare(VectorOperators.LE, low)).intoArray(c, cOffset + 6 * cRow + 3 * L);
    }
    if (rows > 7) {
      c70.blend(low, c70.compare(VectorOperators.LE, low)).intoArray(c, cOffset + 7 * cRow);
      c71.blend(low, c71.compare(VectorOperators.LE, low)).intoArray(c, cOffset + 7 * cRow + L);
      c72.blend(low, c72.compare(VectorOperators.LE, low)).intoArray(c, cOffset + 7 * cRow + 2 * L);
      c73.blend(low, c73.compare(VectorOperators.LE, low)).intoArray(c, cOffset + 7 * cRow + 3 * L);
    }
  }
}
