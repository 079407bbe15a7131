package lanewise.tensor;

import java.util.List;

/**
 * What {@link Engine#describe()} found: the JVM, the machine, and the kernels that run on them.
 *
 * @param jdk version of the JDK
 * @param vendor who built it
 * @param system name and version of the operating system
 * @param architecture of the processor, as the JVM names it
 * @param processor the processor's model, {@code unknown} where the system does not tell
 * @param processors how many the JVM may use; a container's limit counts
 * @param vectorBits width of the vectors in bits; 0 for scalar kernels
 * @param reason why this width
 * @param kernels the variant that each family uses
 * @param maxHeapBytes the largest heap that the JVM will use
 */
public record EngineDescription(
    String jdk,
    String vendor,
    String system,
    String architecture,
    String processor,
    int processors,
    int vectorBits,
    String reason,
    List<Kernel> kernels,
    long maxHeapBytes) {

  /**
   * The kernel variant in use.
   *
   * @param family the operations, such as {@code gemm}
   * @param variant operation, tile and width, such as {@code gemm-6x4-f32x16}
   * @param reason why this variant at this width of the vectors
   */
  public record Kernel(String family, String variant, String reason) {}

  /** Copies the list. */
  public EngineDescription {
    kernels = List.copyOf(kernels);
  }

  /** Several lines for people: one for each fact and each family. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    line(text, "JDK", jdk + ", " + vendor);
    line(text, "System", system + ", " + architecture);
    line(text, "Processor", processor + ", " + processors + " available");
    line(text, "Max heap", (maxHeapBytes >> 20) + " MiB");
    line(text, "Vectors", (vectorBits == 0 ? "none" : vectorBits + " bits") + ": " + reason);
    for (Kernel kernel : kernels) {
      line(text, "Kernel " + kernel.family, kernel.variant + ": " + kernel.reason);
    }
    return text.toString().stripTrailing();
  }

  private static void line(StringBuilder text, String name, String value) {
    text.append(name)
        .append(" ".repeat(Math.max(1, 20 - name.length())))
        .append(value)
        .append('\n');
  }
}
