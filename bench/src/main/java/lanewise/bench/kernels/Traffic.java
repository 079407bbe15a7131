package lanewise.bench.kernels;

import lanewise.bench.machine.Limits;

/**
 * What an operation does to its arrays. A loop that does the same to as many rows and nothing else
 * is its bound by bandwidth: {@link Bounds} tries several.
 */
enum Traffic {
  /** One array is read. */
  READ(1, 0, 1),
  /** One array is read, and one written. */
  COPY(1, 1, 2),
  /** Two are read, and a third is written. */
  ADD(2, 1, 3),
  /** Two are read, and a third is read and written. */
  FMA(3, 1, 3),
  /** One is read, two are read and written. */
  MOMENTUM(3, 2, 3),
  /** One is read, three are read and written. */
  ADAM(4, 3, 4);

  /** Read by nobody; keeps the compiler from leaving the work out. */
  static volatile float sink;

  private final int read;
  private final int written;
  private final int arrays;

  Traffic(int read, int written, int arrays) {
    this.read = read;
    this.written = written;
    this.arrays = arrays;
  }

  /** How many arrays there are. */
  int arrays() {
    return arrays;
  }

  /** Bytes that are read and written, for arrays of n floats. */
  double bytes(double n) {
    return (double) Float.BYTES * (read + written) * n;
  }

  /** Whether arrays of n floats are more than the caches hold that a core has for itself. */
  boolean far(int n) {
    return (double) Float.BYTES * arrays * n > 2 * Level.L2.bytes();
  }

  /** The loop over n floats of each row, from their beginnings to their ends. */
  Runnable loop(Rows rows, int n) {
    float[] x = rows.array(0);
    float[] y = rows.array(1);
    float[] z = rows.array(2);
    float[] w = rows.array(3);
    int xAt = rows.at(0);
    int yAt = rows.at(1);
    int zAt = rows.at(2);
    int wAt = rows.at(3);
    return switch (this) {
      case READ -> () -> sink = Limits.sum(x, xAt, n);
      case COPY -> () -> Limits.copy(x, xAt, y, yAt, n);
      case ADD -> () -> Limits.add(x, xAt, y, yAt, z, zAt, n);
      case FMA -> () -> Limits.fma(x, xAt, y, yAt, z, zAt, n);
      case MOMENTUM -> () -> Limits.addTo(x, xAt, y, yAt, z, zAt, n);
      case ADAM -> () -> Limits.addTo(x, xAt, y, yAt, z, zAt, w, wAt, n);
    };
  }
}
