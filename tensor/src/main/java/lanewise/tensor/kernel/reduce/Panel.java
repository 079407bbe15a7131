package lanewise.tensor.kernel.reduce;

import java.util.Arrays;
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
 * 1024 rows, a tile of columns a multiple of 64, unless it is the last: whole blocks of a sum.
 * Nothing is allocated once warm. Not safe for several threads at once.
 */
public final class Panel {
  /** The most columns of a panel that is gathered. */
  private static final int TILE_COLUMNS = 256;

  private static final int TILE_ROWS = 64;
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

  private float[] data = NOTHING;
  private int at;
  private int stride;

  /** A panel without axes: one row. */
  public Panel() {
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

  /** How many columns so far apart may be placed at once. */
  public int mostColumns(int apart) {
    return apart == 1 && even() ? Scratch.TILE : TILE_COLUMNS;
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
    int most = tile.length / columns / TILE_ROWS * TILE_ROWS;
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

  /** Copies rows that are evenly apart; returns how many of those asked for. */
  private int gather(int from, int most, int to) {
    int place = offset;
    int rest = from;
    for (int axis = rank - 1; axis >= 0; axis--) {
      place += rest % dims[axis] * strides[axis];
      rest /= dims[axis];
    }
    int length = rank == 0 ? 1 : dims[rank - 1];
    int within = from % length;
    if (columns == 1 && within == 0 && rank > 1) {
      int beside = dims[rank - 2] - from / length % dims[rank - 2];
      int lines = Math.min(beside, most / length);
      if (lines > 1 && strides[rank - 2] == 1 && step() != 1) {
        Transposition.copy(length, lines, x, place, step(), tile, to, length);
        return lines * length;
      }
    }
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
      for (int i = 0; i < count; i++) {
        tile[to + i] = x[from + i * apart];
      }
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
