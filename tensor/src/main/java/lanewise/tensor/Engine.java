package lanewise.tensor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import lanewise.tensor.kernel.Simd;
import lanewise.tensor.kernel.families.Families;

/**
 * What runs here: how wide the vectors are, why, and which kernels are in use.
 *
 * <p>The width is chosen once, when the first kernel is needed: the widest that the JVM prefers on
 * this processor, or what the system property {@code lanewise.simd} forces ({@code 512}, {@code
 * 256}, {@code 128}, {@code scalar}; one that is not available is an error). Where the module
 * {@code jdk.incubator.vector} is missing, scalar kernels run after one warning that names the flag
 * to add. The results have the same bits in all cases.
 */
public final class Engine {
  private static final Path PROCESSORS = Path.of("/proc/cpuinfo");

  private Engine() {}

  /**
   * Describes the JVM, the machine and the kernels in use. Its text is meant for people; bug
   * reports should quote it.
   *
   * @return a new description
   * @throws ExceptionInInitializerError if the system property forces a width that is not
   *     available; its cause says which
   */
  public static EngineDescription describe() {
    List<EngineDescription.Kernel> kernels =
        Families.ALL.stream()
            .map(
                family ->
                    new EngineDescription.Kernel(
                        family.name(), family.active().name(), family.active().reason()))
            .toList();
    return new EngineDescription(
        Runtime.version().toString(),
        System.getProperty("java.vendor", "unknown"),
        System.getProperty("os.name") + " " + System.getProperty("os.version"),
        System.getProperty("os.arch", "unknown"),
        processor(),
        Runtime.getRuntime().availableProcessors(),
        Simd.BITS,
        Simd.reason(),
        kernels,
        Runtime.getRuntime().maxMemory());
  }

  /**
   * Runs every kernel in use against scalar code on fixed inputs: compares the results bit for bit,
   * takes the times, and finds vectors that became objects by what a call allocates. Takes some
   * seconds, on the caller's thread; for a service that starts on a new kind of machine, and for
   * bug reports.
   *
   * @return what was found; its text is a table
   */
  public static SelfCheck selfCheck() {
    return SelfCheck.run();
  }

  /** The processor's model where the system has a file that tells it. */
  private static String processor() {
    if (!Files.isReadable(PROCESSORS)) {
      return "unknown";
    }
    try (Stream<String> lines = Files.lines(PROCESSORS)) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse("unknown");
    } catch (IOException e) {
      return "unknown";
    }
  }
}
