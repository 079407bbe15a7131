package lanewise.bench.kernels;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import lanewise.bench.command.Command;
import lanewise.bench.command.Words;
import lanewise.bench.compare.Unit;
import lanewise.bench.machine.Jvm;
import lanewise.bench.machine.Pinning;
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
  /** The command. */
  public static final Command COMMAND = new Command("roofline", Roofline::run);

  /** Of the processes: calls wait for the compiler, whatever else the machine does. */
  static final List<String> OPTIONS = List.of("-Xmx6g", "-Xbatch");

  private static final int ROUNDS = 31;
  private static final int FEW_ROUNDS = 7;

  private final int rounds;
  private final String only;
  private final @Nullable Path json;

  /** What was told last of a kernel, before its times. */
  private String[] kernel = {};

  private final Map<String, double[]> times = new HashMap<>();
  private String heading = "";

  private Roofline(int rounds, String only, @Nullable Path json) {
    this.rounds = rounds;
    this.only = only;
    this.json = json;
  }

  private static int run(Words words) throws IOException {
    boolean quick = words.flag("--quick");
    String only = words.value("--only").orElse("");
    int width = words.width();
    Path json = words.value("--json").map(Path::of).orElse(null);
    words.rest(0);
    Predicate<String> wanted = name -> name.contains(only);
    long limits = Probe.limitNames().stream().filter(wanted).count();
    long kernels = Load.all().stream().map(Load::name).filter(wanted).count();
    if (limits + kernels == 0) {
      throw new IllegalArgumentException(
          "--only: no limit and no kernel has \"%s\" in its name".formatted(only));
    }
    String core = Pinning.cores(1);
    new Results("roofline", 1, json).environment(Environment.of(core, quick, 1).build());
    Roofline roofline = new Roofline(quick ? FEW_ROUNDS : ROUNDS, only, json);
    if (limits > 0) {
      roofline.limits(width == 0 ? Words.WIDTHS : List.of(width), core);
    }
    if (kernels > 0) {
      System.err.printf("roofline: kernels (%s), 1 thread%n", kernels);
      roofline.kernels(width, core);
    }
    return 0;
  }

  /** At all widths that the processor has. */
  private void limits(List<Integer> widths, String core) throws IOException {
    boolean there = false;
    int cores = Runtime.getRuntime().availableProcessors();
    for (int bits : widths) {
      boolean measured = limits(bits, 1, core);
      there |= measured;
      if (measured && cores > 1) {
        limits(bits, cores, "");
      }
    }
    require(there, widths.size() == 1 ? widths.getFirst() : 0);
  }

  private void kernels(int bits, String core) throws IOException {
    require(
        !probe(Jvm.of(bits, core, OPTIONS), this::told, "kernels", rounds, only).isEmpty(), bits);
  }

  private static void require(boolean measured, int bits) throws IOException {
    if (!measured) {
      throw new IOException(
          bits > 0
              ? "no process could measure: has the processor vectors of %s bits?".formatted(bits)
              : "no process could measure; is this a JDK with C2?");
    }
  }

  /** Starts a {@link Probe}, which tells nothing where the processor has no such width. */
  static List<String[]> probe(Jvm jvm, Jvm.Listener listener, Object... words) throws IOException {
    return Jvm.told(
        jvm.run(Probe.class, Arrays.stream(words).map(String::valueOf).toList(), listener));
  }

  /** Measures the limits of a width, and says whether the processor has it. */
  private boolean limits(int bits, int threads, String core) throws IOException {
    System.err.printf("roofline: limits, %s bits, %s%n", bits, threads(threads));
    Jvm.Listener listener =
        words -> {
          if (words[0].equals("limit")) {
            heading("%s bits, %s".formatted(bits, threads(threads)));
            limit(bits, threads, words);
          }
        };
    return !probe(Jvm.of(bits, core, OPTIONS), listener, "limits", threads, rounds, only).isEmpty();
  }

  /** Above the first line of a table. */
  private void heading(String text) {
    if (!text.equals(heading)) {
      System.out.printf("%n%s%n", text);
    }
    heading = text;
  }

  private static String threads(int threads) {
    return threads == 1 ? "1 thread" : threads + " threads";
  }

  private void limit(int bits, int threads, String[] words) throws IOException {
    double amount = Double.parseDouble(words[3]);
    Unit unit = words[2].equals("GB/s") ? Unit.gigabytes(amount) : Unit.gigaflops(amount);
    Estimate nanos = Estimate.of(List.of(Jvm.numbers(words, 4)));
    System.out.printf(
        Locale.ROOT,
        "  %-14s %8.1f %-7s  [%.1f, %.1f]%n",
        words[1],
        unit.of(nanos.median()),
        unit.name(),
        unit.of(nanos.high()),
        unit.of(nanos.low()));
    new Results("roofline", threads, json)
        .result(words[1], "machine", bits + " bits", unit, nanos, Map.of());
  }

  /** A kernel comes first, then its times, those of its own work at the end. */
  private void told(String[] words) throws IOException {
    switch (words[0]) {
      case "kernel" -> kernel = words;
      case "peak", "traffic" -> times.put(words[0], Jvm.numbers(words, 1));
      case "work" -> kernel(Jvm.numbers(words, 1));
      default -> {} // the width
    }
  }

  private void kernel(double[] work) throws IOException {
    heading(
        "kernels, 1 thread%n  %-34s %10s %10s %10s  %s"
            .formatted("", "GFLOP/s", "GB/s", "FLOP/byte", "share of its bound [95% interval]"));
    double operations = Double.parseDouble(kernel[4]);
    double bytes = Double.parseDouble(kernel[5]);
    double[] peak = times.getOrDefault("peak", new double[0]);
    double[] traffic = times.getOrDefault("traffic", new double[0]);
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
        kernel[3],
        operations > 0 ? String.format(Locale.ROOT, "%.1f", operations / nanos.median()) : "",
        bytes / nanos.median(),
        operations > 0 ? String.format(Locale.ROOT, "%.2f", operations / bytes) : "",
        100 * share.share(),
        100 * share.low(),
        100 * share.high(),
        share.arithmetic() ? "multiply-adds" : "bandwidth",
        share.boundTooLow() ? ", whose bound was measured too low" : "");
    new Results("roofline", 1, json).result(kernel[3], "lanewise", kernel[2], unit, nanos, figures);
  }
}
