package lanewise.tensor.ops;

import java.util.Arrays;
import lanewise.tensor.Tensor;
import lanewise.tensor.kernel.Pool;
import lanewise.tensor.kernel.elementwise.BinaryOp;
import lanewise.tensor.kernel.elementwise.ElementwiseKernel;
import lanewise.tensor.kernel.elementwise.ElementwiseVariants;
import lanewise.tensor.kernel.elementwise.UnaryOp;
import lanewise.tensor.kernel.transpose.Transposition;

/**
 * One elementwise operation over tensors of any layout. Loops are taken from a pool, so nothing is
 * allocated once warm.
 *
 * <p>Axes of size 1 are dropped, the others are ordered by the result's strides, and axes over
 * which the strides of all operands are uniform are merged. Contiguous operands therefore become
 * one run, and so do operands that are transposed alike. The two innermost of the remaining axes
 * are cut into tiles:
 *
 * <pre>
 *   operand in the tile's order, without gaps      read in place
 *   operand that repeats one element               read in place as a scalar
 *   anything else (transposed, strided, a short    gathered into a buffer of the tile's size
 *   row that repeats)
 *   result without gaps / with gaps                written in place / scattered from a buffer
 * </pre>
 *
 * <p>A tile is one row if the rows are long, and as many rows as fill the buffer if they are short.
 * If an operand is transposed, the tile is a block whose cache lines are used completely while they
 * are in the cache.
 */
final class ElementwiseLoop {
  /** The number of elements of a tile that goes through a buffer. */
  private static final int TILE = 4096;

  /** The numbers of rows and of columns of a tile with a transposed operand. */
  private static final int BLOCK_ROWS = 128;

  private static final int BLOCK_COLUMNS = 128;

  private static final int BUFFER = BLOCK_ROWS * BLOCK_COLUMNS;

  /** The length of a row below which several rows are processed at once. */
  private static final int SHORT_ROW = 128;

  private static final ElementwiseKernel KERNEL = ElementwiseVariants.KERNEL;
  private static final Pool<ElementwiseLoop> POOL = new Pool<>(ElementwiseLoop::new);
  private static final float[] NOTHING = new float[0];

  /** The kind of operation. */
  enum Kind {
    UNARY,
    BINARY,
    BINARY_SCALAR,
    SCALAR_BINARY,
    FMA,
    WHERE,
    CLIP
  }

  private Kind kind = Kind.UNARY;
  private UnaryOp unary = UnaryOp.NEG;
  private BinaryOp binary = BinaryOp.ADD;
  private float low;
  private float high;

  /** The number of operands. In the arrays below, index 0 is the result and the operands follow. */
  private int operands;

  private final float[][] storage = {NOTHING, NOTHING, NOTHING, NOTHING};
  private final int[] offset = new int[4];
  private int rank;
  private int[] dims = new int[8];
  private int[] index = new int[8];
  private final int[][] strides = {new int[8], new int[8], new int[8], new int[8]};

  /**
   * The current tile: the array, the offset and the row stride of the result and of each operand.
   */
  private final float[][] from = {NOTHING, NOTHING, NOTHING, NOTHING};

  private final int[] at = new int[4];
  private final int[] rowStride = new int[4];
  private final boolean[] gathered = new boolean[4];
  private final boolean[] constant = new boolean[4];
  private final float[][] buffer = {
    new float[BUFFER], new float[BUFFER], new float[BUFFER], new float[BUFFER]
  };

  private ElementwiseLoop() {}

  static ElementwiseLoop of(Kind kind) {
    ElementwiseLoop loop = POOL.acquire();
    loop.kind = kind;
    return loop;
  }

  ElementwiseLoop op(UnaryOp op) {
    unary = op;
    return this;
  }

  ElementwiseLoop op(BinaryOp op) {
    binary = op;
    return this;
  }

  /** Sets the scalar operand, or the bounds of a clip. */
  ElementwiseLoop scalars(float first, float second) {
    low = first;
    high = second;
    return this;
  }

  /**
   * Runs the operation. The shapes have been checked, and an operand that overlaps the result is
   * the result itself.
   */
  void run(Tensor out, Tensor x, Tensor y, Tensor z) {
    operands =
        switch (kind) {
          case UNARY, BINARY_SCALAR, SCALAR_BINARY, CLIP -> 1;
          case BINARY -> 2;
          case FMA, WHERE -> 3;
        };
    bind(0, out, out);
    bind(1, x, out);
    bind(2, y, out);
    bind(3, z, out);
    if (out.size() > 0) {
      order(out);
      collapse();
      panels();
    }
    Arrays.fill(storage, NOTHING);
    Arrays.fill(from, NOTHING);
    POOL.release(this);
  }

