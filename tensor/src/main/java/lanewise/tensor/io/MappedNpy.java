package lanewise.tensor.io;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;
import lanewise.tensor.Shape;
import lanewise.tensor.ShapeException;
import lanewise.tensor.Tensor;

/**
 * A large npy file in C order, or of one axis, mapped into memory: its rows (the indices of the
 * first axis) are copied into tensors on demand, the rest stays on the disk. Numbers of all kinds
 * that {@link Npy} reads become float32 on the way. The file may hold more elements than one
 * tensor.
 *
 * <p>Immutable and safe to share between threads. There is nothing to close: the mapping goes when
 * the garbage collector finds this object unused. The file must not be cut short meanwhile; the JVM
 * answers access to a part that is gone with an {@link InternalError}.
 */
public final class MappedNpy {
  private final String name;
  private final List<Long> dims;
  private final Shape rowShape;
  private final NpyKind kind;
  private final ByteOrder order;
  private final MemorySegment numbers;

  private MappedNpy(NpyHeader header, Shape rowShape, MemorySegment numbers) {
    this.name = header.name();
    this.dims = header.dims();
    this.rowShape = rowShape;
    this.kind = header.kind();
    this.order = header.order();
    this.numbers = numbers;
  }

  static MappedNpy open(Path file) throws IOException {
    String name = file.toString();
    try (FileChannel channel = FileChannel.open(file)) {
      long size = channel.size();
      InputStream in = new BufferedInputStream(Channels.newInputStream(channel));
      NpyHeader header = NpyHeader.read(in, size, name);
      if (header.dims().isEmpty()) {
        throw new NpyFormatException(name, "is a single number, which has no rows");
      }
      if (header.fortran() && header.dims().size() > 1) {
        throw new NpyFormatException(
            name,
            "is in Fortran order, where the numbers of a row lie apart; save it in C order, as by"
                + " numpy.ascontiguousarray, or read all of it");
      }
      Shape rowShape = header.rowShape();
      MemorySegment numbers =
          channel.map(
              FileChannel.MapMode.READ_ONLY,
              header.offset(),
              size - header.offset(),
              Arena.ofAuto());
      return new MappedNpy(header, rowShape, numbers);
    } catch (IOException failure) {
      throw Npy.named(file, failure);
    }
  }

  /**
   * The sizes of the dimensions of the whole file.
   *
   * @return the shape
   * @throws ShapeException if the file has more elements than one tensor, 2^31 - 1; {@link
   *     #rowCount()} and {@link #rowShape()} work for any
   */
  public Shape shape() {
    int[] sizes = new int[dims.size()];
    for (int i = 0; i < sizes.length; i++) {
      sizes[i] = (int) Math.min(Integer.MAX_VALUE, dims.get(i));
      if (sizes[i] != dims.get(i)) {
        throw new ShapeException("shape: " + dims + " of " + name + " is too large for a tensor");
      }
    }
    return Shape.of(sizes);
  }

  /**
   * The size of the first axis.
   *
   * @return how many rows there are
   */
  public long rowCount() {
    return dims.getFirst();
  }

  /**
   * Whether all numbers are finite by their kind: whole numbers and truth values, not floats.
   *
   * @return false for float32 and float64
   */
  public boolean isWhole() {
    return kind != NpyKind.FLOAT32 && kind != NpyKind.FLOAT64;
  }

  /**
   * The shape of one row: that of the file without the first axis.
   *
   * @return the shape, of rank 0 for a file of rank 1
   */
  public Shape rowShape() {
    return rowShape;
  }

  /**
   * A copy of some rows.
   *
   * @param from the first row
   * @param to the row after the last
   * @return a new tensor of {@code to - from} rows
   * @throws ShapeException if there are no such rows, or more elements than in a tensor
   */
  public Tensor rows(long from, long to) {
    requireRows(from, to);
    int[] row = rowShape.toArray();
    int[] sizes = new int[row.length + 1];
    sizes[0] = (int) Math.min(Integer.MAX_VALUE, to - from);
    System.arraycopy(row, 0, sizes, 1, row.length);
    if (sizes[0] != to - from) {
      throw new ShapeException("rows: " + (to - from) + " are too many for a tensor");
    }
    Tensor rows = Tensor.zeros(sizes);
    copyRows(from, to, rows.storage(), 0);
    return rows;
  }

  /**
   * Copies some rows into an array, row-major. Allocates nothing.
   *
   * @param from the first row
   * @param to the row after the last
   * @param target written from {@code at} on
   * @param at where the first element goes
   * @throws ShapeException if there are no such rows
   * @throws IndexOutOfBoundsException if the rows do not fit behind {@code at}
   */
  public void copyRows(long from, long to, float[] target, int at) {
    requireRows(from, to);
    long count = (to - from) * rowShape.size();
    if (at < 0 || count > target.length - at) {
      throw new IndexOutOfBoundsException(
          "rows: " + count + " elements do not fit behind " + at + " in " + target.length);
    }
    long start = kind.bytes() * from * rowShape.size();
    if (kind == NpyKind.FLOAT32 && order == ByteOrder.nativeOrder()) {
      MemorySegment.copy(numbers, ValueLayout.JAVA_FLOAT_UNALIGNED, start, target, at, (int) count);
    } else {
      kind.get(numbers, start, order, target, at, (int) count);
    }
  }

  /**
   * The first number of a row. Allocates nothing.
   *
   * @param row the row
   * @return the number as a float
   * @throws ShapeException if there is no such row, or rows have no numbers
   */
  public float first(long row) {
    requireRows(row, row + 1);
    if (rowShape.size() == 0) {
      throw new ShapeException("first: rows of " + dims + " in " + name + " have no numbers");
    }
    return kind.get(numbers, kind.bytes() * row * rowShape.size(), order);
  }

  private void requireRows(long from, long to) {
    if (from < 0 || to < from || to > rowCount()) {
      throw new ShapeException(
          "rows: " + from + " to " + to + " are not among the rows of " + dims + " in " + name);
    }
  }
}
