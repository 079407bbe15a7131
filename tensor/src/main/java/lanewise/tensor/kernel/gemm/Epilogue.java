package lanewise.tensor.kernel.gemm;

import lanewise.tensor.kernel.elementwise.BinaryOp;
import lanewise.tensor.kernel.elementwise.ElementwiseKernel;
import lanewise.tensor.kernel.elementwise.ElementwiseVariants;
import lanewise.tensor.kernel.elementwise.UnaryOp;
import org.jspecify.annotations.Nullable;

/**
 * The initial value of each element's chain and the operations that follow when the chain is
 * complete:
 *
 * <pre>
 *   C = A B, C = A B + C:     starts from 0 or C
 *   f(A B + bias):            starts from the bias; f is a ReLU in registers, or any
 *                             other function on values in L1
 *   f(A B scale + bias):      int8; starts from 0, then fma(c, scale, bias), then f
 * </pre>
 */
final class Epilogue {
  private static final ElementwiseKernel ELEMENTWISE = ElementwiseVariants.KERNEL;
  private static final float NO_FLOOR = Float.NEGATIVE_INFINITY;
  private static final float[] NONE = new float[0];

  /** Zeros, one for each column that a kernel computes at once. */
  private static final float[] ZEROS =
      new float
          [Math.max(
              Math.max(
                  ActiveTiles.TILES.groupColumns(),
                  ActiveTiles.TILES.row().panels() * ActiveTiles.TILES.main().columns()),
              ActiveTiles.TILES.compressed().columns())];

  /**
   * The initial values: element (i, j) starts from init[initOffset + i * initRow + j * initColumn].
   */
  float[] init = NONE;

  int initOffset;
  int initRow;
  int initColumn;

  private float floor;
  private float @Nullable [] scales;
  private float @Nullable [] bias;
  private int biasOffset;
  private @Nullable UnaryOp activation;

  /** Starts every element from 0, with no operation after the chain. */
  void fromZero() {
    start(ZEROS, 0, 0, 0);
    follow(NO_FLOOR, null, null, 0, null);
  }

  /** Starts element (i, j) from values[offset + i * row + j], with no operation after the chain. */
  void from(float[] values, int offset, int row) {
    start(values, offset, row, 1);
    follow(NO_FLOOR, null, null, 0, null);
  }

  /**
   * Computes f(A B + bias), or f(A B scale + bias) if there are scales.
   *
   * @param values one bias for each column, or null for no bias
   * @param perColumn one scale for each column, or null for no scales
   * @param function the function f, or null for no function
   */
  void fused(
      float @Nullable [] values,
      int offset,
      float @Nullable [] perColumn,
      @Nullable UnaryOp function) {
    boolean scaled = perColumn != null;
    if (values == null || scaled) {
      start(ZEROS, 0, 0, 0);
    } else {
      start(values, offset, 0, 1);
    }
    boolean inRegisters = function == UnaryOp.RELU && !scaled;
    follow(
        inRegisters ? 0 : NO_FLOOR,
        perColumn,
        scaled ? values : null,
        offset,
        inRegisters ? null : function);
  }

  private void start(float[] values, int offset, int row, int column) {
    init = values;
    initOffset = offset;
    initRow = row;
    initColumn = column;
  }

  private void follow(
      float least,
      float @Nullable [] perColumn,
      float @Nullable [] added,
      int offset,
      @Nullable UnaryOp function) {
    floor = least;
    scales = perColumn;
    bias = added;
    biasOffset = offset;
    activation = function;
  }

  /** Releases the references to the caller's arrays. */
  void release() {
    init = NONE;
    scales = null;
    bias = null;
  }

  /**
   * Returns the value to which the tiles raise smaller elements; before the last part of the chain
   * there is no floor.
   */
  float floor(boolean last) {
    return last ? floor : NO_FLOOR;
  }

  /**
   * Applies the remaining operations to rows of C whose chains are complete, from column {@code j}
   * on.
   */
  void finish(int rows, int j, int columns, float[] c, int cOffset, int cRow) {
    float[] factors = scales;
    float[] added = bias;
    UnaryOp function = activation;
    if (function == null && factors == null) {
      return;
    }
    for (int r = 0; r < rows; r++) {
      int at = cOffset + r * cRow;
      if (factors != null && added != null) {
        ELEMENTWISE.fma(columns, c, at, factors, j, added, biasOffset + j, c, at);
      } else if (factors != null) {
        ELEMENTWISE.binary(BinaryOp.MUL, columns, c, at, factors, j, c, at);
      }
      if (function != null) {
        ELEMENTWISE.unary(function, columns, c, at, c, at);
      }
    }
  }
}
