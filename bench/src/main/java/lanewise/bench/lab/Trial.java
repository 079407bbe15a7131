package lanewise.bench.lab;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import lanewise.bench.machine.Limits;
import lanewise.tensor.kernel.AllocationCounter;
import lanewise.tensor.kernel.Simd;
import lanewise.tensor.kernel.gemm.GemmVariants;
import lanewise.tensor.kernel.gemm.MicroKernel;

/**
 * A process of the lab, of one vector width. {@code check CLASS} holds the tile to the contract
 * cold, runs it until C2 has compiled it, and holds it to the contract again; {@code measure CLASS
 * [quick]} times the first seconds of the tile and then the products, in turn with ours and with
 * the machine's multiply-adds. Lines that begin with an at sign are for the {@link Lab}, words
 * separated by tabs:
 *
 * <pre>
 *   width BITS ROWS COLUMNS OURS_CLASS OURS_NAME OPERATIONS of a run of the machine's
 *   rejected REASON
 *   accepted CASES BYTES_PER_CALL
 *   warm MILLIS RUNS LATE: whether it may not have ended yet
 *   shape NAME WHO BYTES_PER_CALL NANOS... of runs, one a slice; WHO is yours, ours or machine
 *   failed REASON
 * </pre>
 */
public final class Trial {
  private static final long SLICE = 1_000_000;
  private static final long WARMING = 200_000_000;
  private static final int MAX_PERIODS = 20;
  private static final int STEPS = 2_000;
  private static final int SLICES = 41;
  private static final int FEW_SLICES = 9;
  private static final int QUICK_SHAPES = 2;
  private static final double SETTLED = 1.25;
  private static final double FAR = 4;
  private static final int WINDOW = 5;

  /** What is timed; the first is also what warms up. */
  static final List<TileProduct.Shape> SHAPES =
      List.of(
          new TileProduct.Shape("square 256", 256, 256, 256, false),
          new TileProduct.Shape("layer 64x128x784", 64, 128, 784, false),
          new TileProduct.Shape("A^T 128", 128, 128, 128, true),
          new TileProduct.Shape("depth 8", 120, 256, 8, false),
          new TileProduct.Shape("ragged 61x131x67", 61, 131, 67, false));

  /** Read by nobody; keeps the compiler from leaving the work out. */
  static volatile float sink;

  private Trial() {}

