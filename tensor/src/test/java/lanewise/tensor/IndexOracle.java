package lanewise.tensor;

import java.util.Arrays;
import java.util.function.UnaryOperator;

/**
 * Views by plain index arithmetic: sizes, and for every element in row-major order the number of
 * the cell it is in. Slow and obvious, to compare the real views with.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record IndexOracle(int[] dims, int[] cells) {
  /** Cells 0, 1, 2 … under a shape. */
  static IndexOracle of(int... dims) {
    int[] cells = new int[size(dims)];
    Arrays.setAll(cells, i -> i);
    return new IndexOracle(dims, cells);
  }

  static int size(int... dims) {
    return Arrays.stream(dims).reduce(1, (a, b) -> a * b);
  }

  /** The index of the element at this position in row-major order. */
  static int[] index(int[] dims, int position) {
    int[] index = new int[dims.length];
    int rest = position;
    for (int axis = dims.length - 1; axis >= 0; axis--) {
      index[axis] = rest % dims[axis];
      rest /= dims[axis];
    }
    return index;
  }

  /** The position in row-major order of the element at this index. */
  static int position(int[] dims, int[] index) {
    int position = 0;
    for (int axis = 0; axis < dims.length; axis++) {
      position = position * dims[axis] + index[axis];
    }
    return position;
  }

  /** The view of these sizes whose element at an index is this one's at the mapped index. */
  IndexOracle view(int[] newDims, UnaryOperator<int[]> indexHere) {
    int[] newCells = new int[size(newDims)];
    for (int i = 0; i < newCells.length; i++) {
      newCells[i] = cells[position(dims, indexHere.apply(index(newDims, i)))];
    }
    return new IndexOracle(newDims, newCells);
  }

  IndexOracle permute(int... order) {
    int[] newDims = Arrays.stream(order).map(axis -> dims[axis]).toArray();
    return view(
        newDims,
        index -> {
          int[] here = new int[order.length];
          for (int i = 0; i < order.length; i++) {
            here[order[i]] = index[i];
          }
          return here;
        });
  }

  /** Python's {@code range(first, …, step)} of count indices along an axis. */
  IndexOracle steps(int axis, int first, int count, int step) {
    int[] newDims = dims.clone();
    newDims[axis] = count;
    return view(
        newDims,
        index -> {
          index[axis] = first + index[axis] * step;
          return index;
        });
  }

  IndexOracle select(int axis, int at) {
    return view(without(dims, axis), index -> with(index, axis, at));
  }

  IndexOracle unsqueeze(int axis) {
    return view(with(dims, axis, 1), index -> without(index, axis));
  }

  IndexOracle diagonal(int above, int down, int across) {
    int length = 0;
    while (length + Math.max(0, -above) < dims[down]
        && length + Math.max(0, above) < dims[across]) {
      length++;
    }
    int[] newDims = new int[dims.length - 1];
    int at = 0;
    for (int axis = 0; axis < dims.length; axis++) {
      if (axis != down && axis != across) {
        newDims[at++] = dims[axis];
      }
    }
    newDims[at] = length;
    return view(
        newDims,
        index -> {
          int[] here = new int[dims.length];
          int next = 0;
          for (int axis = 0; axis < dims.length; axis++) {
            if (axis != down && axis != across) {
              here[axis] = index[next++];
            }
          }
          here[down] = index[next] + Math.max(0, -above);
          here[across] = index[next] + Math.max(0, above);
          return here;
        });
  }

  IndexOracle broadcastTo(int... newDims) {
    int lead = newDims.length - dims.length;
    return view(
        newDims,
        index -> {
          int[] here = new int[dims.length];
          for (int axis = 0; axis < dims.length; axis++) {
            here[axis] = dims[axis] == 1 ? 0 : index[lead + axis];
          }
          return here;
        });
  }

  IndexOracle reshape(int... newDims) {
    return new IndexOracle(newDims, cells);
  }

  static int[] without(int[] values, int at) {
    int[] shorter = new int[values.length - 1];
    for (int i = 0; i < shorter.length; i++) {
      shorter[i] = values[i < at ? i : i + 1];
    }
    return shorter;
  }

  static int[] with(int[] values, int at, int value) {
    int[] longer = new int[values.length + 1];
    for (int i = 0; i < longer.length; i++) {
      longer[i] = i < at ? values[i] : i == at ? value : values[i - 1];
    }
    return longer;
  }
}
