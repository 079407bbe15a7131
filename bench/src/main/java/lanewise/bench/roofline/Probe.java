package lanewise.bench.roofline;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import lanewise.bench.machine.Limits;
import lanewise.tensor.kernel.AllocationCounter;
import lanewise.tensor.kernel.Simd;
import lanewise.tensor.kernel.families.Families;
import lanewise.tensor.kernel.families.Family;

/**
 * A process of the roofline, of one vector width. {@code limits THREADS SLICES} measures the
 * machine on some threads at once; {@code kernels SLICES} measures every {@link Load} in turn with
 * its bounds: multiply-adds, and its {@link Traffic}. Lines that begin with an at sign are for the
 * {@link Roofline}, words separated by tabs:
 *
 * <pre>
 *   width BITS
 *   limit NAME GFLOP/s|GB/s AMOUNT NANOS...
 *   kernel FAMILY VARIANT NAME OPERATIONS BYTES PEAK_NANOS TRAFFIC_NANOS NANOS...
 * </pre>
 */
public final class Probe {
  private static final long SLICE = 2_000_000;
  private static final long WARMING = 150_000_000;
  private static final int MAX_PERIODS = 20;
  private static final int CHOICES = 3;
  private static final int STEPS = 2_000;

  /** Read by nobody; keeps the compiler from leaving the work out. */
  static volatile float sink;

  private Probe() {}

  /**
   * Measures.
   *
   * @param args {@code limits THREADS SLICES} or {@code kernels SLICES}
   * @throws InterruptedException if a thread is interrupted
   */
  public static void main(String[] args) throws InterruptedException {
    say("@width", Simd.BITS);
    if (args[0].equals("limits")) {
      limits(Integer.parseInt(args[1]), Integer.parseInt(args[2]));
    } else {
      kernels(Integer.parseInt(args[1]));
    }
  }

  private static void say(Object... words) {
    System.out.println(String.join("\t", Arrays.stream(words).map(String::valueOf).toList()));
  }

  private static void tell(List<Object> words, double[] nanos) {
    List<Object> all = new ArrayList<>(words);
    Arrays.stream(nanos).forEach(all::add);
    say(all.toArray());
  }

  private static Runnable multiplyAdd() {
    float[] start = Limits.start();
    return () -> sink = Limits.multiplyAdd(0.5f, 0.5f, start, STEPS);
  }

  private static void limits(int threads, int slices) throws InterruptedException {
    tell(
        List.of("@limit", "multiply-add", "GFLOP/s", Limits.operations(STEPS)),
        slices(threads, slices, Probe::multiplyAdd));
    for (Level level : Level.values()) {
      // Threads share the third cache and memory, and have the others for themselves.
      boolean shared = level == Level.L3 || level == Level.MEMORY;
      int floats = (int) (level.bytes() / Float.BYTES / (shared ? threads : 1));
      int half = floats / 2;
      tell(
          List.of("@limit", "read " + level.label(), "GB/s", Traffic.READ.bytes(floats)),
          slices(threads, slices, () -> Traffic.READ.loop(floats, Probe::fastest)));
      tell(
          List.of("@limit", "write " + level.label(), "GB/s", 4.0 * floats),
          slices(threads, slices, () -> fill(floats)));
      tell(
          List.of("@limit", "copy " + level.label(), "GB/s", Traffic.COPY.bytes(half)),
          slices(threads, slices, () -> Traffic.COPY.loop(half, Probe::fastest)));
    }
  }

  private static Runnable fill(int floats) {
    float[] to = new float[floats];
    return () -> Limits.fill(to, 1);
  }

  /**
   * Nanoseconds of a run in each slice; on several threads those of one that would be as fast as
   * all together.
   */
  private static double[] slices(int threads, int slices, Supplier<Runnable> work)
      throws InterruptedException {
    double[][] nanos = new double[threads][slices];
    CyclicBarrier barrier = new CyclicBarrier(threads);
    List<Thread> others = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      int thread = i;
      others.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    Runnable run = work.get();
                    settle(run);
                    for (int slice = 0; slice < slices; slice++) {
                      await(barrier);
                      nanos[thread][slice] = slice(run);
                    }
                  }));
    }
    for (Thread other : others) {
      other.join();
    }
    double[] together = new double[slices];
    for (int slice = 0; slice < slices; slice++) {
      double rate = 0;
      for (double[] one : nanos) {
        rate += 1 / one[slice];
      }
      together[slice] = 1 / rate;
    }
    return together;
  }

  private static void await(CyclicBarrier barrier) {
    try {
      barrier.await();
    } catch (InterruptedException | BrokenBarrierException e) {
      throw new IllegalStateException("a thread of the measurement has ended early", e);
    }
  }

  private static double slice(Runnable run) {
    long start = System.nanoTime();
    long now;
    int runs = 0;
    do {
      run.run();
      runs++;
      now = System.nanoTime();
    } while (now - start < SLICE);
    return (double) (now - start) / runs;
  }

  /** Runs until that makes it no faster, and nothing is allocated any more. */
  private static void settle(Runnable run) {
    double before;
    double best = Double.POSITIVE_INFINITY;
    long bytes;
    int periods = 0;
    do {
      before = best;
      long end = System.nanoTime() + WARMING;
      do {
        best = Math.min(best, slice(run));
      } while (System.nanoTime() < end);
      bytes = AllocationCounter.bytes();
      run.run();
      bytes = AllocationCounter.bytes() - bytes;
      periods++;
    } while (periods < MAX_PERIODS && (best < 0.9 * before || bytes > 0));
  }

  private static void kernels(int slices) {
    Runnable peak = multiplyAdd();
    settle(peak);
    for (Load load : Load.all()) {
      Runnable traffic = load.traffic().loop((int) load.floats(), Probe::fastest);
      List<Runnable> work = List.of(load.work(), peak, traffic);
      settle(load.work());
      settle(traffic);
      double[][] nanos = new double[work.size()][slices];
      for (int i = 0; i < slices; i++) {
        for (int j = 0; j < work.size(); j++) {
          int which = (i + j) % work.size();
          nanos[which][i] = slice(work.get(which));
        }
      }
      tell(
          List.of(
              "@kernel",
              load.family(),
              variant(load.family()),
              load.name(),
              load.operations(),
              load.bytes(),
              median(nanos[1]) / Limits.operations(STEPS) * load.operations(),
              median(nanos[2])),
          nanos[0]);
    }
  }

  /** Each for a moment, some times in turn. */
  private static Runnable fastest(int count, IntFunction<Runnable> all) {
    double[] best = new double[count];
    Arrays.fill(best, Double.POSITIVE_INFINITY);
    settle(all.apply(0));
    int fastest = 0;
    for (int i = 0; i < CHOICES * count; i++) {
      int which = i % count;
      best[which] = Math.min(best[which], slice(all.apply(which)));
      fastest = best[which] < best[fastest] ? which : fastest;
    }
    return all.apply(fastest);
  }

  private static String variant(String family) {
    return Families.ALL.stream()
        .filter(each -> each.name().equals(family))
        .map(Family::active)
        .findFirst()
        .orElseThrow()
        .name();
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
