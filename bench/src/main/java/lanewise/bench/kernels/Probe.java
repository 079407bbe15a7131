package lanewise.bench.kernels;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import lanewise.bench.machine.Jvm;
import lanewise.bench.machine.Limits;
import lanewise.bench.machine.Slices;
import lanewise.tensor.kernel.Simd;
import lanewise.tensor.kernel.families.Families;
import lanewise.tensor.kernel.families.Family;

/**
 * A process of the {@link Roofline} or the {@link Guard}, of one vector width. {@code limits
 * THREADS ROUNDS ONLY} measures the machine on some threads at once, as far as a limit's name
 * contains a text; {@code kernels ROUNDS ONLY} measures every {@link Load} in turn with its bounds:
 * multiply-adds, and the fastest loops of its {@link Traffic}, of which it tells the best in each
 * round; {@code costs ROUNDS SLOWED [NAME...]} those that are near, or those named, between
 * multiply-adds and copies. It tells:
 *
 * <pre>
 *   width BITS
 *   limit NAME GFLOP/s|GB/s AMOUNT NANOS...
 *   kernel FAMILY VARIANT NAME OPERATIONS BYTES
 *   peak|traffic|work NANOS... of the kernel told before
 *   kernel FAMILY VARIANT NAME
 *   cost MULTIPLY_ADDS... of the kernel told before, one a round
 *   yardstick NANOS... of the multiply-adds around them
 *   yardstick NANOS... of the copies in the first cache
 *   yardstick NANOS... of the copies in the second
 * </pre>
 */
public final class Probe {
  private static final long SLICE = 2_000_000;
  private static final long WARMING = 150_000_000;

  /** Enough where many processes measure the same: what is compiled late is seen by its objects. */
  private static final long SHORT_WARMING = 60_000_000;

  private static final int STEPS = 2_000;
  private static final String PEAK = "multiply-add";

  /** Loops that take turns with a kernel as its bound. */
  private static final int BOUNDS = 2;

  /** Lines behind that of a kernel with its costs. */
  static final int COST_LINES = 4;

  private Probe() {}

  /**
   * Measures.
   *
   * @param args what, and how
   * @throws InterruptedException if a thread is interrupted
   */
  public static void main(String[] args) throws InterruptedException {
    Jvm.tell("width", Simd.BITS);
    switch (args[0]) {
      case "limits" -> limits(Integer.parseInt(args[1]), Integer.parseInt(args[2]), args[3]);
      case "kernels" -> kernels(Integer.parseInt(args[1]), args[2]);
      default -> costs(Integer.parseInt(args[1]), args[2], List.of(args).subList(3, args.length));
    }
  }

  /** The names of all limits. */
  static List<String> limitNames() {
    List<String> names = new ArrayList<>(List.of(PEAK));
    for (Level level : Level.values()) {
      for (String what : List.of("read ", "write ", "copy ")) {
        names.add(what + level.label());
      }
    }
    return names;
  }

  private static void limits(int threads, int rounds, String only) throws InterruptedException {
    if (PEAK.contains(only)) {
      Jvm.tell(
          List.of("limit", PEAK, "GFLOP/s", Limits.operations(STEPS)),
          together(threads, rounds, () -> Limits.multiplyAdds(STEPS)));
    }
    Bounds bounds = new Bounds();
    for (Level level : Level.values()) {
      // Threads share the third cache and memory, and have the others for themselves.
      boolean shared = level == Level.L3 || level == Level.MEMORY;
      int floats = (int) (level.bytes() / Float.BYTES / (shared ? threads : 1));
      int half = floats / 2;
      Map<String, Supplier<Runnable>> loops = new LinkedHashMap<>();
      loops.put("read ", () -> bounds.fastest(Traffic.READ, floats, 1).getFirst());
      loops.put("write ", () -> fill(floats));
      loops.put("copy ", () -> bounds.fastest(Traffic.COPY, half, 1).getFirst());
      for (Map.Entry<String, Supplier<Runnable>> loop : loops.entrySet()) {
        String name = loop.getKey() + level.label();
        double bytes = loop.getKey().equals("copy ") ? Traffic.COPY.bytes(half) : 4.0 * floats;
        if (name.contains(only)) {
          Jvm.tell(
              List.of("limit", name, "GB/s", bytes), together(threads, rounds, loop.getValue()));
        }
      }
    }
  }

  private static Runnable fill(int floats) {
    float[] to = new float[floats];
    return () -> Limits.fill(to, 1);
  }

