package lanewise.training.data.table;

import java.util.Arrays;
import java.util.function.IntUnaryOperator;
import lanewise.training.data.DataException;
import lanewise.training.internal.ScratchFile;
import lanewise.training.internal.ScratchFile.Words;
import org.jspecify.annotations.Nullable;

/** Where the cells of a table are, four bytes each; rows are added, and read when all are there. */
sealed interface CellStore {
  /** Adds a cell to the row that is being read; the columns of a row come in their order. */
  void add(int column, int bits) throws DataException;

  /** Replaces the cells of a column in all rows, in the order of the rows. */
  void replace(int column, IntUnaryOperator change) throws DataException;

  /** All rows are there. */
  void finish() throws DataException;

  /** Returns the bits of a cell. */
  int bits(int column, int row);

  /** Returns the bytes of the heap that so many rows take. */
  long bytes(int rows);

  /** Whether the cells take no memory. */
  boolean isOnDisk();

  /** Cells in memory, one array for each column. */
  final class InMemory implements CellStore {
    private final int[][] cells;
    private final int[] counts;

    InMemory(int columns) {
      this.cells = new int[columns][CellColumn.FIRST_ROWS];
      this.counts = new int[columns];
    }

    @Override
    public void add(int column, int bits) {
      int row = counts[column]++;
      if (row == cells[column].length) {
        cells[column] = Arrays.copyOf(cells[column], 2 * row);
      }
      cells[column][row] = bits;
    }

    @Override
    public void replace(int column, IntUnaryOperator change) {
      int[] all = cells[column];
      for (int row = 0; row < counts[column]; row++) {
        all[row] = change.applyAsInt(all[row]);
      }
    }

    @Override
    public void finish() {}

    @Override
    public int bits(int column, int row) {
      return cells[column][row];
    }

    @Override
    public long bytes(int rows) {
      return 4L * rows * cells.length;
    }

    @Override
    public boolean isOnDisk() {
      return false;
    }
  }

  /** Cells in a file, one row after the other. */
  final class OnDisk implements CellStore {
    private final int columns;
    private final ScratchFile file;
    private @Nullable Words words;

    OnDisk(int columns, ScratchFile file) {
      this.columns = columns;
      this.file = file;
    }

    @Override
    public void add(int column, int bits) throws DataException {
      file.put(bits);
    }

    @Override
    public void replace(int column, IntUnaryOperator change) throws DataException {
      file.replace(column, columns, change);
    }

    @Override
    public void finish() throws DataException {
      words = file.map();
    }

    @Override
    public int bits(int column, int row) {
      Words mapped = words;
      if (mapped == null) {
        throw new IllegalStateException("table: its rows are still being read");
      }
      return mapped.get((long) row * columns + column);
    }

    @Override
    public long bytes(int rows) {
      return 0;
    }

    @Override
    public boolean isOnDisk() {
      return true;
    }
  }
}
