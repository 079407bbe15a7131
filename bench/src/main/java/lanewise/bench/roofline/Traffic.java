package lanewise.bench.roofline;

import java.util.Arrays;
import java.util.function.IntFunction;
import lanewise.bench.machine.Limits;

/**
 * What an operation does to its arrays. A loop that does the same to arrays of the same size, and
 * nothing else, is its bound by bandwidth.
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

  private static final int OFFSETS = 16;

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

  /**
   * The loop on arrays of n floats.
   *
   * @param fastest chooses among some loops that do the same on data that lie differently
   */
  Runnable loop(int n, Chooser fastest) {
    float[][] x = new float[arrays][n + (this == READ ? OFFSETS : 0)];
    for (float[] array : x) {
      Arrays.fill(array, 1); // touched: the system gives memory then
    }
    return switch (this) {
      case READ -> fastest.of(OFFSETS / 2, offset -> () -> sink = Limits.sum(x[0], 2 * offset));
      case COPY -> () -> Limits.copy(x[0], x[1]);
      case ADD -> () -> Limits.add(x[0], x[1], x[2]);
      case FMA -> () -> Limits.fma(x[0], x[1], x[2]);
      case MOMENTUM -> () -> Limits.addTo(x[0], x[1], x[2]);
      case ADAM -> () -> Limits.addTo(x[0], x[1], x[2], x[3]);
    };
  }

  /** Chooses one of some runnables. */
  interface Chooser {
    /** The fastest. */
    Runnable of(int count, IntFunction<Runnable> all);
  }
}
