package lanewise.training.data;

import lanewise.layers.loss.Targets;

/**
 * Reads the rows of a {@link RowSource} one after another. For one thread.
 *
 * <p>Where a file is damaged, a method throws an {@link java.io.UncheckedIOException} whose cause
 * is a {@link DataException}; the reader can then only be closed.
 */
public interface RowReader extends AutoCloseable {
  /**
   * Returns the format of the rows.
   *
   * @return the format, which is the same for every row
   */
  RowFormat format();

  /**
   * Copies the next rows. The features of the i-th of them are copied to {@code features[(at + i) *
   * F]} and the elements after it, and its target to position {@code at + i}.
   *
   * @param at the position of the first row in the arrays, from 0
   * @param count the number of rows to copy, at least 0
   * @param features the array to write, with room for (at + count) * F values
   * @param targets the targets to write, created by {@link RowFormat#newTargets} of the format of
   *     the rows
   * @return the number of rows copied: {@code count}, or fewer if no more rows are left
   * @throws IllegalArgumentException if an array is too short, or the targets have another format;
   *     nothing is copied in that case
   */
  int read(int at, int count, float[] features, Targets targets);

  /**
   * Passes over the next rows, which is cheaper than reading them.
   *
   * @param count the number of rows, at least 0 and not more than are left
   */
  void skip(int count);

  /** Closes the files. A second call does nothing. */
  @Override
  void close();
}
