package lanewise.tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import lanewise.tensor.kernel.AllocationCounter;
import lanewise.tensor.kernel.Probe;
import lanewise.tensor.kernel.ThreadClock;
import lanewise.tensor.kernel.Variant;
import lanewise.tensor.kernel.families.Families;
import lanewise.tensor.kernel.families.Family;

/**
 * What {@link Engine#selfCheck()} found: every kernel in use against the scalar one.
 *
 * @param operations one for each thing that a kernel does
 * @param allocationCounted whether this JVM counts what a thread allocates
 */
public record SelfCheck(List<Operation> operations, boolean allocationCounted) {
  /** How long an operation allocates nothing before it counts as compiled. */
  private static final long QUIET_NANOS = 30_000_000;

  /**
   * An operation that still allocates after this processor time of its thread counts as one that
   * always does. Where others keep the machine busy, the compiler comes later, too.
   */
  private static final long PATIENCE_NANOS = 10_000_000_000L;

  private static final int SLICES = 7;
  private static final long SLICE_NANOS = 500_000;

  /**
   * One operation.
   *
   * @param family the kernels, such as {@code gemm}
   * @param name the operation
   * @param variant the kernel in use
   * @param sameBits whether its results are those of scalar code, bit for bit
   * @param nanoseconds the time of a call
   * @param scalarNanoseconds the time of a call of the scalar code
   * @param bytesPerCall what a call allocates: above 0, vectors are objects on the heap
   */
  public record Operation(
      String family,
      String name,
      String variant,
      boolean sameBits,
      double nanoseconds,
      double scalarNanoseconds,
      long bytesPerCall) {
    /**
     * Whether the results agree and nothing is allocated.
     *
     * @return true if so
     */
    public boolean passed() {
      return sameBits && bytesPerCall == 0;
    }

    /**
     * How many times as fast as scalar code.
     *
     * @return the ratio of the times, above 1 where the kernel is faster
     */
    public double speedup() {
      return scalarNanoseconds / nanoseconds;
    }
  }

  /** Copies the list. */
  public SelfCheck {
    operations = List.copyOf(operations);
  }

  /**
   * Whether every operation agrees with scalar code and allocates nothing. Times are no part of it.
   *
   * @return true if all passed
   */
  public boolean passed() {
    return operations.stream().allMatch(Operation::passed);
  }

  /** A table for people, one line for each operation. */
  @Override
  public String toString() {
    StringBuilder table = new StringBuilder();
    table.append(
        String.format(
            "%-12s %-22s %-20s %-5s %10s %10s %7s %8s%n",
            "family", "operation", "kernel", "bits", "ns", "scalar ns", "faster", "B/call"));
    for (Operation operation : operations) {
      table.append(
          String.format(
              Locale.ROOT,
              "%-12s %-22s %-20s %-5s %10.0f %10.0f %6.1fx %8s%s%n",
              operation.family,
              operation.name,
              operation.variant,
              operation.sameBits ? "same" : "OTHER",
              operation.nanoseconds,
              operation.scalarNanoseconds,
              operation.speedup(),
              allocationCounted ? operation.bytesPerCall : "?",
              operation.passed() ? "" : "  FAILED"));
    }
    long failed = operations.stream().filter(operation -> !operation.passed()).count();
    table.append(
        failed == 0
            ? "All " + operations.size() + " operations agree with scalar code bit for bit."
            : failed + " of " + operations.size() + " operations FAILED.");
    return table.toString();
  }

  static SelfCheck run() {
    return run(QUIET_NANOS);
  }

  static SelfCheck run(long quietNanos) {
    List<Operation> operations = new ArrayList<>();
    for (Family<?> family : Families.ALL) {
      operations.addAll(check(family, quietNanos, PATIENCE_NANOS));
    }
    return new SelfCheck(operations, AllocationCounter.available());
  }

  static <K> List<Operation> check(Family<K> family, long quietNanos, long patienceNanos) {
    List<Operation> operations = new ArrayList<>();
    Variant<K> active = family.active();
    K kernel = active.kernel().get();
    K scalar = family.scalar().kernel().get();
    boolean isScalar = active.equals(family.scalar());
    for (Probe<K> probe : family.probes().get()) {
      Probe.Run run = probe.on().apply(kernel);
      Probe.Run scalarRun = isScalar ? run : probe.on().apply(scalar);
      // Scalar code in use is compared with what it does while it is not compiled.
      float[] expected =
          isScalar ? run.run().clone() : compiled(scalarRun, quietNanos, patienceNanos);
      boolean same = same(compiled(run, quietNanos, patienceNanos), expected);
      double nanoseconds = nanoseconds(run);
      operations.add(
          new Operation(
              family.name(),
              probe.name(),
              active.name(),
              same,
              nanoseconds,
              isScalar ? nanoseconds : nanoseconds(scalarRun),
              bytes(run, patienceNanos)));
    }
    return operations;
  }

  static boolean same(float[] a, float[] b) {
    for (int i = 0; i < a.length; i++) {
      if (Float.floatToIntBits(a[i]) != Float.floatToIntBits(b[i])) {
        return false;
      }
    }
    return a.length == b.length;
  }

  /**
   * Runs it until it is compiled, which shows in calls that allocate nothing: vectors are objects
   * before. What will run is compiled, so the outputs are those of one more call.
   */
  private static float[] compiled(Probe.Run run, long quietNanos, long patienceNanos) {
    long start = ThreadClock.nanoseconds();
    long now = start;
    long quietSince = start;
    while (now - quietSince < quietNanos && now - start < patienceNanos) {
      long before = AllocationCounter.bytes();
      run.run();
      long bytes = AllocationCounter.bytes() - before;
      now = ThreadClock.nanoseconds();
      if (bytes > 0) {
        quietSince = now;
      }
    }
    return run.run();
  }

  /** The best of some slices: what the machine does when nothing disturbs. */
  private static double nanoseconds(Probe.Run run) {
    double best = Double.MAX_VALUE;
    for (int slice = 0; slice < SLICES; slice++) {
      long start = System.nanoTime();
      long now;
      int calls = 0;
      do {
        run.run();
        calls++;
        now = System.nanoTime();
      } while (now - start < SLICE_NANOS);
      best = Math.min(best, (double) (now - start) / calls);
    }
    return best;
  }

  /**
   * The least of many calls: the compiler may throw code away and replace it at any time, and its
   * successor allocates while it is not ready. Ends with the first call that allocates nothing.
   */
  private static long bytes(Probe.Run run, long patienceNanos) {
    long start = ThreadClock.nanoseconds();
    long least = Long.MAX_VALUE;
    while (least > 0 && ThreadClock.nanoseconds() - start < patienceNanos) {
      long before = AllocationCounter.bytes();
      run.run();
      least = Math.min(least, AllocationCounter.bytes() - before);
    }
    return least;
  }
}