  /**
   * Runs a trial.
   *
   * @param args {@code check CLASS} or {@code measure CLASS [quick]}
   */
  public static void main(String[] args) {
    try {
      MicroKernel kernel = load(args[1]);
      MicroKernel ours = GemmVariants.ACTIVE.kernel().get().main();
      say(
          "@width",
          Simd.BITS,
          kernel.rows(),
          kernel.columns(),
          ours.getClass().getName(),
          GemmVariants.ACTIVE.name(),
          Limits.operations(STEPS));
      if (args[0].equals("check")) {
        check(kernel, ours);
      } else {
        measure(kernel, ours, args.length > 2);
      }
    } catch (IllegalStateException e) {
      say("@rejected", String.valueOf(e.getMessage()));
    } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      say("@failed", cause.toString().lines().findFirst().orElse(""));
    }
  }

  /** What is timed. */
  static List<TileProduct.Shape> shapes(boolean quick) {
    return quick ? SHAPES.subList(0, QUICK_SHAPES) : SHAPES;
  }

  private static void say(Object... words) {
    System.out.println(String.join("\t", Arrays.stream(words).map(String::valueOf).toList()));
  }

  private static MicroKernel load(String type) throws ReflectiveOperationException {
    Class<?> found;
    try {
      found = Class.forName(type);
    } catch (ClassNotFoundException e) {
      throw new IllegalArgumentException(
          "there is no class %s on the class path; --class-path names where it is".formatted(type),
          e);
    }
    if (!MicroKernel.class.isAssignableFrom(found)) {
      throw new IllegalArgumentException(
          "%s does not implement %s".formatted(type, MicroKernel.class.getName()));
    }
    return found.asSubclass(MicroKernel.class).getConstructor().newInstance();
  }

  private static void check(MicroKernel kernel, MicroKernel ours) {
    Contract.check(kernel);
    TileProduct product = new TileProduct(kernel, SHAPES.getFirst());
    settle(product::run);
    settle(new TileProduct(ours, SHAPES.getFirst())::run);
    say("@accepted", Contract.check(kernel), bytes(product::run) / product.calls());
  }

  /**
   * Runs for a while, and again while that made it a tenth faster, or allocated less: vectors are
   * objects until their loop is compiled.
   */
  private static void settle(Runnable work) {
    double before;
    double best = Double.POSITIVE_INFINITY;
    double bytesBefore;
    double bytes = Double.POSITIVE_INFINITY;
    int periods = 0;
    do {
      before = best;
      bytesBefore = bytes;
      best = Math.min(best, period(work));
      bytes = bytes(work);
      periods++;
    } while (periods < MAX_PERIODS && (best < 0.9 * before || bytes < 0.9 * bytesBefore));
  }

  /** The fastest slice of a period. */
  private static double period(Runnable work) {
    long end = System.nanoTime() + WARMING;
    double best = Double.POSITIVE_INFINITY;
    do {
      best = Math.min(best, slice(work));
    } while (System.nanoTime() < end);
    return best;
  }

  /** Nanoseconds a run in one slice. */
  private static double slice(Runnable work) {
    long start = System.nanoTime();
    long now;
    int runs = 0;
    do {
      work.run();
      runs++;
      now = System.nanoTime();
    } while (now - start < SLICE);
    return (double) (now - start) / runs;
  }

  private static void measure(MicroKernel kernel, MicroKernel ours, boolean quick) {
    warmUp(new TileProduct(kernel, SHAPES.getFirst()), quick ? WARMING * 4 : WARMING * 15);
    float[] start = Limits.start();
    Runnable machine = () -> sink = Limits.multiplyAdd(0.5f, 0.5f, start, STEPS);
    settle(machine);
    for (TileProduct.Shape shape : shapes(quick)) {
      TileProduct first = new TileProduct(kernel, shape);
      TileProduct second = new TileProduct(ours, shape);
      List<Runnable> work = List.of(first::run, second::run, machine);
      settle(first::run);
      settle(second::run);
      int slices = quick ? FEW_SLICES : SLICES;
      double[][] nanos = new double[work.size()][slices];
      for (int i = 0; i < slices; i++) {
        for (int j = 0; j < work.size(); j++) {
          int who = (i + j) % work.size();
          nanos[who][i] = slice(work.get(who));
        }
      }
      if (first.hash() != second.hash()) {
        throw new IllegalStateException(
            "%s: after it was timed the product is not the one of ours".formatted(shape.name()));
      }
      tell(shape, "yours", bytes(first::run) / first.calls(), nanos[0]);
      tell(shape, "ours", bytes(second::run) / second.calls(), nanos[1]);
      tell(shape, "machine", 0, nanos[2]);
    }
  }

  private static void tell(TileProduct.Shape shape, String who, double bytes, double[] nanos) {
    List<Object> words = new ArrayList<>(List.of("@shape", shape.name(), who, bytes));
    Arrays.stream(nanos).forEach(words::add);
    say(words.toArray());
  }

  /** Allocated by a run. */
  private static double bytes(Runnable work) {
    int runs = 5;
    long before = AllocationCounter.bytes();
    for (int i = 0; i < runs; i++) {
      work.run();
    }
    return (double) (AllocationCounter.bytes() - before) / runs;
  }

  /**
   * From the first call on: until when a slice took several times as long as those of the end, or
   * five slices together were slower.
   */
  private static void warmUp(TileProduct product, long nanos) {
    List<double[]> slices = new ArrayList<>(); // when it ended, runs until then, nanos a run
    long begin = System.nanoTime();
    long runs = 0;
    long end = begin + nanos;
    while (System.nanoTime() < end) {
      long start = System.nanoTime();
      int count = 0;
      do {
        product.run();
        count++;
      } while (System.nanoTime() - start < SLICE);
      long now = System.nanoTime();
      runs += count;
      slices.add(new double[] {now - begin, runs, (double) (now - start) / count});
    }
    double last = median(slices.subList(slices.size() / 2, slices.size()));
    int settled = 0;
    for (int i = 0; i + WINDOW <= slices.size(); i++) {
      if (slices.get(i)[2] > FAR * last || median(slices.subList(i, i + WINDOW)) > SETTLED * last) {
        settled = i;
      }
    }
    double[] slice = slices.get(settled);
    boolean late = slice[0] > 0.75 * nanos;
    say("@warm", slice[0] / 1e6, Math.round(slice[1]), late);
  }

  private static double median(List<double[]> slices) {
    double[] nanos = slices.stream().mapToDouble(slice -> slice[2]).sorted().toArray();
    return nanos[nanos.length / 2];
  }
}
