package lanewise.bench.kernels;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import lanewise.bench.command.Command;
import lanewise.bench.command.Words;
import lanewise.bench.compare.Unit;
import lanewise.bench.machine.Jvm;
import lanewise.bench.report.Environment;
import lanewise.bench.report.Estimate;
import lanewise.bench.report.Line;
import lanewise.bench.report.Results;

/**
 * {@code bench/guard}: measures what each kernel costs in multiply-adds of this core, and says
 * which cost more than in the baseline of this class of processors by more than their noise.
 *
 * <p>A round is a slice of the kernel between two of multiply-adds, and two of copies, which tell
 * whether the core was calm; a fork, a process of its own, is the median of its calm rounds; forks
 * differ by what the compiler happened to make, which is the noise (Kalibera and Jones, "Rigorous
 * benchmarking in reasonable time", 2013). What seems to have become slower is measured again by
 * other forks, and named if it is slower again.
 */
public final class Guard {
  /** The command. */
  public static final Command COMMAND = new Command("guard", Guard::run);

  private static final Unit MULTIPLY_ADDS = new Unit("multiply-adds", false, 1);
  private static final int ROUNDS = 41;

  /** Processes of a look, and of a baseline, which decides many runs. */
  static final int FORKS = 5;

  static final int BASELINE_FORKS = 9;

  /** How many times as many processes it starts where others disturb it. */
  private static final int MOST = 2;

  /**
   * Calls wait for the compiler; arrays begin at multiples of the longest vector, and in large
   * pages where there are any.
   */
  static final List<String> OPTIONS =
      Stream.concat(
              Roofline.OPTIONS.stream(),
              Stream.of("-XX:ObjectAlignmentInBytes=64", "-XX:+UseTransparentHugePages"))
          .toList();

  /** Changes below it are what a link or the order of methods makes. */
  private static final double SMALLEST = 0.04;

  /** Standard errors of a difference that are noise. */
  private static final double SIGMAS = 4;

  /** A noise with which a kernel that takes a tenth longer may pass. */
  private static final double LOUD = 0.08;

  /** Gives the costs of kernels, of each fork. */
  @FunctionalInterface
  interface Measurement {
    /** Measures all kernels, always in one order. */
    Map<String, double[]> of(int forks) throws IOException;
  }

  /**
   * A kernel beside its baseline.
   *
   * @param kernel by name
   * @param change of its cost, such as 0.1 for a tenth more
   * @param noise below which a change means nothing
   */
  record Change(String kernel, double change, double noise) {
    /** Of the medians of forks; the noise is that of both sets of forks. */
    static Change of(String kernel, double[] before, double[] now) {
      double change = median(logs(now)) - median(logs(before));
      double error = Math.sqrt(variance(before) / before.length + variance(now) / now.length);
      return new Change(kernel, Math.expm1(change), Math.max(SMALLEST, Math.expm1(SIGMAS * error)));
    }

    boolean slower() {
      return change > noise;
    }

    @Override
    public String toString() {
      return String.format(
          Locale.ROOT, "%s: %+.1f%% (noise %.1f%%)", kernel, 100 * change, 100 * noise);
    }

    private static double[] logs(double[] values) {
      return Arrays.stream(values).map(Math::log).sorted().toArray();
    }

    private static double median(double[] sorted) {
      int middle = sorted.length / 2;
      return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /** Of all but the slowest fifth: one that was disturbed after all is no noise of the others. */
    private static double variance(double[] values) {
      double[] sorted = logs(values);
      double[] logs = Arrays.copyOf(sorted, sorted.length - sorted.length / 5);
      double mean = Arrays.stream(logs).average().orElseThrow();
      double squares = Arrays.stream(logs).map(x -> (x - mean) * (x - mean)).sum();
      return squares / Math.max(1, logs.length - 1);
    }
  }

  private final Results results;
  private final String slowed;

  private Guard(Results results, String slowed) {
    this.results = results;
    this.slowed = slowed;
  }

  /** Prints what became slower; the exit code is 1 if something did. */
  private static int run(Words words) throws IOException {
    boolean accept = words.flag("--accept");
    boolean all = words.flag("--all");
    String slowed = words.value("--slow").orElse("");
    words.rest(0);
    Path baseline =
        Command.root().resolve("bench/baselines").resolve(Environment.processorClass() + ".jsonl");
    if (accept) {
      accept(baseline);
      return 0;
    }
    if (!Files.exists(baseline)) {
      throw new IOException("there is no baseline %s; --accept makes one".formatted(baseline));
    }
    Map<String, double[]> before = read(Line.read(List.of(baseline)));
    if (!slowed.isEmpty() && !before.containsKey(slowed)) {
      throw new IllegalArgumentException(
          "the baseline has no kernel \"%s\" to be slowed: it has %s"
              .formatted(slowed, String.join("; ", before.keySet())));
    }
    Guard guard = new Guard(new Results("guard", 1, null), slowed);
    return guard.run(before, all) ? 0 : 1;
  }

