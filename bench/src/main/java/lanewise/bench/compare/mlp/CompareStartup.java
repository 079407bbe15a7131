package lanewise.bench.compare.mlp;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import lanewise.bench.compare.Slices;
import lanewise.layers.format.Json;
import lanewise.layers.format.JsonObject;

/**
 * {@code bench/compare startup [--json FILE] [--quick] [--only TEXT]}: from the start of a JVM to
 * its first prediction from a model file, a new process every time, the competitors in turn, each
 * plain and with an AOT cache that a first run of the same has written; the resident memory at that
 * moment, and the size of the jars that an application ships for it.
 *
 * <p>The time is from just before the process is started to the arrival of its line. One run of
 * each is not counted: it brings the files into memory, and some libraries unpack theirs.
 */
public final class CompareStartup {
  private static final String NETWORK = "784-128-10";
  private static final double MEGABYTE = 1e6;
  private static final String PLAIN = "plain";
  private static final String CACHED = "AOT cache";

  /** One way to start, and what its runs gave. */
  private static final class Runner {
    private final Competitor competitor;
    private final String variant;
    private final List<String> jvmOptions;
    private final List<String> call;
    private final long jarBytes;
    private final List<Double> millis = new ArrayList<>();
    private final List<Double> residentKilobytes = new ArrayList<>();
    private final List<Double> peakKilobytes = new ArrayList<>();

    Runner(
        Competitor competitor,
        String variant,
        List<String> jvmOptions,
        List<String> call,
        long jarBytes) {
      this.competitor = competitor;
      this.variant = variant;
      this.jvmOptions = jvmOptions;
      this.call = call;
      this.jarBytes = jarBytes;
    }

    String name() {
      return call.isEmpty() ? "JVM alone" : competitor.name();
    }
  }

  private final Options options;
  private final Path folder;
  private final Expected expected;
  private final List<Runner> runners = new ArrayList<>();
  private final List<String> absent = new ArrayList<>();

  private CompareStartup(Options options) {
    this.options = options;
    this.folder = options.root().resolve("bench/peers/target/startup");
    Network network = Network.of(NETWORK);
    this.expected = new Expected(network, new float[][] {FirstPrediction.row(network.features())});
  }

  /**
   * Runs the comparison.
   *
   * @param args the root of the clone, then the options
   * @throws IOException if ours cannot be measured, or results cannot be written
   */
  public static void main(String[] args) throws IOException {
    String[] words = Arrays.copyOfRange(args, 1, args.length);
    new CompareStartup(Options.of(Path.of(args[0]), words)).run();
  }

  private void run() throws IOException {
    Files.createDirectories(folder);
    enter(Competitor.LANEWISE);
    for (Competitor peer : Competitor.PEERS) {
      if (peer.name().contains(options.only())) {
        enter(peer);
      }
    }
    int runs = options.quick() ? 3 : 5;
    for (int run = 0; run < runs; run++) {
      for (Runner runner : runners) {
        start(runner, true);
      }
    }
    report();
  }

  /** Saves the competitor's model and starts it once; a peer that fails is noted. */
  private void enter(Competitor competitor) throws IOException {
    try {
      Path file = folder.resolve(competitor.name().replace(' ', '-'));
      Runner save =
          new Runner(
              competitor,
              "",
              List.of(),
              List.of("save", competitor.className(), file.toString(), NETWORK),
              0);
      start(save, false);
      List<String> call =
          List.of(
              competitor.className(),
              file.toString(),
              Integer.toString(Network.of(NETWORK).features()));
      long bytes = bytes(competitor.jars(options.root()));
      if (competitor.ours()) {
        runners.add(new Runner(competitor, "", List.of(), List.of(), 0));
      }
      Runner plain = new Runner(competitor, PLAIN, List.of(), call, bytes);
      start(plain, false);
      runners.add(plain);
      String cache = file + ".aot";
      start(
          new Runner(competitor, CACHED, List.of("-XX:AOTCacheOutput=" + cache), call, bytes),
          false);
      runners.add(new Runner(competitor, CACHED, List.of("-XX:AOTCache=" + cache), call, bytes));
    } catch (IOException e) {
      if (competitor.ours()) {
        throw e;
      }
      absent.add(competitor.name() + ": " + e.getMessage());
    }
  }

