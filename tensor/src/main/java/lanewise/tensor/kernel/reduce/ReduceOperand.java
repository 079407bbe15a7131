package lanewise.tensor.kernel.reduce;

import java.util.Arrays;
import lanewise.tensor.kernel.elementwise.ElementwiseKernel;
import lanewise.tensor.kernel.elementwise.ElementwiseVariants;
import lanewise.tensor.kernel.transpose.Transposition;

/**
 * The operand of one reduction: rows that are reduced, and columns that each give one result. The
 * rows are the elements along the reduced axes in row-major order.
 *
 * <pre>
 *   columns dense, rows evenly apart     read in place, all rows at once
 *   a line without gaps                  read in place, all rows at once
 *   anything else                        gathered into a tile, some rows at a time
 * </pre>
 *
 * <p>A line is one column whose elements are wanted side by side. A tile of it holds a multiple of
 * 4096 rows, a tile of columns a multiple of 128, unless it is the last: whole parts of a variance.
 * Nothing is allocated once warm. Not safe for several threads at once.
 */
public final class ReduceOperand {
  /** The most columns of a operand that is gathered. */
  private static final int TILE_COLUMNS = 64;

  private static final int TILE_ROWS = 256;

  /** What the number of rows of a tile of columns is a multiple of. */
  private static final int BLOCK = 128;

  /** What the number of elements of a tile of a line is a multiple of. */
  private static final int LINE_BLOCK = Rows.PART;

  /** Lines of a transposed matrix that are gathered at once, at least. */
  private static final int ABREAST = 64;

  /** The longest that such lines may be together; longer ones are gathered one by one. */
  private static final int MOST_ABREAST = 1 << 20;

  private static final ElementwiseKernel KERNEL = ElementwiseVariants.KERNEL;
  private static final float[] NOTHING = new float[0];

  private final float[] tile = new float[TILE_ROWS * TILE_COLUMNS];
  private int[] dims = new int[8];
  private int[] strides = new int[8];
  private int rank;
  private int rows;

  private float[] x = NOTHING;
  private int offset;
  private int columns;
  private int columnStride;
  private boolean line;

  /**
   * Elements of a line through a transposed matrix, how many, and up to which they are gathered.
   */
  private float[] turned = NOTHING;

  private int turnedCount;
  private int turnedTo;

  private float[] data = NOTHING;
  private int at;
  private int stride;

  /** A operand without axes: one row. */
  public ReduceOperand() {
    clear();
  }

  /** Forgets the operand and the axes: one row. */
  public void clear() {
    rank = 0;
    rows = 1;
    x = NOTHING;
    data = NOTHING;
  }

  /** One more reduced axis, inside those before it. */
  public void axis(int dim, int axisStride) {
    rows *= dim;
    if (dim == 1) {
      return;
    }
    if (rank > 0 && strides[rank - 1] == axisStride * dim) {
      dims[rank - 1] *= dim;
      strides[rank - 1] = axisStride;
      return;
    }
    if (rank == dims.length) {
      dims = Arrays.copyOf(dims, 2 * rank);
      strides = Arrays.copyOf(strides, 2 * rank);
    }
    dims[rank] = dim;
    strides[rank++] = axisStride;
  }

  /** Takes the elements in the order in which they lie, for what does not depend on an order. */
  public void orderByStrides() {
    for (int i = 1; i < rank; i++) {
      for (int j = i; j > 0 && Math.abs(strides[j - 1]) < Math.abs(strides[j]); j--) {
        swap(dims, j - 1, j);
        swap(strides, j - 1, j);
      }
    }
    int axes = rank;
    rank = 0;
    rows = 1;
    for (int i = 0; i < axes; i++) {
      axis(dims[i], strides[i]);
    }
  }

  private static void swap(int[] values, int i, int j) {
    int value = values[i];
    values[i] = values[j];
    values[j] = value;
  }

  /** The columns to reduce: where the first begins and how far apart their first elements lie. */
  public void place(float[] storage, int first, int count, int apart) {
    x = storage;
    offset = first;
    columns = count;
    columnStride = apart;
    line = false;
  }

  /** One column, whose elements are wanted side by side. */
  public void placeLine(float[] storage, int first) {
    place(storage, first, 1, 1);
    line = true;
  }

  /** How many rows there are. */
  public int rows() {
    return rows;
  }

