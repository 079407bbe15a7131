package lanewise.bench.kernels;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import lanewise.bench.machine.Limits;
import lanewise.bench.machine.Slices;

/**
 * Finds the loops that bound a kernel: those that do to arrays what it does to its own, and nothing
 * else, as fast as the machine can. How fast that is depends on where the arrays lie, which the JVM
 * does not tell, and on the order in which a loop goes, so that several are tried:
 *
 * <ul>
 *   <li>rows of one array, which begin at any place of a cache line, and either close to each other
 *       within a page or as far from each other as they can be: a load waits for a store whose
 *       place in its page is the same;
 *   <li>arrays of their own, as a kernel has them;
 *   <li>of arrays that no near cache holds, several: the pages that the system gives lie better or
 *       worse in the third cache;
 *   <li>from the beginning to the end, and of far arrays in two places at once; what is read in
 *       four; what is copied also by the platform's copy, which may store past the caches.
 * </ul>
 */
final class Bounds {
  /** Floats of a cache line, and those of a page. */
  private static final int LINE = 16;

  private static final int PAGE = 1024;

  /** An array begins at a multiple of so many floats. */
  private static final int STEP = 2;

  /** Far arrays that are tried. */
  private static final int PLACES = 3;

  private static final int CHOICES = 5;
  private static final long SLICE = 1_000_000;
  private static final long PERIOD = 100_000_000;

  /** Those whose loops are compiled. */
  private final Set<Traffic> settled = ConcurrentHashMap.newKeySet();

  /** A loop and nanoseconds of a run. */
  private record Loop(Runnable run, double nanos) {}

  /**
   * The fastest loops over rows of n floats, each over arrays of its own, the fastest first.
   *
   * @param count how many at most
   */
  List<Runnable> fastest(Traffic traffic, int n, int count) {
    List<Loop> best = new ArrayList<>();
    for (int i = 0; i < (traffic.far(n) ? PLACES : 1); i++) {
      keep(best, fastest(traffic, n, together(traffic, n)), count);
      keep(best, fastest(traffic, n, List.of(Rows.apart(n, traffic.arrays()))), count);
    }
    return best.stream().map(Loop::run).toList();
  }

  /** Adds a loop, and drops the slowest with its arrays where there are more than the count. */
  private static void keep(List<Loop> best, Loop loop, int count) {
    best.add(loop);
    best.sort(Comparator.comparingDouble(Loop::nanos));
    if (best.size() > count) {
      best.removeLast();
    }
  }

  /** Rows of a new array, at the places that are tried. */
  private static List<Rows> together(Traffic traffic, int n) {
    int rows = traffic.arrays();
    int lines = Math.ceilDiv(n, LINE) * LINE;
    // Rows a multiple of a page apart would be in each other's way in the first cache.
    int close = lines % PAGE < 4 * LINE ? lines + 5 * LINE : lines;
    int even = Math.ceilDiv(n, PAGE) * PAGE + PAGE / rows / LINE * LINE;
    float[] array = new float[rows * Math.max(close, even) + LINE];
    Arrays.fill(array, 1); // touched: the system gives memory then
    // Where a far row begins in a line decides nothing.
    int end = traffic.far(n) ? STEP : LINE;
    List<Rows> places = new ArrayList<>();
    for (int distance : rows == 1 ? new int[] {close} : new int[] {close, even}) {
      for (int place = 0; place < end; place += STEP) {
        places.add(Rows.together(array, place, distance, rows));
      }
    }
    return places;
  }

  /** The fastest loop over any of these rows. */
  private Loop fastest(Traffic traffic, int n, List<Rows> places) {
    if (!settled.contains(traffic)) {
      for (Runnable loop : loops(traffic, places.getFirst(), n)) {
        Slices.settle(loop, SLICE, PERIOD, true);
      }
      settled.add(traffic);
    }
    List<Runnable> loops =
        places.stream().flatMap(rows -> loops(traffic, rows, n).stream()).toList();
    List<Loop> timed = new ArrayList<>();
    double[][] nanos = Slices.inTurn(loops, CHOICES, SLICE);
    for (int i = 0; i < loops.size(); i++) {
      timed.add(new Loop(loops.get(i), Arrays.stream(nanos[i]).min().orElseThrow()));
    }
    return Collections.min(timed, Comparator.comparingDouble(Loop::nanos));
  }

  /** All loops over some rows. */
  static List<Runnable> loops(Traffic traffic, Rows rows, int n) {
    List<Runnable> loops = new ArrayList<>();
    loops.add(traffic.loop(rows, n));
    if (traffic == Traffic.READ) {
      float[] x = rows.array(0);
      int at = rows.at(0);
      loops.add(() -> Traffic.sink = Limits.sumOfStreams(x, at, n));
    } else if (traffic.far(n)) {
      loops.add(inTwoPlaces(traffic, rows, n));
    }
    if (traffic == Traffic.COPY) {
      float[] x = rows.array(0);
      float[] y = rows.array(1);
      int from = rows.at(0);
      int to = rows.at(1);
      loops.add(() -> System.arraycopy(x, from, y, to, n));
    }
    return loops;
  }

  /** A page of the first half of each row, one of the second, and so on. */
  static Runnable inTwoPlaces(Traffic traffic, Rows rows, int n) {
    int half = n / 2;
    List<Runnable> pages = new ArrayList<>();
    for (int i = 0; i < n - half; i += PAGE) {
      if (i < half) {
        pages.add(traffic.loop(rows.from(i), Math.min(PAGE, half - i)));
      }
      pages.add(traffic.loop(rows.from(half + i), Math.min(PAGE, n - half - i)));
    }
    Runnable[] inOrder = pages.toArray(Runnable[]::new);
    return () -> {
      for (Runnable page : inOrder) {
        page.run();
      }
    };
  }
}
