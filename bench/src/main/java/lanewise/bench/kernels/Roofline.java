package lanewise.bench.kernels;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import lanewise.bench.command.Command;
import lanewise.bench.command.Words;
import lanewise.bench.compare.Unit;
import lanewise.bench.machine.Jvm;
import lanewise.bench.report.Environment;
import lanewise.bench.report.Estimate;
import lanewise.bench.report.Results;
import org.jspecify.annotations.Nullable;

/**
 * {@code bench/roofline}: what the machine can do at each vector width, on one thread and on all
 * cores, and how much of its own bound each kernel reaches at the width that the engine chooses.
 * The bound of a kernel is the longer of two times: of its operations at the speed of
 * multiply-adds, and of its bytes at the speed of the fastest of the {@link Bounds}, loops that do
 * nothing else to as many arrays of the same size; both are measured in turn with it. A {@link
 * Share} above all by more than its interval says that the bound was measured too low.
 */
public final class Roofline {
  private static final String HELP =
      """
      usage: roofline [options]
      measures multiply-adds and bandwidths at every vector width, on one thread and on all cores,
      and every kernel's share of its own bound

        --quick       fewer rounds
        --json FILE   appends a line for each result, for report\
      """;

  /** The command. */
  public static final Command COMMAND = new Command("roofline", () -> HELP, Roofline::run);

  private static final int[] WIDTHS = {512, 256, 128};
  private static final int ROUNDS = 31;
  private static final int FEW_ROUNDS = 7;

  private final int rounds;
  private final int cores = Runtime.getRuntime().availableProcessors();
  private final @Nullable Path json;

  private Roofline(int rounds, @Nullable Path json) {
    this.rounds = rounds;
    this.json = json;
  }

  private static int run(Words words) throws IOException {
    boolean quick = words.flag("--quick");
    Path json = words.value("--json").map(Path::of).orElse(null);
    words.rest(0);
    new Roofline(quick ? FEW_ROUNDS : ROUNDS, json).run();
    return 0;
  }

  private void run() throws IOException {
    new Results("roofline", 1, json).environment(Environment.of("").build());
    boolean measured = false;
    for (int bits : WIDTHS) {
      List<String[]> one = probe(bits, List.of(), "limits", 1, rounds);
      if (one.isEmpty()) {
        continue; // the processor has no such vectors
      }
      measured = true;
      limits(bits, 1, one);
      if (cores > 1) {
        limits(bits, cores, probe(bits, List.of(), "limits", cores, rounds));
      }
    }
    if (!measured) {
      throw new IOException("no process could measure; is this a JDK with C2?");
    }
    kernels(probe(0, List.of(), "kernels", rounds));
  }

  /**
   * What a {@link Probe} of a width tells, nothing where the processor does not have it. Calls wait
   * for the compiler, so that warming up does not depend on what else the machine does.
   */
  static List<String[]> probe(int bits, List<String> options, Object... words) throws IOException {
    List<String> all = new ArrayList<>(List.of("-Xmx6g", "-Xbatch"));
    all.addAll(options);
    return Jvm.told(
        Jvm.run(
            bits,
            all,
            System.getProperty("java.class.path", ""),
            Probe.class,
            Arrays.stream(words).map(String::valueOf).toList()));
  }

  private void limits(int bits, int threads, List<String[]> told) throws IOException {
    Results results = new Results("roofline", threads, json);
    System.out.printf("%n%s bits, %s thread%s%n", bits, threads, threads == 1 ? "" : "s");
    for (String[] words : told) {
      if (words[0].equals("limit")) {
        double amount = Double.parseDouble(words[3]);
        Unit unit = words[2].equals("GB/s") ? Unit.gigabytes(amount) : Unit.gigaflops(amount);
        Estimate nanos = Estimate.of(List.of(Jvm.numbers(words, 4)));
        System.out.printf(
            Locale.ROOT, "  %-14s %8.1f %s%n", words[1], unit.of(nanos.median()), unit.name());
        results.result(words[1], "machine", bits + " bits", unit, nanos, Map.of());
      }
    }
  }

  private void kernels(List<String[]> told) throws IOException {
    Results results = new Results("roofline", 1, json);
    System.out.printf(
        "%nkernels, 1 thread%n  %-34s %10s %10s %10s  %s%n",
        "", "GFLOP/s", "GB/s", "FLOP/byte", "share of its bound [95% interval]");
    for (int i = 0; i + 3 < told.size(); i++) {
      if (told.get(i)[0].equals("kernel")) {
        kernel(
            results,
            told.get(i),
            Jvm.numbers(told.get(i + 1), 1),
            Jvm.numbers(told.get(i + 2), 1),
            Jvm.numbers(told.get(i + 3), 1));
      }
    }
  }

  private static void kernel(
      Results results, String[] words, double[] peak, double[] traffic, double[] work)
      throws IOException {
    double operations = Double.parseDouble(words[4]);
    double bytes = Double.parseDouble(words[5]);
    Estimate nanos = Estimate.of(List.of(work));
    Share share = Share.of(peak, traffic, nanos);
    Unit unit = operations > 0 ? Unit.gigaflops(operations) : Unit.gigabytes(bytes);
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put("gigabytes", bytes / nanos.median());
    if (operations > 0) {
      figures.put("intensity", operations / bytes);
    }
    figures.put("bound", unit.of(share.bound()));
    figures.put("shareOfBound", share.share());
    figures.put("shareLow", share.low());
    figures.put("shareHigh", share.high());
    System.out.printf(
        Locale.ROOT,
        "  %-34s %10s %10.1f %10s  %3.0f%% [%.0f%%, %.0f%%] of %s%s%n",
        words[3],
        operations > 0 ? String.format(Locale.ROOT, "%.1f", operations / nanos.median()) : "",
        bytes / nanos.median(),
        operations > 0 ? String.format(Locale.ROOT, "%.2f", operations / bytes) : "",
        100 * share.share(),
        100 * share.low(),
        100 * share.high(),
        share.arithmetic() ? "multiply-adds" : "bandwidth",
        share.boundTooLow() ? ", whose bound was measured too low" : "");
    results.result(words[3], "lanewise", words[2], unit, nanos, figures);
  }
}
