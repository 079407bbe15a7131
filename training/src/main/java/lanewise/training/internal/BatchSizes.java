package lanewise.training.internal;

/**
 * How the rows of an epoch are divided into batches. The last batch has the remaining rows; a row
 * that would be alone joins the batch before it, because layers such as batch normalization cannot
 * learn from one row.
 *
 * @param operation the name of the operation, with which messages begin
 * @param rows the number of rows of an epoch, at least 1
 * @param batchSize the number of rows of a batch
 */
public record BatchSizes(String operation, int rows, int batchSize) {
  /**
   * Checks the batch size.
   *
   * @throws IllegalArgumentException if it is not positive
   */
  public BatchSizes {
    if (batchSize <= 0) {
      throw new IllegalArgumentException(
          operation + ": batch size " + batchSize + " must be above 0");
    }
  }

  /** Returns whether the last batch of a whole epoch would be a single row. */
  private boolean oneIsLeft() {
    return batchSize > 1 && rows > 1 && rows % batchSize == 1;
  }

  /** Returns the number of rows of the batch that begins at a row of the epoch. */
  public int at(int row) {
    int left = rows - row;
    return oneIsLeft() && left - 1 == batchSize ? left : Math.min(batchSize, left);
  }

  /** Returns the number of rows of the largest batch. */
  public int largest() {
    return Math.min(oneIsLeft() ? batchSize + 1 : batchSize, rows);
  }

  /** Returns the number of batches of an epoch. */
  public int count() {
    return oneIsLeft() ? rows / batchSize : Math.ceilDiv(rows, batchSize);
  }

  /**
   * Returns the row of a position.
   *
   * @throws IllegalArgumentException if it lies behind the last row
   */
  public int requireRow(long row) {
    if (row > rows) {
      throw new IllegalArgumentException(
          "%s: row %s is behind the last of %s rows".formatted(operation, row, rows));
    }
    return (int) row;
  }
}
