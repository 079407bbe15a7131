package lanewise.tensor;

import java.util.Arrays;
import lanewise.tensor.kernel.Chain;
import lanewise.tensor.kernel.Grid;
import lanewise.tensor.ops.AxisFunction;
import lanewise.tensor.ops.Binary;
import lanewise.tensor.ops.Reduce;
import org.junit.jupiter.api.Test;

/**
 * Operations on views whose sizes, distances, steps and offsets meet vector widths, and into such
 * views: the bits of a plain loop, or of contiguous copies, and no cell beside the result written.
 */
class ViewGridTest {
  private static final int[] SIZES = {1, 3, 4, 5, 8, 9, 15, 16, 17, 31, 33, 65};
  private static final int STEP = 3;

  /** How the elements of a view lie. */
  private enum Form {
    ROWS,
    TURNED,
    STEPPED,
    REVERSED,
    REPEATED_ROW,
    REPEATED_COLUMN;

    /** Whether each element has a place of its own. */
    boolean isResult() {
      return this != REPEATED_ROW && this != REPEATED_COLUMN;
    }
  }

  /** A matrix in a storage of guard cells. */
  private static final class View {
    final float[] storage;
    final int rows;
    final int columns;
    final int offset;
    private final int down;
    private final int right;

    View(float[] storage, int rows, int columns, int offset, int down, int right) {
      this.storage = storage;
      this.rows = rows;
      this.columns = columns;
      this.offset = offset;
      this.down = down;
      this.right = right;
    }

    /**
     * A view whose rows, or columns where it is turned, are a gap further apart than they must be.
     *
     * @param behind guard cells behind the last element
     */
    static View of(Form form, int rows, int columns, int offset, int gap, int behind) {
      int down =
          switch (form) {
            case ROWS, REVERSED, REPEATED_COLUMN -> columns + gap;
            case STEPPED -> STEP * columns + gap;
            case TURNED -> 1;
            case REPEATED_ROW -> 0;
          };
      int right =
          switch (form) {
            case ROWS, REPEATED_ROW -> 1;
            case REVERSED -> -1;
            case STEPPED -> STEP;
            case TURNED -> rows + gap;
            case REPEATED_COLUMN -> 0;
          };
      int before = form == Form.REVERSED ? columns - 1 : 0;
      int length = offset + before + (rows - 1) * down + (columns - 1) * Math.max(0, right) + 1;
      float[] storage = new float[length + behind];
      Arrays.fill(storage, Chain.GUARD);
      return new View(storage, rows, columns, offset + before, down, right);
    }

    View fill(int seed) {
      float[] values = Chain.values(RandomStream.of(seed), rows * columns);
      for (int i = 0; i < rows; i++) {
        for (int j = 0; j < columns; j++) {
          storage[place(i, j)] = values[i * columns + j];
        }
      }
      return this;
    }

    int place(int i, int j) {
      return offset + i * down + j * right;
    }

    float get(int i, int j) {
      return storage[place(i, j)];
    }

    Tensor tensor() {
      Shape shape = Shape.of(rows, columns);
      return Tensor.view(storage, Layout.strided(shape, new int[] {down, right}, offset));
    }

    /** The elements are these, and all other cells are as they were. */
    void assertHolds(float[] expected, String what) {
      float[] all = new float[storage.length];
      Arrays.fill(all, Chain.GUARD);
      for (int i = 0; i < rows; i++) {
        for (int j = 0; j < columns; j++) {
          all[place(i, j)] = expected[i * columns + j];
        }
      }
      for (int at = 0; at < all.length; at++) {
        if (Float.floatToRawIntBits(all[at]) != Float.floatToRawIntBits(storage[at])) {
          Chain.assertSame(storage[at], all[at], "%s: cell %d", what, at);
          Chain.assertGuard(storage[at], "%s: cell %d", what, at);
        }
      }
    }
  }

  private interface Case {
    void run(View x, View out, String what);
  }

