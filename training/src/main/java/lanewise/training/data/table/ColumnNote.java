package lanewise.training.data.table;

/**
 * Something about a column that its owner should know.
 *
 * @param column the name of the column
 * @param kind what was found
 * @param text a sentence about it, without a full stop
 */
public record ColumnNote(String column, Kind kind, String text) {
  /** What was found in the training rows. */
  public enum Kind {
    /** The column has no value; it is left out. */
    EMPTY,
    /** The column has the same value in every row; it is left out. */
    CONSTANT,
    /** The column has another text in most rows, as names and ids have; it is left out. */
    NAMES,
    /** The column has another whole number in every row, as ids have; it is kept. */
    NUMBERED,
    /** The column has numbers of eight digits that read as dates; it is kept. */
    CALENDAR,
    /** The column has numbers and texts; all of them are texts. */
    MIXED,
    /** The column has more texts than are spread; they are embedded. */
    EMBEDDED
  }
}
