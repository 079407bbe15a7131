package lanewise.tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Putting tensors together and taking them apart: concat, stack, split, pad, tile.
 *
 * <p>All that return one tensor copy into new storage, row-major; {@link #split} and {@link
 * #splitEvenly} return views. Arguments may be views of one another. Safe for concurrent use while
 * nobody writes to the arguments.
 */
public final class Joining {
  private Joining() {}

  /**
   * The tensors one behind another along an axis they have: of {@code [r, c]} and {@code [s, c]}
   * along axis 0, {@code [r + s, c]}.
   *
   * @param axis from 0, or from -1 backwards from the last
   * @param tensors at least one; of equal rank, and of equal sizes but along the axis
   * @return a new tensor
   * @throws ShapeException if there is none, one is a scalar, the axis does not exist or another
   *     axis differs
   */
  public static Tensor concat(int axis, Tensor... tensors) {
    requireSome("concat", tensors);
    Shape first = tensors[0].shape();
    int along = first.axis(axis, "concat");
    long total = 0;
    for (Tensor tensor : tensors) {
      requireConcat(first, tensor.shape(), along);
      total += tensor.dim(along);
    }
    int[] dims = first.toArray();
    dims[along] = exact("concat", total);
    Tensor joined = Tensor.zeros(dims);
    int at = 0;
    for (Tensor tensor : tensors) {
      int size = tensor.dim(along);
      joined.slice(along, at, at + size).copyFrom(tensor);
      at += size;
    }
    return joined;
  }

  private static void requireConcat(Shape first, Shape other, int along) {
    String problem = null;
    if (first.rank() != other.rank()) {
      problem = "ranks " + first.rank() + " and " + other.rank() + " differ";
    }
    for (int i = 0; i < first.rank() && problem == null; i++) {
      if (i != along && first.dim(i) != other.dim(i)) {
        problem = "axis " + i + " differs (" + first.dim(i) + " and " + other.dim(i) + ")";
      }
    }
    if (problem != null) {
      throw new ShapeException(
          "concat: " + first + " and " + other + " along axis " + along + ": " + problem);
    }
  }

  /**
   * The tensors one behind another along a new axis: of n tensors {@code [r, c]} at axis 0, {@code
   * [n, r, c]}.
   *
   * @param axis where the new axis is in the result, or from -1 backwards from the last
   * @param tensors at least one, of equal shapes
   * @return a new tensor of one rank more
   * @throws ShapeException if there is none, the shapes differ or the axis is out of range
   */
  public static Tensor stack(int axis, Tensor... tensors) {
    requireSome("stack", tensors);
    Shape first = tensors[0].shape();
    int along = axis < 0 ? axis + first.rank() + 1 : axis;
    if (along < 0 || along > first.rank()) {
      throw new ShapeException("stack: " + first + " takes no new axis at " + axis);
    }
    Tensor[] parts = new Tensor[tensors.length];
    for (int i = 0; i < parts.length; i++) {
      if (!tensors[i].shape().equals(first)) {
        throw new ShapeException(
            "stack: " + first + " and " + tensors[i].shape() + ": the shapes differ");
      }
      parts[i] = tensors[i].unsqueeze(along);
    }
    return concat(along, parts);
  }

  private static void requireSome(String operation, Tensor[] tensors) {
    if (tensors.length == 0) {
      throw new ShapeException(operation + ": no tensors");
    }
  }

  private static int exact(String operation, long size) {
    if (size > Integer.MAX_VALUE) {
      throw new ShapeException(operation + ": an axis of " + size + " is too long");
    }
    return (int) size;
  }

  /**
   * The tensor cut along an axis into parts of these sizes.
   *
   * @param tensor what to cut
   * @param axis from 0, or from -1 backwards from the last
   * @param sizes of the parts in order; their sum is the size of the axis
   * @return views, which share the tensor's storage
   * @throws ShapeException if the axis does not exist, a size is negative or the sum differs
   */
  public static List<Tensor> split(Tensor tensor, int axis, int... sizes) {
    int along = tensor.shape().axis(axis, "split");
    long sum = 0;
    for (int size : sizes) {
      if (size < 0) {
        throw splitMismatch(tensor, along, Arrays.toString(sizes), "size " + size + " is negative");
      }
      sum += size;
    }
    if (sum != tensor.dim(along)) {
      String why = "their sum " + sum + " is not " + tensor.dim(along);
      throw splitMismatch(tensor, along, Arrays.toString(sizes), why);
    }
    List<Tensor> parts = new ArrayList<>(sizes.length);
    int at = 0;
    for (int size : sizes) {
      parts.add(tensor.slice(along, at, at + size));
      at += size;
    }
    return List.copyOf(parts);
  }

  /**
   * The tensor cut along an axis into parts of equal size.
   *
   * @param tensor what to cut
   * @param axis from 0, or from -1 backwards from the last
   * @param parts how many, at least 1; divides the size of the axis
   * @return views, which share the tensor's storage
   * @throws ShapeException if the axis does not exist or the parts would not be equal
   */
  public static List<Tensor> splitEvenly(Tensor tensor, int axis, int parts) {
    int along = tensor.shape().axis(axis, "split");
    int dim = tensor.dim(along);
    if (parts < 1 || dim % parts != 0) {
      throw splitMismatch(tensor, along, parts + " parts", dim + " is not a multiple of " + parts);
    }
    int[] sizes = new int[parts];
    Arrays.fill(sizes, dim / parts);
    return split(tensor, along, sizes);
  }

  private static ShapeException splitMismatch(Tensor tensor, int axis, String into, String why) {
    return new ShapeException(
        "split: " + tensor.shape() + " along axis " + axis + " into " + into + ": " + why);
  }

  /**
   * The tensor with a border of one value: axis i has {@code before[i]} more indices in front and
   * {@code after[i]} more behind.
   *
   * @param tensor what to surround
   * @param before how many in front, one number an axis, at least 0
   * @param after how many behind, one number an axis, at least 0
   * @param value of the border
   * @return a new tensor
   * @throws ShapeException if there is not one number an axis, or one is negative
   */
  public static Tensor pad(Tensor tensor, int[] before, int[] after, float value) {
    Shape shape = tensor.shape();
    if (before.length != shape.rank() || after.length != shape.rank()) {
      throw padMismatch(shape, before, after, "one number an axis is needed in each");
    }
    int[] dims = new int[shape.rank()];
    Slice[] inside = new Slice[shape.rank()];
    for (int axis = 0; axis < dims.length; axis++) {
      if (before[axis] < 0 || after[axis] < 0) {
        throw padMismatch(shape, before, after, "axis " + axis + " would be cut");
      }
      dims[axis] = exact("pad", (long) before[axis] + shape.dim(axis) + after[axis]);
      inside[axis] = Slice.of(before[axis], before[axis] + shape.dim(axis));
    }
    Tensor padded = Tensor.zeros(dims);
    if (Float.floatToRawIntBits(value) != 0) {
      padded.fill(value);
    }
    padded.slice(inside).copyFrom(tensor);
    return padded;
  }

  private static ShapeException padMismatch(Shape shape, int[] before, int[] after, String why) {
    String by = Arrays.toString(before) + " and " + Arrays.toString(after);
    return new ShapeException("pad: " + shape + " by " + by + ": " + why);
  }

  /**
   * The tensor repeated side by side: axis i is {@code repeats[i]} times as long. Where there are
   * more numbers than axes, the tensor counts as having leading axes of size 1; where there are
   * fewer, they belong to the last axes (NumPy's rule).
   *
   * @param tensor what to repeat
   * @param repeats how often along each axis, at least 0
   * @return a new tensor
   * @throws ShapeException if a number is negative
   */
  public static Tensor tile(Tensor tensor, int... repeats) {
    int rank = Math.max(tensor.rank(), repeats.length);
    int[] dims = new int[rank];
    int[] blocks = new int[2 * rank];
    for (int axis = 0; axis < rank; axis++) {
      int own = axis - (rank - tensor.rank());
      int given = axis - (rank - repeats.length);
      int times = given < 0 ? 1 : repeats[given];
      if (times < 0) {
        String by = Arrays.toString(repeats);
        throw new ShapeException(
            "tile: " + tensor.shape() + " by " + by + ": " + times + " is negative");
      }
      int size = own < 0 ? 1 : tensor.dim(own);
      blocks[2 * axis] = times;
      blocks[2 * axis + 1] = size;
      dims[axis] = exact("tile", (long) times * size);
    }
    Tensor tiled = Tensor.zeros(dims);
    Shape sideBySide = Shape.of(blocks);
    Layout repeated = tensor.layout().interleavedWithOnes(rank).broadcastTo(sideBySide);
    Layout.copy(tensor.storage(), repeated, tiled.storage(), Layout.contiguous(sideBySide));
    return tiled;
  }
}