  private static long bytes(List<Path> jars) throws IOException {
    long sum = 0;
    for (Path jar : jars) {
      sum += Files.size(jar);
    }
    return sum;
  }

  private void start(Runner runner, boolean counted) throws IOException {
    List<Path> jars = new ArrayList<>(runner.competitor.jars(options.root()));
    jars.addAll(runner.competitor.harness(options.root()));
    List<String> words = new ArrayList<>(List.of(FirstPrediction.class.getName()));
    words.addAll(runner.call);
    ProcessBuilder builder =
        runner.competitor.process(
            options.root(), runner.jvmOptions, jars, words.toArray(String[]::new));
    Path log = folder.resolve(runner.competitor.className() + ".log");
    builder.redirectError(log.toFile());
    long begin = System.nanoTime();
    Process process = builder.start();
    double millis = Double.NaN;
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.equals(FirstPrediction.DONE)) {
          millis = (System.nanoTime() - begin) / 1e6;
        } else if (counted && line.startsWith("@VmRSS:")) {
          runner.residentKilobytes.add(Double.valueOf(line.substring(7)));
        } else if (counted && line.startsWith("@VmHWM:")) {
          runner.peakKilobytes.add(Double.valueOf(line.substring(7)));
        } else if (line.startsWith("@answer:[0")) {
          check(line.substring(9, line.length() - 1));
        }
      }
    }
    if (Double.isNaN(millis)) {
      throw new IOException(failure(log));
    }
    if (counted) {
      runner.millis.add(millis);
    }
  }

  private void check(String answer) {
    String[] words = answer.split(", ", -1);
    float[] values = new float[words.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = Float.parseFloat(words[i]);
    }
    expected.check(0, values);
  }

  /** The innermost cause in the stack trace that the process left. */
  private static String failure(Path log) throws IOException {
    List<String> lines = Files.readAllLines(log);
    return lines.stream()
        .filter(line -> line.startsWith("Caused by") || line.startsWith("Exception in"))
        .reduce((_, last) -> last)
        .orElse(lines.isEmpty() ? "the process ended without a word" : lines.getLast());
  }

  private void report() throws IOException {
    System.out.printf(
        "%n%-16s %-12s %14s %8s %14s %10s %10s%n",
        "", "", "ms to predict", "spread", "resident MB", "peak MB", "jars MB");
    for (Runner runner : runners) {
      Slices time = Slices.of(array(runner.millis));
      double resident = Slices.of(array(runner.residentKilobytes)).median() * 1024 / MEGABYTE;
      double peak = Slices.of(array(runner.peakKilobytes)).median() * 1024 / MEGABYTE;
      double jars = runner.jarBytes / MEGABYTE;
      System.out.printf(
          Locale.ROOT,
          "%-16s %-12s %14.0f %7.0f%% %14.1f %10.1f %10.1f%n",
          runner.name(),
          runner.variant,
          time.median(),
          100 * time.spread(),
          resident,
          peak,
          jars);
      options.append(
          Json.write(
              JsonObject.builder()
                  .put("work", "startup")
                  .put("case", NETWORK)
                  .put("competitor", runner.name())
                  .put("variant", runner.variant)
                  .put("unit", "ms")
                  .put("higherIsBetter", false)
                  .put("median", time.median())
                  .put("spread", time.spread())
                  .put("residentMegabytes", resident)
                  .put("peakMegabytes", peak)
                  .put("jarMegabytes", jars)
                  .build()));
    }
    if (!absent.isEmpty()) {
      System.out.println("\nNot measured:");
      absent.forEach(line -> System.out.println("  " + line));
    }
  }

  private static double[] array(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
