package lanewise.bench.lab;

import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.List;
import lanewise.bench.machine.Jvm;
import lanewise.bench.machine.Limits;
import lanewise.bench.machine.Slices;
import lanewise.tensor.kernel.Simd;
import lanewise.tensor.kernel.gemm.GemmVariants;
import lanewise.tensor.kernel.gemm.MicroKernel;

/**
 * A process of the lab, of one vector width. {@code check CLASS} holds the tile to the contract
 * cold, runs it until C2 has compiled it, and holds it to the contract again; {@code warm CLASS
 * [quick]} times its first seconds; {@code measure CLASS [quick]} times the products, in turn with
 * ours and with the machine's multiply-adds. It tells the {@link Lab}:
 *
 * <pre>
 *   width BITS ROWS COLUMNS OURS_CLASS OURS_NAME OURS_ROWS OURS_COLUMNS OPERATIONS of a run of the
 *         machine's
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

  private Trial() {}

  /**
   * What a process tells first.
   *
   * @param rows of the tile
   * @param columns of the tile
   * @param ourClass of the tile beside which it is put
   * @param ourName of the variant that it belongs to
   * @param ourRows of it
   * @param ourColumns of it
   * @param machineOperations of a run of the machine's multiply-adds
   */
  record Tiles(
      int rows,
      int columns,
      String ourClass,
      String ourName,
      int ourRows,
      int ourColumns,
      double machineOperations) {
    /** Of the words of the line. */
    static Tiles of(String[] words) {
      return new Tiles(
          Integer.parseInt(words[2]),
          Integer.parseInt(words[3]),
          words[4],
          words[5],
          Integer.parseInt(words[6]),
          Integer.parseInt(words[7]),
          Double.parseDouble(words[8]));
    }
  }

  /**
   * Runs a trial.
   *
   * @param args {@code check CLASS}, {@code warm CLASS [quick]} or {@code measure CLASS [quick]}
   */
  public static void main(String[] args) {
    try {
      MicroKernel kernel = load(args[1]);
      MicroKernel ours = GemmVariants.ACTIVE.kernel().get().main();
      Jvm.tell(
          "width",
          Simd.BITS,
          kernel.rows(),
          kernel.columns(),
          ours.getClass().getName(),
          GemmVariants.ACTIVE.name(),
          ours.rows(),
          ours.columns(),
          Limits.operations(STEPS));
      boolean quick = args.length > 2;
      switch (args[0]) {
        case "check" -> check(kernel, ours);
        case "warm" ->
            warmUp(new TileProduct(kernel, SHAPES.getFirst()), quick ? WARMING * 4 : WARMING * 15);
        default -> measure(kernel, ours, quick);
      }
    } catch (IllegalStateException e) {
      Jvm.tell("rejected", String.valueOf(e.getMessage()));
    } catch (RuntimeException | LinkageError e) {
      Jvm.tell("failed", reason(e));
    }
  }

  /** Why it cannot be run, in one line: a sentence as it is, anything else with its kind. */
  private static String reason(Throwable failure) {
    if (failure instanceof ExceptionInInitializerError && failure.getCause() != null) {
      return reason(failure.getCause());
    }
    String message = failure.getMessage();
    boolean sentence =
        failure instanceof IllegalArgumentException || failure instanceof IllegalStateException;
    String words = sentence && message != null ? message : failure.toString();
    return words.lines().findFirst().orElse("");
  }

  /** What is timed. */
  static List<TileProduct.Shape> shapes(boolean quick) {
    return quick ? SHAPES.subList(0, QUICK_SHAPES) : SHAPES;
  }

  /**
   * Makes the tile.
   *
   * @throws IllegalArgumentException with one sentence if that is not possible
   */
  private static MicroKernel load(String type) {
    Class<?> found;
    try {
      found = Class.forName(type, false, Trial.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new IllegalArgumentException(
          "there is no class %s on the class path; --class-path names where it is".formatted(type),
          e);
    } catch (LinkageError e) {
      throw new IllegalArgumentException(
          "%s cannot be loaded: %s".formatted(type, e.getMessage()), e);
    }
    if (!MicroKernel.class.isAssignableFrom(found)) {
      throw new IllegalArgumentException(
          "%s does not implement %s".formatted(type, MicroKernel.class.getName()));
    }
    try {
      return found.asSubclass(MicroKernel.class).getConstructor().newInstance();
    } catch (InvocationTargetException | ExceptionInInitializerError e) {
      throw new IllegalArgumentException("%s: making it threw %s".formatted(type, e.getCause()), e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException(
          "%s is no public class with a public constructor without arguments".formatted(type), e);
    }
  }

  private static void check(MicroKernel kernel, MicroKernel ours) {
    Contract.check(kernel);
    // The smallest: until it is compiled, a run takes a thousand times as long.
    TileProduct product = new TileProduct(kernel, SHAPES.getLast());
    settle(product::run);
    settle(new TileProduct(ours, SHAPES.getLast())::run);
    Jvm.tell("accepted", Contract.check(kernel), Slices.bytes(product::run) / product.calls());
  }

  private static void measure(MicroKernel kernel, MicroKernel ours, boolean quick) {
    // The smallest first, as in a check.
    settle(new TileProduct(kernel, SHAPES.getLast())::run);
    settle(new TileProduct(ours, SHAPES.getLast())::run);
    Runnable machine = Limits.multiplyAdds(STEPS);
    settle(machine);
    for (TileProduct.Shape shape : shapes(quick)) {
      TileProduct first = new TileProduct(kernel, shape);
      TileProduct second = new TileProduct(ours, shape);
      settle(first::run);
      settle(second::run);
      double[][] nanos =
          Slices.inTurn(
              List.of(first::run, second::run, machine), quick ? FEW_SLICES : SLICES, SLICE);
      if (first.hash() != second.hash()) {
        throw new IllegalStateException(
            "%s: after it was timed the product is not the one of ours".formatted(shape.name()));
      }
      tell(shape, "yours", Slices.bytes(first::run) / first.calls(), nanos[0]);
      tell(shape, "ours", Slices.bytes(second::run) / second.calls(), nanos[1]);
      tell(shape, "machine", 0, nanos[2]);
    }
  }

  private static void tell(TileProduct.Shape shape, String who, double bytes, double[] nanos) {
    Jvm.tell(List.of("shape", shape.name(), who, bytes), nanos);
  }

  private static void settle(Runnable work) {
    Slices.settle(work, SLICE, WARMING, false);
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
    Jvm.tell("warm", slice[0] / 1e6, Math.round(slice[1]), late);
  }

  private static double median(List<double[]> slices) {
    double[] nanos = slices.stream().mapToDouble(slice -> slice[2]).sorted().toArray();
    return nanos[nanos.length / 2];
  }
}
