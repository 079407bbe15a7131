package lanewise.tensor.kernel.gemm;

import java.lang.foreign.MemorySegment;
import lanewise.tensor.kernel.Pool;
import lanewise.tensor.kernel.Sharing;
import lanewise.tensor.kernel.elementwise.ElementwiseKernel;
import lanewise.tensor.kernel.elementwise.ElementwiseVariants;
import lanewise.tensor.kernel.elementwise.UnaryOp;
import org.jspecify.annotations.Nullable;

/**
 * One row times packed weights of 32 bits: what a prediction of one example does. Of a network of
 * few units the arithmetic takes some tens of nanoseconds, so here is nothing else to set up.
 */
final class RowProduct {
  private static final ElementwiseKernel ELEMENTWISE = ElementwiseVariants.KERNEL;
  private static final float NO_FLOOR = Float.NEGATIVE_INFINITY;
  private static final int MAIN = ActiveTiles.TILES.main().columns();
  private static final int EDGE = ActiveTiles.TILES.edge().columns();
  private static final int PANELS = ActiveTiles.TILES.row().panels();
  private static final float[] ZEROS = new float[Math.max(PANELS * MAIN, EDGE)];
  private static final Pool<float[]> EDGES = new Pool<>(() -> new float[EDGE]);

  private RowProduct() {}

  /** Returns whether the weights are few enough for the caller's thread alone. */
  static boolean fits(PackedMatrix weights) {
    return (long) weights.depth() * weights.columns() < Sharing.MULTIPLY_ADDS;
  }

  /** y = activation(x W + bias); a null bias is 0, a null activation leaves all as it is. */
  static void multiply(
      float[] x,
      int xOffset,
      PackedMatrix weights,
      float @Nullable [] bias,
      int biasOffset,
      @Nullable UnaryOp activation,
      float[] y,
      int yOffset) {
    int depth = weights.depth();
    int columns = weights.columns();
    MemorySegment memory = weights.panels();
    long stride = (long) MAIN * depth * Float.BYTES;
    float floor = activation == UnaryOp.RELU ? 0 : NO_FLOOR;
    float[] start = bias == null ? ZEROS : bias;
    int j = 0;
    int panels;
    for (; j <= columns - MAIN; j += panels * MAIN) {
      panels = j <= columns - PANELS * MAIN ? PANELS : 1;
      long at = (long) j * depth * Float.BYTES;
      int from = bias == null ? 0 : biasOffset + j;
      ActiveTiles.TILES
          .row()
          .multiply(
              panels, depth, x, xOffset, 1, memory, at, stride, start, from, floor, y, yOffset + j);
    }
    for (; j <= columns - EDGE; j += EDGE) {
      long at = (long) j * depth * Float.BYTES;
      int from = bias == null ? 0 : biasOffset + j;
      ActiveTiles.TILES
          .edgeRow()
          .multiply(1, depth, x, xOffset, 1, memory, at, 0, start, from, floor, y, yOffset + j);
    }
    UnaryOp left = floor == 0 ? null : activation;
    if (left != null && j > 0) {
      ELEMENTWISE.unary(left, j, y, yOffset, y, yOffset);
    }
    if (j < columns) {
      long at = (long) j * depth * Float.BYTES;
      int from = bias == null ? 0 : biasOffset + j;
      edge(depth, x, xOffset, memory, at, start, from, floor, left, columns - j, y, yOffset + j);
    }
  }

  /** The last columns, fewer than a panel has. What lies beyond them in the bias does no harm. */
  private static void edge(
      int depth,
      float[] x,
      int xOffset,
      MemorySegment memory,
      long at,
      float[] bias,
      int from,
      float floor,
      @Nullable UnaryOp activation,
      int columns,
      float[] y,
      int yOffset) {
    float[] edge = EDGES.acquire();
    boolean room = from + EDGE <= bias.length;
    if (!room) {
      System.arraycopy(bias, from, edge, 0, columns);
    }
    float[] init = room ? bias : edge;
    ActiveTiles.TILES
        .edgeRow()
        .multiply(1, depth, x, xOffset, 1, memory, at, 0, init, room ? from : 0, floor, edge, 0);
    if (activation != null) {
      ELEMENTWISE.unary(activation, EDGE, edge, 0, edge, 0);
    }
    System.arraycopy(edge, 0, y, yOffset, columns);
    EDGES.release(edge);
  }
}
