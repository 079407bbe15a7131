package lanewise.tensor.kernel.gemm;

/**
 * The kernels of one variant.
 *
 * @param main for full panels
 * @param four as main, with 4 rows: for the rows that do not fill a tile of main
 * @param row one row times panels of main
 * @param edge for the columns that do not fill a panel of main, in narrower panels
 * @param edgeRow one row times panels of edge
 * @param small for matrices that are not worth packing
 * @param packing copies and transposes blocks of B as they are packed
 * @param compressed for weights of 16 and 8 bits; its panels are some panels of main wide
 */
public record Tiles(
    MicroKernel main,
    MicroKernel four,
    RowKernel row,
    MicroKernel edge,
    RowKernel edgeRow,
    SmallKernel small,
    PackingKernel packing,
    CompressedKernel compressed) {
  /** The columns of the panels that are multiplied in turn with the same rows of A. */
  private static final int GROUP = 64;

  /** Columns of a group of panels: some panels of main, so that the narrow ones are its last. */
  int groupColumns() {
    return main.columns() * Math.max(1, GROUP / main.columns());
  }

  /** Columns of the panel that begins at column {@code from} of {@code n}. */
  int panelColumns(int from, int n) {
    return n - from >= main.columns() ? main.columns() : edge.columns();
  }

  /** Floats that the packed form of a depth x n matrix takes. */
  long packedFloats(int depth, int n) {
    int full = n - n % main.columns();
    int rest = (n - full + edge.columns() - 1) / edge.columns() * edge.columns();
    return (long) depth * (full + rest);
  }
}
