package lanewise.training.data.augment;

import lanewise.training.data.RowFormat;

/**
 * A random change of rows. An augmentation is an immutable value that holds settings; all
 * randomness comes from the batch, so that a change depends on nothing but the seed, the epoch and
 * the row.
 */
public interface Augmentation {
  /**
   * Returns the format of the changed rows.
   *
   * @param rows the format of the rows before
   * @return the same format, unless the change needs another kind of target
   * @throws IllegalArgumentException if rows of this format cannot be changed in this way
   */
  default RowFormat result(RowFormat rows) {
    return rows;
  }

  /**
   * Prepares to change rows of a format.
   *
   * @param rows the format of the rows before
   * @return a new augmenter with its own buffers
   * @throws IllegalArgumentException if rows of this format cannot be changed in this way
   */
  Augmenter begin(RowFormat rows);
}