  private void bind(int k, Tensor tensor, Tensor out) {
    storage[k] = tensor.storage();
    offset[k] = tensor.storageOffset();
    if (dims.length < out.rank() + 2) {
      dims = new int[out.rank() + 2];
      index = new int[dims.length];
    }
    if (strides[k].length < dims.length) {
      strides[k] = new int[dims.length];
    }
    int lead = out.rank() - tensor.rank();
    for (int axis = 0; axis < out.rank(); axis++) {
      boolean repeats = axis < lead || tensor.dim(axis - lead) == 1;
      strides[k][axis] = repeats ? 0 : tensor.stride(axis - lead);
    }
  }

  /**
   * Drops axes of size 1 and orders the others by the result's strides, largest first. If two
   * operands agree and the result is transposed against both, their strides decide instead.
   */
  private void order(Tensor out) {
    rank = 0;
    for (int axis = 0; axis < out.rank(); axis++) {
      int dim = out.shape().dim(axis);
      if (dim != 1) {
        place(axis, rank, dim);
        rank++;
      }
    }
    int finest = finest(1);
    boolean agree = operands > 1 && finest >= 0 && finest == finest(2) && finest != finest(0);
    int[] leading = strides[agree ? 1 : 0];
    for (int i = 1; i < rank; i++) {
      for (int j = i; j > 0 && Math.abs(leading[j - 1]) < Math.abs(leading[j]); j--) {
        swap(j - 1, j);
      }
    }
  }

  /**
   * Returns the axis along which an operand's elements are closest, or -1 if it has only one
   * element.
   */
  private int finest(int k) {
    int finest = -1;
    for (int axis = 0; axis < rank; axis++) {
      int stride = Math.abs(strides[k][axis]);
      if (stride != 0 && (finest < 0 || stride < Math.abs(strides[k][finest]))) {
        finest = axis;
      }
    }
    return finest;
  }

  private void place(int axis, int to, int dim) {
    dims[to] = dim;
    for (int k = 0; k <= operands; k++) {
      strides[k][to] = strides[k][axis];
    }
  }

  private void swap(int i, int j) {
    int dim = dims[i];
    dims[i] = dims[j];
    dims[j] = dim;
    for (int k = 0; k <= operands; k++) {
      int stride = strides[k][i];
      strides[k][i] = strides[k][j];
      strides[k][j] = stride;
    }
  }

  /** Merges axes over which all strides are uniform; at least two axes remain. */
  private void collapse() {
    int axes = rank;
    rank = 0;
    for (int axis = 0; axis < axes; axis++) {
      int dim = dims[axis];
      boolean even = rank > 0;
      for (int k = 0; k <= operands && even; k++) {
        even = strides[k][rank - 1] == strides[k][axis] * dim;
      }
      int to = even ? rank - 1 : rank++;
      place(axis, to, even ? dims[to] * dim : dim);
    }
    while (rank < 2) {
      for (int axis = rank; axis > 0; axis--) {
        dims[axis] = dims[axis - 1];
        for (int k = 0; k <= operands; k++) {
          strides[k][axis] = strides[k][axis - 1];
        }
      }
      dims[0] = 1;
      for (int k = 0; k <= operands; k++) {
        strides[k][0] = 0;
      }
      if (rank == 0) {
        // A scalar is one row of one element, which counts as dense.
        for (int k = 0; k <= operands; k++) {
          strides[k][0] = 1;
        }
      }
      rank++;
    }
  }

  /** Visits the two innermost axes at each position of the outer axes. */
  private void panels() {
    Arrays.fill(index, 0, rank, 0);
    int axis;
    do {
      panel();
      axis = rank - 3;
      while (axis >= 0 && ++index[axis] == dims[axis]) {
        move(axis, 1 - dims[axis]);
        index[axis--] = 0;
      }
      if (axis >= 0) {
        move(axis, 1);
      }
    } while (axis >= 0);
  }

  private void move(int axis, int steps) {
    for (int k = 0; k <= operands; k++) {
      offset[k] += steps * strides[k][axis];
    }
  }

