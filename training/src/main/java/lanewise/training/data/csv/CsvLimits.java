package lanewise.training.data.csv;

import lanewise.tensor.io.ReadLimits;

/**
 * Limits on the fields, records and tables that are read from CSV files. A file that exceeds one is
 * refused with a {@link lanewise.training.data.DataLimitException}, before memory is allocated for
 * it.
 *
 * <p>The first three limits bound the memory of a {@link CsvReader}, which holds one record at a
 * time. The last bounds a table that is read whole, by the rule of {@link ReadLimits}: {@link Csv}
 * grants it {@code tableBytes} or {@value ReadLimits#PER_STORED_BYTE} bytes for each byte of the
 * file as it is stored, whichever is more. No plain file needs that much, so only packed files that
 * unpack to far more than usual ever reach the limit.
 *
 * @param fieldLength the most characters (UTF-16 units) of a field, at least 1
 * @param recordLength the most characters of all fields of a record together, at least 1; a larger
 *     limit than an array can hold is reduced to that
 * @param columns the most fields of a record, at least 1
 * @param tableBytes the bytes that a table may take however small its file is, at least 0
 */
public record CsvLimits(int fieldLength, int recordLength, int columns, long tableBytes) {
  private static final int LONGEST_ARRAY = Integer.MAX_VALUE - 8;
  private static final CsvLimits DEFAULTS =
      new CsvLimits(1 << 20, 1 << 24, 1 << 20, ReadLimits.defaults().bytes());

  /**
   * Creates limits.
   *
   * @throws IllegalArgumentException if one of them is too small
   */
  public CsvLimits {
    require(fieldLength >= 1, "the length of a field", fieldLength, 1);
    require(recordLength >= 1, "the length of a record", recordLength, 1);
    recordLength = Math.min(recordLength, LONGEST_ARRAY);
    require(columns >= 1, "the number of columns", columns, 1);
    require(tableBytes >= 0, "the bytes of a table", tableBytes, 0);
  }

  private static void require(boolean holds, String what, long limit, int least) {
    if (!holds) {
      throw new IllegalArgumentException(
          "%s cannot be limited to %s; use at least %s".formatted(what, limit, least));
    }
  }

  /**
   * Fields of 2^20 characters, records of 2^24 characters and 2^20 fields, tables of 64 MiB.
   *
   * @return the limits of {@link CsvFormat#commas}
   */
  public static CsvLimits defaults() {
    return DEFAULTS;
  }

  /**
   * Changes the limit on the length of a field.
   *
   * @param characters at least 1
   * @return changed limits
   */
  public CsvLimits withFieldLength(int characters) {
    return new CsvLimits(characters, recordLength, columns, tableBytes);
  }

  /**
   * Changes the limit on the length of a record.
   *
   * @param characters at least 1
   * @return changed limits
   */
  public CsvLimits withRecordLength(int characters) {
    return new CsvLimits(fieldLength, characters, columns, tableBytes);
  }

  /**
   * Changes the limit on the number of columns.
   *
   * @param count at least 1
   * @return changed limits
   */
  public CsvLimits withColumns(int count) {
    return new CsvLimits(fieldLength, recordLength, count, tableBytes);
  }

  /**
   * Changes the limit on the memory of a table.
   *
   * @param bytes at least 0
   * @return changed limits
   */
  public CsvLimits withTableBytes(long bytes) {
    return new CsvLimits(fieldLength, recordLength, columns, bytes);
  }
}
