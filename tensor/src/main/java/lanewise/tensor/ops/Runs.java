package lanewise.tensor.ops;

import java.util.Objects;

/** The checks of the operations on n consecutive floats of plain arrays. */
final class Runs {
  private Runs() {}

  /**
   * Checks that an operand and the result are within their arrays, and are either the same elements
   * or disjoint.
   */
  @SuppressWarnings("ReferenceEquality") // whether it is one array, not whether two are equal
  static void require(Enum<?> op, int n, float[] x, int xOffset, float[] out, int outOffset) {
    Objects.checkFromIndexSize(xOffset, n, x.length);
    Objects.checkFromIndexSize(outOffset, n, out.length);
    if (x == out && xOffset != outOffset && Math.abs((long) xOffset - outOffset) < n) {
      throw new IllegalArgumentException(
          "%s: the result at %s overlaps the operand at %s in part"
              .formatted(Broadcasting.name(op), outOffset, xOffset));
    }
  }
}
