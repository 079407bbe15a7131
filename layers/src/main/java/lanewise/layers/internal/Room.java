package lanewise.layers.internal;

import lanewise.tensor.ShapeException;

/** Checks whether rows fit an array. */
public final class Room {
  private Room() {}

  /**
   * Returns the number of values of some rows.
   *
   * @param operation the name of the operation, for the message
   * @throws ShapeException if they are more than an array holds
   */
  public static int values(String operation, int rows, int rowSize) {
    long values = (long) rows * rowSize;
    if (values > Integer.MAX_VALUE) {
      throw new ShapeException(
          "%s: %s rows of %s values are more than the 2^31 - 1 values of an array: use fewer rows"
              .formatted(operation, rows, rowSize));
    }
    return (int) values;
  }

  /**
   * Refuses rows that do not fit.
   *
   * @param operation the name of the operation, for the message
   * @param what the array that is checked: input or output
   * @param unit the unit of the sizes: values or bytes
   */
  public static void require(
      String operation, String what, String unit, int rows, long rowSize, long size, long offset) {
    if (rows < 0 || offset < 0 || offset > size || rows * rowSize > size - offset) {
      throw new ShapeException(
          "%s: %s rows of %s %s from %s do not fit the %s of %s %s"
              .formatted(operation, rows, rowSize, unit, offset, what, size, unit));
    }
  }
}
