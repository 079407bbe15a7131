package lanewise.bench.machine;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import lanewise.tensor.kernel.FloatLanes;

/**
 * Loops that nothing but the machine holds back, on one thread and at the vector width of this JVM,
 * which {@code -Dlanewise.simd} forces: fused multiply-adds, and reading, writing and copying of
 * heap arrays. A JVM runs one width, so other widths need JVMs of their own.
 */
public final class Limits {
  private static final VectorSpecies<Float> LANES = FloatLanes.SPECIES;
  private static final int WIDTH = LANES.length();

  /** Independent chains: latency times instructions a cycle, which is at most 10, and some more. */
  private static final int CHAINS = 12;

  /** Vectors that a step of {@link #sum} adds, so that the additions' latency does not show. */
  private static final int READ_CHAINS = 8;

  /** Floats that {@link #multiplyAdd} starts from. */
  private static final int STARTS = WIDTH + CHAINS;

  /** Read by nobody; keeps the compiler from leaving the work out. */
  static volatile float sink;

  private Limits() {}

  /** Runs of {@link #multiplyAdd}, to be timed. */
  public static Runnable multiplyAdds(int steps) {
    float[] start = start();
    return () -> sink = multiplyAdd(0.5f, 0.5f, start, steps);
  }

  /** Vector instructions of {@link #multiplyAdd}. */
  public static double instructions(int steps) {
    return (double) CHAINS * steps;
  }

  /** Floating-point operations of {@link #multiplyAdd}; a fused multiply-add is two. */
  public static double operations(int steps) {
    return 2.0 * CHAINS * WIDTH * steps;
  }

  /**
   * Fused multiply-adds that wait for nothing but their own chain: {@code steps} times {@code x y}
   * is added to each of twelve chains of vectors, which begin at the first elements of {@code
   * start}.
   *
   * @param start what {@link #start} gives: floats that differ, or the compiler would see that the
   *     chains are one
   * @return the sum of all lanes
   */
  public static float multiplyAdd(float x, float y, float[] start, int steps) {
    FloatVector xs = FloatVector.broadcast(LANES, x);
    FloatVector ys = FloatVector.broadcast(LANES, y);
    FloatVector c0 = FloatVector.fromArray(LANES, start, 0);
    FloatVector c1 = FloatVector.fromArray(LANES, start, 1);
    FloatVector c2 = FloatVector.fromArray(LANES, start, 2);
    FloatVector c3 = FloatVector.fromArray(LANES, start, 3);
    FloatVector c4 = FloatVector.fromArray(LANES, start, 4);
    FloatVector c5 = FloatVector.fromArray(LANES, start, 5);
    FloatVector c6 = FloatVector.fromArray(LANES, start, 6);
    FloatVector c7 = FloatVector.fromArray(LANES, start, 7);
    FloatVector c8 = FloatVector.fromArray(LANES, start, 8);
    FloatVector c9 = FloatVector.fromArray(LANES, start, 9);
    FloatVector c10 = FloatVector.fromArray(LANES, start, 10);
    FloatVector c11 = FloatVector.fromArray(LANES, start, 11);
    for (int i = 0; i < steps; i++) {
      c0 = xs.fma(ys, c0);
      c1 = xs.fma(ys, c1);
      c2 = xs.fma(ys, c2);
      c3 = xs.fma(ys, c3);
      c4 = xs.fma(ys, c4);
      c5 = xs.fma(ys, c5);
      c6 = xs.fma(ys, c6);
      c7 = xs.fma(ys, c7);
      c8 = xs.fma(ys, c8);
      c9 = xs.fma(ys, c9);
      c10 = xs.fma(ys, c10);
      c11 = xs.fma(ys, c11);
    }
    FloatVector low = c0.add(c1).add(c2).add(c3).add(c4).add(c5);
    FloatVector high = c6.add(c7).add(c8).add(c9).add(c10).add(c11);
    return low.add(high).reduceLanes(VectorOperators.ADD);
  }

  /** Floats from which {@link #multiplyAdd} may start: 0, 1, 2 and so on. */
  public static float[] start() {
    float[] start = new float[STARTS];
    for (int i = 0; i < STARTS; i++) {
      start[i] = i;
    }
    return start;
  }

  /** What {@link #multiplyAdd} gives where no sum is rounded. */
  public static double expected(double x, double y, float[] start, int steps) {
    double sum = 0;
    for (int chain = 0; chain < CHAINS; chain++) {
      for (int lane = 0; lane < WIDTH; lane++) {
        sum += start[chain + lane] + x * y * steps;
      }
    }
    return sum;
  }

  /** Reads: all elements, added up. */
  public static float sum(float[] values) {
    return sum(values, 0, values.length);
  }

  /** Reads: n elements from a place on, added up. */
  public static float sum(float[] x, int at, int n) {
    FloatVector c0 = FloatVector.zero(LANES);
    FloatVector c1 = c0;
    FloatVector c2 = c0;
    FloatVector c3 = c0;
    FloatVector c4 = c0;
    FloatVector c5 = c0;
    FloatVector c6 = c0;
    FloatVector c7 = c0;
    int end = at + n;
    int i = at;
    for (; i <= end - READ_CHAINS * WIDTH; i += READ_CHAINS * WIDTH) {
      c0 = c0.add(load(x, i));
      c1 = c1.add(load(x, i + WIDTH));
      c2 = c2.add(load(x, i + 2 * WIDTH));
      c3 = c3.add(load(x, i + 3 * WIDTH));
      c4 = c4.add(load(x, i + 4 * WIDTH));
      c5 = c5.add(load(x, i + 5 * WIDTH));
      c6 = c6.add(load(x, i + 6 * WIDTH));
      c7 = c7.add(load(x, i + 7 * WIDTH));
    }
    FloatVector all = c0.add(c1).add(c2).add(c3).add(c4.add(c5).add(c6).add(c7));
    float sum = all.reduceLanes(VectorOperators.ADD);
    for (; i < end; i++) {
      sum += x[i];
    }
    return sum;
  }

