package lanewise.bench.kernels;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import lanewise.bench.machine.Limits;
import lanewise.bench.machine.Slices;

/**
 * What an operation does to its arrays. A loop that does the same to as many rows of one array, and
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

  /** Floats of a cache line, and those of a page. */
  private static final int LINE = 16;

  private static final int PAGE = 1024;

  /** An array begins at a multiple of so many floats. */
  private static final int STEP = 2;

  /** Floats of a row that no near cache holds: where it begins in a line decides nothing then. */
  private static final int FAR = 1 << 20;

  /** Far arrays that are tried: the pages that the system gives lie better or worse in a cache. */
  private static final int PLACES = 3;

  private static final int CHOICES = 5;
  private static final long SLICE = 1_000_000;
  private static final long PERIOD = 100_000_000;

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
   * The fastest of the loops over rows of n floats: the rows begin where a cache line does, which
   * is found by trying, as the JVM does not tell where an array lies; so is the best of some far
   * arrays. What is read is tried in one stream and in four.
   */
  Runnable fastest(int n) {
    Loop fastest = inArray(n);
    for (int i = 1; i < PLACES && n >= FAR; i++) {
      Loop another = inArray(n);
      fastest = another.nanos < fastest.nanos ? another : fastest;
    }
    return fastest.run;
  }

  /** A loop and nanoseconds of a run. */
  private record Loop(Runnable run, double nanos) {}

  /** The fastest of the loops over rows of a new array. */
  private Loop inArray(int n) {
    // Rows a multiple of a page apart would be in each other's way in the first cache.
    int lines = Math.ceilDiv(n, LINE) * LINE;
    int row = lines % PAGE < 4 * LINE ? lines + 5 * LINE : lines;
    float[] x = new float[arrays * row + LINE];
    Arrays.fill(x, 1); // touched: the system gives memory then
    int places = n < FAR ? LINE / STEP : 1;
    List<Loop> loops = new ArrayList<>();
    for (boolean streams : this == READ ? new boolean[] {false, true} : new boolean[] {false}) {
      Slices.settle(loop(x, 0, row, n, streams), SLICE, PERIOD, true);
      for (int place = 0; place < places; place++) {
        loops.add(new Loop(loop(x, place * STEP, row, n, streams), Double.POSITIVE_INFINITY));
      }
    }
    for (int i = 0; i < CHOICES * loops.size(); i++) {
      Loop loop = loops.get(i % loops.size());
      double nanos = Math.min(loop.nanos, Slices.nanos(loop.run, SLICE));
      loops.set(i % loops.size(), new Loop(loop.run, nanos));
    }
    return Collections.min(loops, Comparator.comparingDouble(Loop::nanos));
  }

  /** The loop on rows of n floats, the first of which begins at a place. */
  private Runnable loop(float[] x, int at, int row, int n, boolean streams) {
    int second = at + row;
    int third = second + row;
    int fourth = third + row;
    return switch (this) {
      case READ ->
          streams ? () -> sink = Limits.sumOfStreams(x, at, n) : () -> sink = Limits.sum(x, at, n);
      case COPY -> () -> Limits.copy(x, at, second, n);
      case ADD -> () -> Limits.add(x, at, second, third, n);
      case FMA -> () -> Limits.fma(x, at, second, third, n);
      case MOMENTUM -> () -> Limits.addTo(x, at, second, third, n);
      case ADAM -> () -> Limits.addTo(x, at, second, third, fourth, n);
    };
  }
}
