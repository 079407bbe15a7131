package lanewise.training.data;

import java.nio.file.Path;
import lanewise.layers.loss.Targets;
import lanewise.layers.preprocessing.FeatureScaler;

/**
 * Rows that can be read from the first to the last, as often as needed. This is all that an
 * evaluation and the fit of a scaler require, so rows in memory ({@link Samples}) and rows that are
 * streamed from files larger than memory serve them alike.
 *
 * <p>The rows do not change, and any number of readers may exist at a time, each used by one
 * thread.
 */
public interface RowSource {
  /**
   * Returns the number of rows.
   *
   * @return at least 1
   */
  int rows();

  /**
   * Returns the format of the rows.
   *
   * @return the format, which is the same for every row
   */
  RowFormat format();

  /**
   * Opens the rows.
   *
   * @return a new reader before the first row
   * @throws java.io.UncheckedIOException if a file cannot be read; its cause is a {@link
   *     DataException}
   */
  RowReader reader();

  /**
   * Receives rows in pieces.
   *
   * @param <E> what it throws
   */
  @FunctionalInterface
  interface ChunkVisitor<E extends Exception> {
    /**
     * Sees the next rows.
     *
     * @param rows how many there are, at least 1
     * @param features their features, rows x F, from position 0 on; written again for the next ones
     * @param targets their targets from position 0 on; written again for the next ones
     * @throws E if it fails; nothing more is read then
     */
    void visit(int rows, float[] features, Targets targets) throws E;
  }

  /**
   * Reads all rows once, from the first to the last, in pieces that fit an array however long a row
   * is: 256 rows or those of {@link RowFormat#chunk}.
   *
   * @param <E> what the visitor throws
   * @param visitor sees every row
   * @throws E if the visitor throws it
   * @throws IllegalStateException if a reader ends before the last row
   * @throws java.io.UncheckedIOException if a file cannot be read; its cause is a {@link
   *     DataException}
   */
  default <E extends Exception> void forEachChunk(ChunkVisitor<E> visitor) throws E {
    RowChunks.read(this, visitor);
  }

  /**
   * Returns these rows with their features scaled whenever they are read.
   *
   * @param scaler a scaler for the same number of features
   * @return a view, which copies nothing
   * @throws lanewise.tensor.ShapeException if the scaler is for another number of features
   */
  default RowSource scaled(FeatureScaler scaler) {
    return new Scaled.Rows(this, Scaled.requireFits(scaler, format()));
  }

  /**
   * Reads all rows into memory.
   *
   * @param name the name that messages use for the data set
   * @return a copy, whose rows can be read in any order: {@link LabelledRows} with classes named by
   *     their numbers or {@link ValueRows}, with the weights of the rows if they have any
   * @throws InvalidDatasetException if a value is not finite, or there are more than 2^31 - 1
   */
  default Samples toMemory(String name) {
    return MemoryCopy.of(name, this);
  }

  /**
   * Copies all rows to the disk, so that they can be read in any order and take no memory. The copy
   * has four bytes for each feature, in a file without a name that is gone with the process.
   *
   * @param folder a folder on a disk with room for it, which is made if it does not exist
   * @return the copy
   * @throws DataException if it cannot be written
   * @throws java.io.UncheckedIOException if a file of the source cannot be read
   */
  default Samples toDisk(Path folder) throws DataException {
    return DiskCopy.of(this, folder);
  }

  /**
   * Returns some of the rows. A reader of the part passes over the rows between them.
   *
   * @param rows at least one row number, each 0 to rows - 1, in ascending order, none twice
   * @return the part; the numbers are copied, the rows are not
   * @throws IndexOutOfBoundsException if there is no such row
   * @throws InvalidDatasetException if no row is named, or the numbers do not ascend
   */
  default RowSource subset(int... rows) {
    return Subset.Rows.of(this, rows);
  }
}