  /**
   * All pairs of sizes with all pairs of forms, each with one gap and one offset in turn: such that
   * every pair of forms meets every gap at every offset, and every number of columns every gap.
   */
  private static void grid(String name, Case one) {
    Form[] forms = Form.values();
    int turn = 0;
    long cases = 0;
    for (int rows : SIZES) {
      for (int columns : SIZES) {
        // Without a gap, with one, and with such a gap that rows begin with vectors.
        int[] gaps = {0, 1, -columns & 15};
        for (int f = 0; f < forms.length; f++) {
          for (int t = 0; t < forms.length; t++) {
            if (!forms[t].isResult()) {
              continue;
            }
            int next = gaps[(turn + f + t) % gaps.length];
            int offset = (turn / 3 * 5 + 7 * f + t) % (Grid.LAST_OFFSET + 1);
            for (int gap : Grid.FULL ? gaps : new int[] {next}) {
              View x = View.of(forms[f], rows, columns, offset, gap, 0).fill(rows + columns);
              View out = View.of(forms[t], rows, columns, 17 - offset, -rows & 15, 33);
              one.run(
                  x,
                  out,
                  "%s to %s, %d x %d, gap %d".formatted(forms[f], forms[t], rows, columns, gap));
              cases++;
            }
          }
        }
        turn++;
      }
      turn++;
    }
    Grid.report(name, cases);
  }

  private static float[] elements(View view) {
    float[] values = new float[view.rows * view.columns];
    for (int i = 0; i < view.rows; i++) {
      for (int j = 0; j < view.columns; j++) {
        values[i * view.columns + j] = view.get(i, j);
      }
    }
    return values;
  }

  @Test
  void copies() {
    grid(
        "copies of views",
        (x, out, what) -> {
          out.tensor().copyFrom(x.tensor());
          out.assertHolds(elements(x), what);
          int size = x.rows * x.columns;
          float[] target = Grid.result(5, size);
          x.tensor().copyTo(target, 5);
          Grid.assertResult(target, 5, elements(x), () -> what);
        });
  }

  @Test
  void differences() {
    Form[] forms = Form.values();
    int[] turn = {0};
    grid(
        "differences of views",
        (x, out, what) -> {
          Form form = forms[turn[0]++ % forms.length];
          View y = View.of(form, x.rows, x.columns, turn[0] % 18, turn[0] % 5, 0).fill(3);
          float[] expected = elements(x);
          float[] right = elements(y);
          for (int i = 0; i < expected.length; i++) {
            expected[i] -= right[i];
          }
          Binary.SUB.into(x.tensor(), y.tensor(), out.tensor());
          out.assertHolds(expected, what + ", less " + form);
        });
  }

  @Test
  void softmax() {
    grid(
        "softmax of views",
        (x, out, what) -> {
          Tensor copy = Tensor.of(Shape.of(x.rows, x.columns), elements(x));
          int axis = x.rows % 2;
          AxisFunction.SOFTMAX.into(x.tensor(), out.tensor(), axis);
          out.assertHolds(AxisFunction.SOFTMAX.of(copy, axis).toArray(), what);
        });
  }

  @Test
  void reductions() {
    grid(
        "reductions of views",
        (x, out, what) -> {
          Tensor view = x.tensor();
          Tensor copy = Tensor.of(Shape.of(x.rows, x.columns), elements(x));
          for (int axis : new int[] {0, 1}) {
            int size = axis == 0 ? x.columns : x.rows;
            View result = View.of(Form.STEPPED, 1, size, out.offset % 18, 0, 33);
            Tensor target = result.tensor().select(0, 0);
            Reduce.SUM.into(view, target, axis);
            result.assertHolds(Reduce.SUM.of(copy, axis).toArray(), what + ", sum");
            Reduce.VAR.into(view, target, axis);
            result.assertHolds(Reduce.VAR.of(copy, axis).toArray(), what + ", variance");
            Reduce.ARG_MAX.into(view, target, axis);
            result.assertHolds(Reduce.ARG_MAX.of(copy, axis).toArray(), what + ", largest");
          }
        });
  }
}
