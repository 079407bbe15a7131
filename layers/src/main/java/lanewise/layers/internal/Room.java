package lanewise.layers.internal;

import lanewise.tensor.ShapeException;

/** Checks whether rows fit after an offset. */
public final class Room {
  private Room() {}

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
          "%s: %d rows of %d %s from %d do not fit the %s of %d %s"
              .formatted(operation, rows, rowSize, unit, offset, what, size, unit));
    }
  }
}