  /**
   * Nanoseconds of a run in each round, of one thread's processor time; on several threads, by the
   * clock on the wall, those of one that would be as fast as all together.
   */
  private static double[] together(int threads, int rounds, Supplier<Runnable> work)
      throws InterruptedException {
    double[][] nanos = new double[threads][rounds];
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
                    for (int round = 0; round < rounds; round++) {
                      await(barrier);
                      nanos[thread][round] =
                          threads == 1 ? Slices.nanos(run, SLICE) : Slices.wallNanos(run, SLICE);
                    }
                  }));
    }
    for (Thread other : others) {
      other.join();
    }
    double[] together = new double[rounds];
    for (int round = 0; round < rounds; round++) {
      double rate = 0;
      for (double[] one : nanos) {
        rate += 1 / one[round];
      }
      together[round] = 1 / rate;
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

  private static double settle(Runnable run) {
    return Slices.settle(run, SLICE, WARMING, true);
  }

  private static void kernels(int rounds, String only) {
    Runnable peak = Limits.multiplyAdds(STEPS);
    settle(peak);
    Bounds bounds = new Bounds();
    List<Load> loads = new ArrayList<>(Load.all());
    loads.removeIf(load -> !load.name().contains(only));
    for (Load load : loads) {
      Runnable work = load.work().get();
      settle(work);
      List<Runnable> all = new ArrayList<>(List.of(work, peak));
      all.addAll(bounds.fastest(load.traffic(), (int) load.floats(), BOUNDS));
      double[][] nanos = Slices.inTurn(all, rounds, SLICE);
      for (int i = 0; i < rounds; i++) {
        nanos[1][i] *= load.operations() / Limits.operations(STEPS);
      }
      Jvm.tell(
          "kernel",
          load.family(),
          variant(load.family()),
          load.name(),
          load.operations(),
          load.bytes());
      Jvm.tell(List.of("peak"), nanos[1]);
      Jvm.tell(List.of("traffic"), best(Arrays.copyOfRange(nanos, 2, nanos.length)));
      Jvm.tell(List.of("work"), nanos[0]);
    }
  }

  /** Of each round the least. */
  private static double[] best(double[][] nanos) {
    return IntStream.range(0, nanos[0].length)
        .mapToDouble(i -> Arrays.stream(nanos).mapToDouble(each -> each[i]).min().orElseThrow())
        .toArray();
  }

  /** Always in one order: what was compiled before shapes what comes later. */
  private static void costs(int rounds, String slowed, List<String> names) {
    List<Paired.Slice> yardsticks = yardsticks();
    List<Load> loads = new ArrayList<>(Load.all());
    loads.removeIf(load -> names.isEmpty() ? !load.near() : !names.contains(load.name()));
    for (Load load : loads) {
      Runnable work = load.work().get();
      double nanos = Slices.settle(work, SLICE, SHORT_WARMING, true);
      Paired paired =
          new Paired(slices(work, nanos, SLICE, load.name().equals(slowed)), yardsticks);
      Rounds measured = paired.rounds(rounds);
      for (int i = 0; i < rounds; i++) {
        measured.costs()[i] *= Limits.instructions(STEPS);
      }
      Jvm.tell("kernel", load.family(), variant(load.family()), load.name());
      Jvm.tell(List.of("cost"), measured.costs());
      for (double[] yardstick : measured.yardsticks()) {
        Jvm.tell(List.of("yardstick"), yardstick);
      }
    }
  }

  /** Multiply-adds, in which costs are counted; copies feel what a core shares with others. */
  private static List<Paired.Slice> yardsticks() {
    Bounds bounds = new Bounds();
    return Stream.of(Limits.multiplyAdds(STEPS), copies(bounds, Level.L1), copies(bounds, Level.L2))
        .map(work -> slices(work, settle(work), SLICE / 2, false))
        .toList();
  }

  private static Runnable copies(Bounds bounds, Level level) {
    int floats = (int) (level.bytes() / Float.BYTES / 2);
    return bounds.fastest(Traffic.COPY, floats, 1).getFirst();
  }

  /**
   * Slices of always as many runs, of the processor's time.
   *
   * @param slowed whether every tenth run is made twice, as if the kernel took a tenth longer
   */
  private static Paired.Slice slices(Runnable work, double nanos, long slice, boolean slowed) {
    long runs = Math.max(1, (long) (slice / nanos));
    if (!slowed) {
      return () -> Slices.nanosOf(work, runs);
    }
    long tens = Math.ceilDiv(runs, 10);
    return () -> Slices.nanosOf(work, 11 * tens) * 1.1;
  }

  private static String variant(String family) {
    return Families.ALL.stream()
        .filter(each -> each.name().equals(family))
        .map(Family::active)
        .findFirst()
        .orElseThrow()
        .name();
  }
}
