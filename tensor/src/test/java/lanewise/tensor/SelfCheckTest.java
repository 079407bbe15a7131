package lanewise.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import lanewise.tensor.SelfCheck.Operation;
import lanewise.tensor.kernel.ForkedJvm;
import lanewise.tensor.kernel.Probe;
import lanewise.tensor.kernel.Variant;
import lanewise.tensor.kernel.families.Families;
import lanewise.tensor.kernel.families.Family;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SelfCheckTest {
  /** Less than users get: enough for a kernel that does not allocate before it is compiled. */
  private static final long QUIET_NANOS = 10_000_000;

  /** What escapes cannot be kept off the heap. */
  private static float[] escaped = {};

  /** Prints the check of all kernels. */
  static final class Checking {
    public static void main(String[] arguments) {
      SelfCheck check = SelfCheck.run(QUIET_NANOS);
      System.out.println(check);
      boolean isTimed =
          check.operations().stream().allMatch(operation -> operation.nanoseconds() > 0);
      System.exit(check.allocationCounted() && isTimed && check.passed() ? 0 : 1);
    }
  }

  /**
   * Also where the compiler knows of no call which class was seen there: an accumulator whose own
   * method adds to it stays an object then, as it does in some JVMs by chance.
   */
  @Tag("once")
  @Test
  void everyKernelInUsePassesWithoutTypeProfiles(@TempDir Path folder) throws Exception {
    List<String> options = List.of("-XX:-UseTypeProfile", "--add-modules", "jdk.incubator.vector");
    ForkedJvm.Run run = ForkedJvm.run(folder, options, Checking.class);

    assertThat(run.exit()).as(run.out() + run.err()).isZero();
    assertThat(run.out()).contains("gemm", "reduce", "row times matrix").endsWith("bit for bit.\n");
  }

  @Test
  void aKernelThatComputesAnythingElseIsFound() {
    Probe<Integer> probe = probe(kernel -> new float[] {kernel});

    List<Operation> operations = check(probe);

    assertThat(operations).singleElement().matches(operation -> !operation.sameBits());
    SelfCheck check = new SelfCheck(operations, true);
    assertThat(check.passed()).isFalse();
    assertThat(check.toString()).contains("OTHER").endsWith("1 of 1 operations FAILED.");
  }

  @Test
  void aKernelThatAllocatesIsFound() {
    Probe<Integer> probe = probe(kernel -> escaped = new float[] {1});

    assertThat(check(probe))
        .singleElement()
        .matches(Operation::sameBits)
        .matches(operation -> operation.bytesPerCall() >= Float.BYTES)
        .matches(operation -> !operation.passed());
  }

  /** Where scalar code is in use there is nothing to compare it with but itself. */
  @Test
  void scalarCodeInUseIsTimedOnce() {
    float[] sums = {0};
    Variant<Integer> scalar = new Variant<>("scalar", 0, "to test", () -> 2);
    List<Probe<Integer>> probes =
        List.of(
            probe(kernel -> new float[] {kernel}),
            probe(kernel -> new float[] {sums[0] += kernel}));

    List<Operation> operations =
        SelfCheck.check(
            new Family<>("test", List.of(scalar), scalar, () -> probes), QUIET_NANOS, 20_000_000);

    assertThat(operations).extracting(Operation::sameBits).containsExactly(true, false);
    assertThat(operations).allMatch(operation -> operation.speedup() == 1);
  }

  /** Elapsed time counts for nothing where the thread does not get the processor. */
  @Tag("once")
  @Test
  void aKernelIsGivenTimeUntilItIsCompiledOnABusyMachine() {
    int[] calls = {0};
    float[] result = {1};
    Probe<Integer> probe =
        probe(
            kernel -> {
              if (kernel == 1 && calls[0]++ < 100) {
                LockSupport.parkNanos(5_000_000);
                escaped = new float[] {1};
              }
              return result;
            });

    assertThat(check(probe)).singleElement().matches(Operation::passed);
  }

  @Test
  void bothZerosAndNaNsAreTold() {
    assertThat(SelfCheck.same(new float[] {0f}, new float[] {-0f})).isFalse();
    assertThat(SelfCheck.same(new float[] {Float.NaN}, new float[] {Float.NaN})).isTrue();
    assertThat(SelfCheck.same(new float[1], new float[2])).isFalse();
  }

  @Test
  void everyFamilyHasProbes() {
    assertThat(Families.ALL).allMatch(family -> !family.probes().get().isEmpty());
  }

  private interface Kernel {
    float[] run(int kernel);
  }

  private static Probe<Integer> probe(Kernel operation) {
    return new Probe<>("test", kernel -> () -> operation.run(kernel));
  }

  /** A family whose vector kernel is 1 and whose scalar one is 2. */
  private static List<Operation> check(Probe<Integer> probe) {
    Variant<Integer> vector = new Variant<>("vector", 128, "to test", () -> 1);
    Variant<Integer> scalar = new Variant<>("scalar", 0, "to test", () -> 2);
    return SelfCheck.check(
        new Family<>("test", List.of(vector, scalar), vector, () -> List.of(probe)),
        QUIET_NANOS,
        200_000_000);
  }
}
