package lanewise.tensor.kernel.gemm;

/** Copies rows between arrays in which the rows may have gaps between them. */
final class Rows {
  private Rows() {}

  /**
   * Copies a matrix of rows x columns. Element (r, j) is from[fromOffset + r * fromRow + j] and is
   * copied to to[toOffset + r * toRow + j]. No other element is read or written.
   */
  static void copy(
      int rows,
      int columns,
      float[] from,
      int fromOffset,
      int fromRow,
      float[] to,
      int toOffset,
      int toRow) {
    if (fromRow == columns && toRow == columns) {
      System.arraycopy(from, fromOffset, to, toOffset, rows * columns);
      return;
    }
    for (int r = 0; r < rows; r++) {
      System.arraycopy(from, fromOffset + r * fromRow, to, toOffset + r * toRow, columns);
    }
  }
}
