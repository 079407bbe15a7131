package lanewise.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import lanewise.bench.machine.Jvm;
import lanewise.layers.format.JsonObject;
import lanewise.tensor.Engine;
import lanewise.tensor.kernel.Simd;

/** Where a result was measured. */
public final class Environment {
  private static final String MODEL = "model name";
  private static final String NARROW =
      "A processor with AVX-512 that was held to the instructions of AVX2. ONNX Runtime and"
          + " TensorFlow cannot be told, and keep wider vectors.";

  private Environment() {}

  /**
   * Of this machine and JVM; who measures may add to it.
   *
   * @param cores to which processes are pinned, or empty
   * @param quick whether less is measured, with {@code --quick}
   * @param forks processes that measure each figure
   * @throws IOException if what the system tells of the processor cannot be read
   */
  public static JsonObject.Builder of(String cores, boolean quick, int forks) throws IOException {
    boolean vectors = ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
    String note = System.getenv().getOrDefault("LANEWISE_NOTE", "");
    if (Jvm.narrow() && cpuinfo().contains("avx512f")) {
      note = (NARROW + " " + note).strip();
    }
    return JsonObject.builder()
        .put("note", note)
        .put("date", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString())
        .put("processor", processor())
        .put("class", processorClass())
        .put("processors", Runtime.getRuntime().availableProcessors())
        .put("cores", cores)
        .put("quick", quick)
        .put("forks", forks)
        .put("os", System.getProperty("os.name") + " " + System.getProperty("os.version"))
        .put(
            "jdk", System.getProperty("java.vm.version") + ", " + System.getProperty("java.vendor"))
        .put("options", String.join(" ", Jvm.userOptions()))
        .put("commit", System.getenv().getOrDefault("LANEWISE_COMMIT", "unknown"))
        .put("vectors", vectors ? Simd.BITS + " bits" : "")
        .put("engine", vectors ? Engine.describe().toString() : "in processes of its own");
  }

  private static String processor() throws IOException {
    return cpuinfo()
        .lines()
        .filter(line -> line.startsWith(MODEL))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElse(System.getProperty("os.arch"));
  }

  private static String cpuinfo() throws IOException {
    Path file = Path.of("/proc/cpuinfo");
    return Files.isReadable(file) ? Files.readString(file) : "";
  }

  /**
   * What decides which kernels run: the vendor and the widest instructions.
   *
   * @throws IOException if what the system tells of the processor cannot be read
   */
  public static String processorClass() throws IOException {
    String info = cpuinfo();
    String vendor =
        info.contains("AuthenticAMD") ? "amd" : info.contains("GenuineIntel") ? "intel" : "other";
    String width = info.contains("avx512f") && !Jvm.narrow() ? "avx512" : "avx2";
    return vendor + "-" + (info.contains("avx2") ? width : System.getProperty("os.arch"));
  }
}
