package lanewise.layers.loss;

import lanewise.tensor.kernel.Pool;

/**
 * Some rows of a batch on their way through a loss: the places of their outputs and targets, and of
 * their losses and gradients.
 *
 * <pre>
 *   output    x[xAt + i]                        i counts the tile's values, row-major
 *   target    t[tAt + i]                        where targets are values
 *   loss      losses[i], or losses[row - first] where an example has one
 *   gradient  gradients[gradientsAt + i]        of the single losses, not scaled
 * </pre>
 */
final class LossTile {
  private static final Pool<LossTile> POOL = new Pool<>(LossTile::new);
  private static final float[] NONE = new float[0];

  /** The number of values of a tile, unless one row has more. */
  private static final int VALUES = 4096;

  /** The first row, the number of rows, the number of values of each, and of all. */
  int first;

  int rows;
  int size;
  int n;

  float[] x = NONE;
  int xAt;
  float[] t = NONE;
  int tAt;
  double[] losses = new double[VALUES];
  float[] gradients = NONE;
  int gradientsAt;

  private float[] ownGradients = new float[VALUES];
  private float[] ownTargets = new float[VALUES];

  private LossTile() {}

  static LossTile acquire() {
    return POOL.acquire();
  }

  /** Gives the tile back; it forgets the caller's arrays. */
  void release() {
    x = NONE;
    t = NONE;
    gradients = NONE;
    POOL.release(this);
  }

  /** Returns the number of rows in a tile, which depends only on their size. */
  static int rowsPerTile(int size) {
    return Math.max(1, VALUES / Math.max(1, size));
  }

  /** Sets the tile to rows of an output; the gradients go into the tile's own array. */
  void over(int firstRow, int count, int rowSize, float[] output) {
    first = firstRow;
    rows = count;
    size = rowSize;
    n = count * rowSize;
    x = output;
    xAt = firstRow * rowSize;
    if (n > ownGradients.length) {
      ownGradients = new float[n];
      ownTargets = new float[n];
      losses = new double[n];
    }
    gradients = ownGradients;
    gradientsAt = 0;
  }

  /** Sets the targets: the caller's values, or values made here from class indices. */
  void aimAt(Targets targets, float onClass, float offClass) {
    if (!targets.areClasses()) {
      t = targets.values();
      tAt = xAt;
      return;
    }
    t = ownTargets;
    tAt = 0;
    int[] classes = targets.classes();
    for (int r = 0; r < rows; r++) {
      for (int j = 0; j < size; j++) {
        t[r * size + j] = j == classes[first + r] ? onClass : offClass;
      }
    }
  }

  /** Returns the row of value i and the value's place in it, for messages. */
  String place(int i) {
    return "row " + (first + i / size) + ", value " + i % size;
  }
}
