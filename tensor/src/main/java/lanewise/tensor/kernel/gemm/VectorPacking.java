package lanewise.tensor.kernel.gemm;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import lanewise.tensor.kernel.FloatLanes;

/** The copies of a B that is not transposed, the same at every width. */
public abstract class VectorPacking implements PackingKernel {
  private static final VectorSpecies<Float> S = FloatLanes.SPECIES;
  private static final int L = S.length();
  private static final long BYTES = (long) L * Float.BYTES;
  private static final ByteOrder ORDER = ByteOrder.nativeOrder();

  @Override
  public final void copy(
      float[] b, int from, int ld, int depth, MemorySegment panel, long at, int width) {
    long row = (long) width * Float.BYTES;
    for (int j = 0; j < width; j += 2 * L) {
      long column = at + (long) j * Float.BYTES;
      for (int p = 0; p < depth; p++) {
        int line = from + p * ld + j;
        FloatVector left = FloatVector.fromArray(S, b, line);
        FloatVector right = FloatVector.fromArray(S, b, line + L);
        left.intoMemorySegment(panel, column + p * row, ORDER);
        right.intoMemorySegment(panel, column + p * row + BYTES, ORDER);
      }
    }
  }

  @Override
  public final void copyEdge(
      float[] b, int from, int ld, int depth, int columns, MemorySegment panel, long at) {
    // Numbers right of the columns do no harm, as no one reads what they are multiplied to.
    int room = b.length - from - L;
    int whole = ld < 1 || room < 0 ? 0 : Math.min(depth, room / ld + 1);
    for (int p = 0; p < whole; p++) {
      FloatVector.fromArray(S, b, from + p * ld).intoMemorySegment(panel, at + p * BYTES, ORDER);
    }
    for (int p = whole; p < depth; p++) {
      // Not by a loop: its checks for all lanes, done ahead once compiled, failed at each call, so
      // that the method was compiled again and again.
      MemorySegment.copy(b, from + p * ld, panel, ValueLayout.JAVA_FLOAT, at + p * BYTES, columns);
    }
  }
}