  private void panel() {
    int rows = dims[rank - 2];
    int columns = dims[rank - 1];
    boolean together = columns < SHORT_ROW && rows > 1;
    boolean transposed = false;
    boolean any = false;
    for (int k = 0; k <= operands; k++) {
      int down = strides[k][rank - 2];
      int right = strides[k][rank - 1];
      constant[k] = right == 0 && k > 0 && kind == Kind.BINARY && !(together && down != 0);
      boolean dense = right == 1 && (!together || down == columns);
      gathered[k] = !dense && !constant[k];
      any |= gathered[k];
      transposed |= gathered[k] && down != 0 && Math.abs(down) < Math.abs(right);
    }
    int tileColumns = any ? Math.min(columns, TILE) : columns;
    int tileRows = together ? Math.min(rows, TILE / columns) : 1;
    if (together && !any) {
      tileRows = rows;
    } else if (transposed && !together) {
      tileRows = Math.min(rows, BLOCK_ROWS);
      tileColumns = Math.min(columns, BLOCK_COLUMNS);
    }
    // Tiles go downwards, so that a transposed operand's cache lines are used while cached.
    for (int c = 0; c < columns; c += tileColumns) {
      for (int r = 0; r < rows; r += tileRows) {
        tile(r, c, Math.min(tileRows, rows - r), Math.min(tileColumns, columns - c), together);
      }
    }
  }

  private void tile(int row, int column, int rows, int columns, boolean together) {
    for (int k = 0; k <= operands; k++) {
      int start = offset[k] + row * strides[k][rank - 2] + column * strides[k][rank - 1];
      if (!gathered[k]) {
        from[k] = storage[k];
        at[k] = start;
        rowStride[k] = strides[k][rank - 2];
      } else {
        from[k] = buffer[k];
        at[k] = 0;
        rowStride[k] = columns;
        // An operand that repeats from tile to tile is gathered once, for the first, largest tile.
        boolean first = row == 0 && (column == 0 || strides[k][rank - 1] != 0);
        if (k > 0 && (first || strides[k][rank - 2] != 0)) {
          gather(k, start, rows, columns);
        }
      }
    }
    if (together) {
      call(rows * columns);
    } else {
      for (int r = 0; r < rows; r++) {
        call(columns);
        for (int k = 0; k <= operands; k++) {
          at[k] += rowStride[k];
        }
      }
    }
    if (gathered[0]) {
      scatter(
          offset[0] + row * strides[0][rank - 2] + column * strides[0][rank - 1], rows, columns);
    }
  }

  private void gather(int k, int start, int rows, int columns) {
    int down = strides[k][rank - 2];
    int right = strides[k][rank - 1];
    float[] source = storage[k];
    float[] target = buffer[k];
    if (down == 1 && right != 0) {
      Transposition.copy(columns, rows, source, start, right, target, 0, columns);
    } else if (down != 0 && Math.abs(down) < Math.abs(right)) {
      for (int c = 0; c < columns; c++) {
        for (int r = 0; r < rows; r++) {
          target[r * columns + c] = source[start + c * right + r * down];
        }
      }
    } else if (right == 0 && down == 1) {
      KERNEL.repeatEach(rows, columns, source, start, target, 0);
    } else {
      for (int r = 0; r < rows; r++) {
        int line = start + r * down;
        if (right == 0) {
          Arrays.fill(target, r * columns, (r + 1) * columns, source[line]);
        } else {
          KERNEL.gather(columns, right, source, line, target, r * columns);
        }
      }
    }
  }

  private void scatter(int start, int rows, int columns) {
    int down = strides[0][rank - 2];
    int right = strides[0][rank - 1];
    float[] target = storage[0];
    float[] source = buffer[0];
    if (down == 1) {
      Transposition.copy(rows, columns, source, 0, columns, target, start, right);
      return;
    }
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < columns; c++) {
        target[start + r * down + c * right] = source[r * columns + c];
      }
    }
  }

  /** Runs the kernel on n consecutive elements of the result and of every operand. */
  private void call(int n) {
    float[] out = from[0];
    float[] x = from[1];
    float[] y = from[2];
    int o = at[0];
    int i = at[1];
    int j = at[2];
    switch (kind) {
      case UNARY -> KERNEL.unary(unary, n, x, i, out, o);
      case BINARY -> {
        if (constant[1] && constant[2]) {
          KERNEL.binary(binary, 1, x, i, y, j, out, o);
          Arrays.fill(out, o, o + n, out[o]);
        } else if (constant[1]) {
          KERNEL.scalarBinary(binary, n, x[i], y, j, out, o);
        } else if (constant[2]) {
          KERNEL.binaryScalar(binary, n, x, i, y[j], out, o);
        } else {
          KERNEL.binary(binary, n, x, i, y, j, out, o);
        }
      }
      case BINARY_SCALAR -> KERNEL.binaryScalar(binary, n, x, i, low, out, o);
      case SCALAR_BINARY -> KERNEL.scalarBinary(binary, n, low, x, i, out, o);
      case FMA -> KERNEL.fma(n, x, i, y, j, from[3], at[3], out, o);
      case WHERE -> KERNEL.where(n, x, i, y, j, from[3], at[3], out, o);
      case CLIP -> KERNEL.clip(n, x, i, low, high, out, o);
    }
  }
}
