package lanewise.tensor.blas;

/** The argument checks of this package, in 64-bit arithmetic so that no index overflows. */
final class ArrayChecks {
  private ArrayChecks() {}

  static void size(String operation, String name, int size) {
    if (size < 0) {
      throw new IllegalArgumentException(operation + ": " + name + " " + size + " is negative");
    }
  }

  private static void offset(String operation, String name, int offset) {
    if (offset < 0) {
      throw new IllegalArgumentException(
          operation + ": " + name + "Offset " + offset + " is negative");
    }
  }

  /** A stored matrix of rows x columns; {@code columnsName} says which size the columns are. */
  static void matrix(
      String operation,
      String name,
      float[] values,
      int offset,
      String ldName,
      int ld,
      int rows,
      String columnsName,
      int columns) {
    offset(operation, name, offset);
    if (ld < Math.max(1, columns)) {
      throw new IllegalArgumentException(
          operation
              + ": "
              + ldName
              + " "
              + ld
              + " is below "
              + (columns < 1 ? "1" : columnsName + " " + columns));
    }
    long end = end(offset, rows, ld, columns);
    if (end > values.length) {
      throw new IllegalArgumentException(
          operation
              + ": "
              + name
              + ": a matrix of "
              + rows
              + " x "
              + columns
              + " with "
              + ldName
              + " "
              + ld
              + " from offset "
              + offset
              + " ends at "
              + end
              + ", beyond the array's length "
              + values.length);
    }
  }

  /** A vector of n elements; a negative increment walks it backwards. */
  static void vector(
      String operation, String name, float[] values, int offset, int n, String incName, int inc) {
    offset(operation, name, offset);
    if (inc == 0) {
      throw new IllegalArgumentException(operation + ": " + incName + " is 0");
    }
    long end = end(offset, n, Math.abs((long) inc), 1);
    if (end > values.length) {
      throw new IllegalArgumentException(
          operation
              + ": "
              + name
              + ": a vector of "
              + n
              + " with "
              + incName
              + " "
              + inc
              + " from offset "
              + offset
              + " ends at "
              + end
              + ", beyond the array's length "
              + values.length);
    }
  }

  /** Where the last element's place ends; no elements end where they begin. */
  private static long end(int offset, int rows, long ld, int columns) {
    return rows == 0 || columns == 0 ? offset : offset + (rows - 1) * ld + columns;
  }

  /** Where element 0 of a vector lies. */
  static int first(int offset, int n, int inc) {
    return inc < 0 && n > 0 ? offset + (1 - n) * inc : offset;
  }

  /**
   * That two stored matrices have no place in common. Interleaved ones, which share an array and a
   * leading dimension but no columns, are apart.
   */
  @SuppressWarnings("ReferenceEquality") // whether it is one array, not whether two are equal
  static void apart(
      String operation,
      String written,
      float[] c,
      int cOffset,
      long ldc,
      int cRows,
      int cColumns,
      String read,
      float[] a,
      int aOffset,
      long lda,
      int aRows,
      int aColumns) {
    if (c != a || cRows == 0 || cColumns == 0 || aRows == 0 || aColumns == 0) {
      return;
    }
    if (end(cOffset, cRows, ldc, cColumns) <= aOffset
        || end(aOffset, aRows, lda, aColumns) <= cOffset) {
      return;
    }
    if (ldc == lda) {
      long right = Math.floorMod((long) cOffset - aOffset, lda);
      if (right >= aColumns && right + cColumns <= lda) {
        return;
      }
    }
    throw new IllegalArgumentException(
        operation + ": " + written + " overlaps " + read + ", which is read while it is written");
  }
}