  /**
   * Reads: the same as {@link #sum}, from four places at once. Memory and the far caches give more
   * to several streams than to one.
   */
  public static float sumOfStreams(float[] x, int at, int n) {
    FloatVector c0 = FloatVector.zero(LANES);
    FloatVector c1 = c0;
    FloatVector c2 = c0;
    FloatVector c3 = c0;
    FloatVector c4 = c0;
    FloatVector c5 = c0;
    FloatVector c6 = c0;
    FloatVector c7 = c0;
    int quarter = n / (READ_CHAINS * WIDTH) * 2 * WIDTH;
    int second = at + quarter;
    int third = second + quarter;
    int fourth = third + quarter;
    for (int i = 0; i < quarter; i += 2 * WIDTH) {
      c0 = c0.add(load(x, at + i));
      c1 = c1.add(load(x, at + i + WIDTH));
      c2 = c2.add(load(x, second + i));
      c3 = c3.add(load(x, second + i + WIDTH));
      c4 = c4.add(load(x, third + i));
      c5 = c5.add(load(x, third + i + WIDTH));
      c6 = c6.add(load(x, fourth + i));
      c7 = c7.add(load(x, fourth + i + WIDTH));
    }
    FloatVector all = c0.add(c1).add(c2).add(c3).add(c4.add(c5).add(c6).add(c7));
    float sum = all.reduceLanes(VectorOperators.ADD);
    for (int i = fourth + quarter; i < at + n; i++) {
      sum += x[i];
    }
    return sum;
  }

  /** Writes: all elements become {@code value}. */
  public static void fill(float[] to, float value) {
    FloatVector values = FloatVector.broadcast(LANES, value);
    int i = 0;
    for (; i <= to.length - WIDTH; i += WIDTH) {
      values.intoArray(to, i);
    }
    for (; i < to.length; i++) {
      to[i] = value;
    }
  }

  /** Copies, by loads and stores of vectors. */
  public static void copy(float[] from, float[] to) {
    copy(from, 0, to, 0, from.length);
  }

  /** Copies n elements from a place on to another, which may be in the same array. */
  public static void copy(float[] from, int fromAt, float[] to, int toAt, int n) {
    int i = 0;
    for (; i <= n - WIDTH; i += WIDTH) {
      load(from, fromAt + i).intoArray(to, toAt + i);
    }
    for (; i < n; i++) {
      to[toAt + i] = from[fromAt + i];
    }
  }

  /** Reads two rows of n elements and writes a third: their sums. */
  public static void add(float[] x, int xAt, float[] y, int yAt, float[] to, int toAt, int n) {
    int i = 0;
    for (; i <= n - WIDTH; i += WIDTH) {
      load(x, xAt + i).add(load(y, yAt + i)).intoArray(to, toAt + i);
    }
    for (; i < n; i++) {
      to[toAt + i] = x[xAt + i] + y[yAt + i];
    }
  }

  /** Reads two rows and changes a third: the products are added to it. */
  public static void fma(float[] x, int xAt, float[] y, int yAt, float[] to, int toAt, int n) {
    int i = 0;
    for (; i <= n - WIDTH; i += WIDTH) {
      load(x, xAt + i).fma(load(y, yAt + i), load(to, toAt + i)).intoArray(to, toAt + i);
    }
    for (; i < n; i++) {
      to[toAt + i] = Math.fma(x[xAt + i], y[yAt + i], to[toAt + i]);
    }
  }

  /** Reads a row and changes two: it is added to both. */
  public static void addTo(float[] x, int xAt, float[] y, int yAt, float[] z, int zAt, int n) {
    int i = 0;
    for (; i <= n - WIDTH; i += WIDTH) {
      FloatVector xs = load(x, xAt + i);
      load(y, yAt + i).add(xs).intoArray(y, yAt + i);
      load(z, zAt + i).add(xs).intoArray(z, zAt + i);
    }
    for (; i < n; i++) {
      y[yAt + i] += x[xAt + i];
      z[zAt + i] += x[xAt + i];
    }
  }

  /** Reads a row and changes three: it is added to all. */
  public static void addTo(
      float[] x, int xAt, float[] y, int yAt, float[] z, int zAt, float[] w, int wAt, int n) {
    int i = 0;
    for (; i <= n - WIDTH; i += WIDTH) {
      FloatVector xs = load(x, xAt + i);
      load(y, yAt + i).add(xs).intoArray(y, yAt + i);
      load(z, zAt + i).add(xs).intoArray(z, zAt + i);
      load(w, wAt + i).add(xs).intoArray(w, wAt + i);
    }
    for (; i < n; i++) {
      y[yAt + i] += x[xAt + i];
      z[zAt + i] += x[xAt + i];
      w[wAt + i] += x[xAt + i];
    }
  }

  private static FloatVector load(float[] from, int i) {
    return FloatVector.fromArray(LANES, from, i);
  }
}
