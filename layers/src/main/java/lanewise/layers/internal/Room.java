package lanewise.layers.internal;

import lanewise.tensor.ShapeException;

/** Whether rows fit behind an offset. */
public final class Room {
  private Room() {}

  /**
   * Refuses rows that do not fit.
   *
   * @param operation who asks, for the message
   * @param what is looked at: input, output
   * @param unit of the sizes: values, bytes
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