  private static void accept(Path baseline) throws IOException {
    Path folder = baseline.toAbsolutePath().getParent();
    Files.createDirectories(folder);
    Path written = Files.createTempFile(folder, "baseline", "");
    try {
      Results results = new Results("guard", 1, written);
      results.environment(Environment.of("", false, BASELINE_FORKS).build());
      new Guard(results, "").measure(BASELINE_FORKS);
      Files.move(written, baseline, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(written); // where the measurement has failed
    }
    System.out.println("guard: the baseline is now " + baseline);
  }

  /** Whether nothing became slower. */
  private boolean run(Map<String, double[]> before, boolean all) throws IOException {
    Map<String, double[]> first = measure(FORKS);
    List<Change> changes = changes(before, first);
    if (all) {
      changes.forEach(change -> System.out.println("  " + change));
    }
    TreeSet<String> unknown = new TreeSet<>(first.keySet());
    unknown.removeAll(before.keySet());
    if (!unknown.isEmpty()) {
      System.err.println("guard: not in the baseline: " + String.join(", ", unknown));
    }
    List<Change> slower = slower(before, changes, this::measure);
    slower.forEach(System.out::println);
    if (slower.size() > changes.size() / 2) {
      System.err.println("guard: most kernels at once: does something else use the machine?");
    }
    List<String> loud =
        changes.stream().filter(each -> each.noise > LOUD).map(Change::kernel).toList();
    System.err.printf(
        "guard: %s kernels, %s slower%s%n",
        changes.size(),
        slower.size(),
        loud.isEmpty()
            ? ""
            : "; a tenth would not be seen in " + String.join(", ", loud) + ", which vary as much");
    return slower.isEmpty();
  }

  /** The kernels that both know. */
  static List<Change> changes(Map<String, double[]> before, Map<String, double[]> now) {
    List<Change> changes = new ArrayList<>();
    before.forEach(
        (kernel, forks) -> {
          double[] measured = now.get(kernel);
          if (measured != null) {
            changes.add(Change.of(kernel, forks, measured));
          }
        });
    return changes;
  }

  /** Those that are slower, and again in other forks. */
  static List<Change> slower(
      Map<String, double[]> before, List<Change> changes, Measurement measurement)
      throws IOException {
    List<String> suspects = changes.stream().filter(Change::slower).map(Change::kernel).toList();
    if (suspects.isEmpty()) {
      return List.of();
    }
    return changes(before, measurement.of(FORKS)).stream()
        .filter(change -> change.slower() && suspects.contains(change.kernel))
        .toList();
  }

  /** The forks' medians of a baseline's lines. */
  static Map<String, double[]> read(List<Line> lines) {
    Map<String, double[]> costs = new LinkedHashMap<>();
    lines.stream()
        .filter(Line::result)
        .forEach(line -> costs.put(line.text("case"), line.numbers("forks")));
    return costs;
  }

  /** Measures until every kernel has had enough forks in which the machine was calm. */
  private Map<String, double[]> measure(int forks) throws IOException {
    Map<String, List<Rounds>> rounds = new LinkedHashMap<>();
    Map<String, String> variants = new LinkedHashMap<>();
    List<String> disturbed = List.of();
    for (int fork = 0; fork < MOST * forks && (fork < forks || !disturbed.isEmpty()); fork++) {
      List<String[]> told =
          Roofline.probe(Jvm.of(0, "", OPTIONS), _ -> {}, "costs", ROUNDS, slowed);
      for (int i = 0; i + Probe.COST_LINES < told.size(); i++) {
        if (told.get(i)[0].equals("kernel")) {
          double[][] lines =
              told.subList(i + 1, i + 1 + Probe.COST_LINES).stream()
                  .map(words -> Jvm.numbers(words, 1))
                  .toArray(double[][]::new);
          variants.put(told.get(i)[3], told.get(i)[2]);
          rounds
              .computeIfAbsent(told.get(i)[3], _ -> new ArrayList<>())
              .add(new Rounds(lines[0], Arrays.copyOfRange(lines, 1, lines.length)));
        }
      }
      disturbed = disturbed(rounds, forks);
    }
    if (rounds.isEmpty()) {
      throw new IOException("no process could measure; is this a JDK with C2?");
    }
    if (!disturbed.isEmpty()) {
      System.err.println(
          "guard: the core was seldom as fast as it can be, other programs use it as well: few"
              + " rounds count of "
              + String.join("; ", disturbed));
    }
    Map<String, double[]> costs = new LinkedHashMap<>();
    for (Map.Entry<String, List<double[]>> kernel : costs(rounds).entrySet()) {
      Estimate cost = Estimate.of(kernel.getValue());
      String variant = variants.getOrDefault(kernel.getKey(), "");
      results.result(kernel.getKey(), "lanewise", variant, MULTIPLY_ADDS, cost, Map.of());
      costs.put(kernel.getKey(), cost.forks().stream().mapToDouble(Double::valueOf).toArray());
    }
    return costs;
  }

  /** The costs of the calm rounds of each fork that has enough of them, by kernel. */
  static Map<String, List<double[]>> costs(Map<String, List<Rounds>> rounds) {
    double[] fastest = fastest(rounds);
    Map<String, List<double[]>> costs = new LinkedHashMap<>();
    rounds.forEach((kernel, forks) -> costs.put(kernel, calm(forks, fastest)));
    costs.values().removeIf(List::isEmpty);
    return costs;
  }

  /** The kernels with fewer calm forks. */
  static List<String> disturbed(Map<String, List<Rounds>> rounds, int forks) {
    double[] fastest = fastest(rounds);
    return rounds.entrySet().stream()
        .filter(kernel -> calm(kernel.getValue(), fastest).size() < forks)
        .map(Map.Entry::getKey)
        .toList();
  }

  private static double[] fastest(Map<String, List<Rounds>> rounds) {
    return Rounds.fastest(rounds.values().stream().flatMap(List::stream).toList());
  }

  /** The costs of each fork that was calm. */
  private static List<double[]> calm(List<Rounds> forks, double[] fastest) {
    return forks.stream()
        .map(rounds -> rounds.calm(fastest))
        .filter(costs -> costs.length > 0)
        .toList();
  }
}
