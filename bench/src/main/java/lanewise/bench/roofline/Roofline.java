package lanewise.bench.roofline;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import lanewise.bench.compare.Unit;
import lanewise.bench.report.Environment;
import lanewise.bench.report.Estimate;
import lanewise.bench.report.Results;
import org.jspecify.annotations.Nullable;

/**
 * {@code bench/roofline}: what the machine can do at each vector width, on one thread and on all
 * cores, and how much of its own bound each kernel reaches at the width that the engine chooses.
 * The bound of a kernel is the longer of two times: of its operations at the speed of
 * multiply-adds, and of its bytes at the speed of a loop that does nothing else to as many arrays
 * of the same size; both are measured in turn with it.
 */
public final class Roofline {
  private static final int[] WIDTHS = {512, 256, 128};
  private static final int SLICES = 31;
  private static final int FEW_SLICES = 7;

  private final int slices;
  private final int cores = Runtime.getRuntime().availableProcessors();
  private final @Nullable Path json;

  private Roofline(int slices, @Nullable Path json) {
    this.slices = slices;
    this.json = json;
  }

  /**
   * Measures and prints. Exits with 2 if the words are wrong.
   *
   * @param args options
   * @throws IOException if a process cannot be started, or results not be written
   */
  public static void main(String[] args) throws IOException {
    List<String> words = new ArrayList<>(Arrays.asList(args));
    boolean quick = words.remove("--quick");
    Path json = null;
    if (words.size() == 2 && words.getFirst().equals("--json")) {
      json = Path.of(words.get(1));
      words.clear();
    }
    if (!words.isEmpty()) {
      System.err.println("usage: roofline [--quick] [--json FILE]");
      System.exit(2);
      return;
    }
    new Roofline(quick ? FEW_SLICES : SLICES, json).run();
  }

  private void run() throws IOException {
    new Results("roofline", 1, json).environment(Environment.of("", 1));
    int widest = 0;
    for (int bits : WIDTHS) {
      List<String[]> one = fork(bits, List.of("limits", "1", Integer.toString(slices)));
      if (one.isEmpty()) {
        continue; // the processor has no such vectors
      }
      widest = Math.max(widest, bits);
      limits(bits, 1, one);
      if (cores > 1) {
        limits(
            bits,
            cores,
            fork(bits, List.of("limits", Integer.toString(cores), Integer.toString(slices))));
      }
    }
    if (widest == 0) {
      throw new IOException("roofline: no process could measure; is this a JDK with C2?");
    }
    kernels(fork(widest, List.of("kernels", Integer.toString(slices))));
  }

  private void limits(int bits, int threads, List<String[]> answers) throws IOException {
    Results results = new Results("roofline", threads, json);
    System.out.printf("%n%d bits, %d thread%s%n", bits, threads, threads == 1 ? "" : "s");
    for (String[] words : answers) {
      if (words[0].equals("@limit")) {
        double amount = Double.parseDouble(words[3]);
        Unit unit = words[2].equals("GB/s") ? Unit.gigabytes(amount) : Unit.gigaflops(amount);
        Estimate nanos = estimate(words, 4);
        System.out.printf(
            Locale.ROOT, "  %-14s %8.1f %s%n", words[1], unit.of(nanos.median()), unit.name());
        results.result(words[1], "machine", bits + " bits", unit, nanos, Map.of());
      }
    }
  }

  private void kernels(List<String[]> answers) throws IOException {
    Results results = new Results("roofline", 1, json);
    System.out.printf(
        "%nkernels, 1 thread%n  %-34s %10s %10s %10s  %s%n",
        "", "GFLOP/s", "GB/s", "FLOP/byte", "share of its bound");
    for (String[] words : answers) {
      if (words[0].equals("@kernel")) {
        kernel(results, words);
      }
    }
  }

  private static void kernel(Results results, String[] words) throws IOException {
    double operations = Double.parseDouble(words[4]);
    double bytes = Double.parseDouble(words[5]);
    double peak = Double.parseDouble(words[6]);
    double traffic = Double.parseDouble(words[7]);
    Estimate nanos = estimate(words, 8);
    double bound = Math.max(peak, traffic);
    Unit unit = operations > 0 ? Unit.gigaflops(operations) : Unit.gigabytes(bytes);
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put("gigabytes", bytes / nanos.median());
    if (operations > 0) {
      figures.put("intensity", operations / bytes);
    }
    figures.put("bound", unit.of(bound));
    figures.put("shareOfBound", bound / nanos.median());
    System.out.printf(
        Locale.ROOT,
        "  %-34s %10s %10.1f %10s  %3.0f%% of %s%n",
        words[3],
        operations > 0 ? String.format(Locale.ROOT, "%.1f", operations / nanos.median()) : "",
        bytes / nanos.median(),
        operations > 0 ? String.format(Locale.ROOT, "%.2f", operations / bytes) : "",
        100 * bound / nanos.median(),
        peak > traffic ? "multiply-adds" : "bandwidth");
    results.result(words[3], "lanewise", words[2], unit, nanos, figures);
  }

  private static Estimate estimate(String[] words, int from) {
    return Estimate.of(
        List.of(Arrays.stream(words).skip(from).mapToDouble(Double::parseDouble).toArray()));
  }

  private static List<String[]> fork(int bits, List<String> words) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "--add-modules=jdk.incubator.vector",
            "-XX:+UseSerialGC",
            "-Xmx3g",
            "-Dlanewise.start=0",
            "-Dlanewise.simd=" + bits));
    String own = System.getenv().getOrDefault("LANEWISE_JAVA_OPTS", "").strip();
    if (!own.isEmpty()) {
      command.addAll(List.of(own.split("\\s+", -1)));
    }
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path", ""), Probe.class.getName()));
    command.addAll(words);
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    try (BufferedReader lines = process.inputReader()) {
      return lines
          .lines()
          .filter(line -> line.startsWith("@"))
          .map(line -> line.split("\t", -1))
          .toList();
    }
  }
}
