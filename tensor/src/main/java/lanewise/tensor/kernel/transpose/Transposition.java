package lanewise.tensor.kernel.transpose;

/**
 * A transposing copy of any size:
 *
 * <pre>
 *   source, lines dense to the right        target, rows dense to the right
 *     line 0: - - - - - - (depth)             row p: one element of every line
 *     line 1: - - - - - -
 * </pre>
 */
public final class Transposition {
  /** Elements of a line that are copied before the next block of lines begins. */
  private static final int STRIP = 512;

  private static final TransposeKernel KERNEL = TransposeVariants.KERNEL;

  private Transposition() {}

  /**
   * Copies element p of line j from {@code source[from + j * line + p]} to {@code target[at + p *
   * row + j]}. The two must not overlap. Allocates nothing.
   */
  public static void copy(
      int lines, int depth, float[] source, int from, int line, float[] target, int at, int row) {
    int size = KERNEL.size();
    int wholeLines = lines - lines % size;
    int wholeDepth = depth - depth % size;
    for (int p = 0; p < wholeDepth; p += STRIP) {
      int strip = Math.min(STRIP, wholeDepth - p);
      for (int j = 0; j < wholeLines; j += size) {
        KERNEL.transpose(source, from + j * line + p, line, strip, target, at + p * row + j, row);
      }
    }
    rest(wholeLines, lines, 0, depth, source, from, line, target, at, row);
    rest(0, wholeLines, wholeDepth, depth, source, from, line, target, at, row);
  }

  /** Element by element: what does not fill a block. */
  private static void rest(
      int firstLine,
      int lines,
      int firstDepth,
      int depth,
      float[] source,
      int from,
      int line,
      float[] target,
      int at,
      int row) {
    for (int j = firstLine; j < lines; j++) {
      for (int p = firstDepth; p < depth; p++) {
        target[at + p * row + j] = source[from + j * line + p];
      }
    }
  }
}