  /** How many columns there are. */
  int columns() {
    return columns;
  }

  /** Whether it is a line. */
  boolean isLine() {
    return line;
  }

  /** Whether the rows are evenly apart. */
  public boolean even() {
    return rank <= 1;
  }

  /** How far apart the rows lie, where they are evenly apart. */
  public int step() {
    return rank == 0 ? 1 : strides[rank - 1];
  }

  /** Whether the elements of each column lie side by side and those of neighbours apart. */
  boolean isOfLines() {
    return even() && step() == 1 && columnStride != 1;
  }

  /** The array that holds the operand. */
  float[] storage() {
    return x;
  }

  /** Where a column begins in it. */
  int first(int column) {
    return offset + column * columnStride;
  }

  /** How many columns so far apart may be placed at once. */
  public int mostColumns(int apart) {
    return apart == 1 && even() ? ReduceWorkspace.TILE : TILE_COLUMNS;
  }

  /**
   * Makes the rows from this one on available, as many as there is place for.
   *
   * @return how many they are
   */
  int load(int from) {
    if (even() && (line ? step() == 1 : columns == 1 || columnStride == 1)) {
      data = x;
      stride = step();
      at = offset + from * stride;
      return rows - from;
    }
    if (line && isTurned()) {
      return loadTurned(from);
    }
    int most = columns == 1 ? LINE_BLOCK : tile.length / columns / BLOCK * BLOCK;
    int count = Math.min(most, rows - from);
    data = tile;
    at = 0;
    stride = columns;
    int done = 0;
    while (done < count) {
      done += gather(from + done, count - done, done * columns);
    }
    return count;
  }

  private int place(int row) {
    int place = offset;
    int rest = row;
    for (int axis = rank - 1; axis >= 0; axis--) {
      place += rest % dims[axis] * strides[axis];
      rest /= dims[axis];
    }
    return place;
  }

  /** Whether a line goes through a transposed matrix, several of whose lines may be gathered. */
  private boolean isTurned() {
    return rank > 1
        && strides[rank - 2] == 1
        && dims[rank - 2] >= ABREAST
        && (long) dims[rank - 1] * ABREAST <= MOST_ABREAST;
  }

  /** Gathers some lines of a transposed matrix; what is left over stays for the next call. */
  private int loadTurned(int from) {
    int length = dims[rank - 1];
    if (turned.length < ABREAST * length + LINE_BLOCK) {
      turned = new float[Math.max(tile.length, ABREAST * length) + LINE_BLOCK];
    }
    int left = from == 0 ? 0 : turnedTo - from;
    System.arraycopy(turned, from == 0 ? 0 : turnedCount - left, turned, 0, left);
    turnedTo = from + left;
    int filled = left;
    while (filled < LINE_BLOCK && turnedTo < rows) {
      int beside = dims[rank - 2] - turnedTo / length % dims[rank - 2];
      int fitting = (turned.length - filled) / length;
      int lines = Math.min(beside, fitting - fitting % ABREAST);
      Transposition.copy(length, lines, x, place(turnedTo), step(), turned, filled, length);
      filled += lines * length;
      turnedTo += lines * length;
    }
    turnedCount = filled;
    data = turned;
    at = 0;
    stride = 1;
    return turnedTo == rows ? filled : filled - filled % LINE_BLOCK;
  }

  /** Copies rows that are evenly apart; returns how many of those asked for. */
  private int gather(int from, int most, int to) {
    int place = place(from);
    int length = rank == 0 ? 1 : dims[rank - 1];
    int within = from % length;
    int count = Math.min(most, length - within);
    if (columns == 1) {
      copyLine(place, step(), count, to);
    } else if (step() == 1) {
      Transposition.copy(columns, count, x, place, columnStride, tile, to, columns);
    } else {
      for (int r = 0; r < count; r++) {
        copyLine(place + r * step(), columnStride, columns, to + r * columns);
      }
    }
    return count;
  }

  private void copyLine(int from, int apart, int count, int to) {
    if (apart == 1) {
      System.arraycopy(x, from, tile, to, count);
    } else {
      KERNEL.gather(count, apart, x, from, tile, to);
    }
  }

  /** The array with the rows that have been loaded. */
  float[] data() {
    return data;
  }

  /** Where the first of them begins. */
  int at() {
    return at;
  }

  /** How far apart they lie. */
  int stride() {
    return stride;
  }
}
