package lanewise.tensor.kernel.transpose;

/** Eight lines at a time without vectors, so that each row of the target is written in one go. */
final class ScalarBlock implements TransposeKernel {
  @Override
  public int size() {
    return 8;
  }

  @Override
  public void transpose(
      float[] source, int from, int line, int depth, float[] target, int at, int row) {
    int to = at;
    for (int p = from; p < from + depth; p++) {
      target[to] = source[p];
      target[to + 1] = source[p + line];
      target[to + 2] = source[p + 2 * line];
      target[to + 3] = source[p + 3 * line];
      target[to + 4] = source[p + 4 * line];
      target[to + 5] = source[p + 5 * line];
      target[to + 6] = source[p + 6 * line];
      target[to + 7] = source[p + 7 * line];
      to += row;
    }
  }
}
