package lanewise.training.data.idx;

import java.nio.file.Path;
import lanewise.tensor.io.ReadLimits;
import lanewise.training.data.DataException;

/**
 * One IDX file of unsigned bytes, read completely and checked.
 *
 * <p>The sizes in the header are not trusted: the buffer grows with the bytes that are actually
 * read, so a false header costs no memory.
 */
final class IdxFile {
  private final int[] dims;
  private final byte[] values;

  private IdxFile(int[] dims, byte[] values) {
    this.dims = dims;
    this.values = values;
  }

  /** A byte, and the float that it becomes. */
  private static final int PER_VALUE = 1 + Float.BYTES;

  /** The name of a pixel. */
  private static final int PER_PLACE = 128;

  /** Reads a file that must have this many dimensions. */
  static IdxFile read(Path file, int rank, ReadLimits limits) throws DataException {
    try (IdxInput input = IdxInput.open(file, rank)) {
      input.requireProportion(limits, PER_VALUE, PER_PLACE);
      byte[] values = input.readAll();
      int[] dims = new int[rank];
      for (int axis = 0; axis < rank; axis++) {
        dims[axis] = (int) input.dim(axis);
      }
      return new IdxFile(dims, values);
    }
  }

  /** Returns the size of a dimension, above 0. */
  int dim(int axis) {
    return dims[axis];
  }

  /** Returns the number of values, which is the product of the dimensions. */
  int size() {
    return values.length;
  }

  /** Returns one value, 0 to 255, by its index in row-major order. */
  int value(int index) {
    return Byte.toUnsignedInt(values[index]);
  }
}
