package lanewise.bench.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import lanewise.layers.format.Json;
import lanewise.layers.format.JsonObject;
import lanewise.tensor.Engine;
import org.jspecify.annotations.Nullable;

/**
 * {@code bench/compare WORK [--json FILE] [--quick] [--only TEXT]}: measures ours and the peers on
 * the cases of one kind of work and prints, for each case, medians and the ratio of ours to the
 * best peer (above 1: ours is better).
 */
public final class Compare {
  private static final String USAGE =
      "usage: bench/compare gemm|gemv|elementwise [--json FILE] [--quick] [--only TEXT]";

  private final String work;
  private final boolean quick;
  private final String only;
  private final @Nullable Path json;
  private final Map<String, List<Double>> ratios = new LinkedHashMap<>();

  private Compare(String work, boolean quick, String only, @Nullable Path json) {
    this.work = work;
    this.quick = quick;
    this.only = only;
    this.json = json;
  }

  /**
   * Runs a comparison.
   *
   * @param args as in the class description
   * @throws Throwable what a peer throws
   */
  public static void main(String[] args) throws Throwable {
    String work = "";
    String only = "";
    boolean quick = false;
    Path json = null;
    for (int i = 0; i < args.length; i++) {
      switch (args[i]) {
        case "--quick" -> quick = true;
        case "--json" -> json = Path.of(args[++i]);
        case "--only" -> only = args[++i];
        default -> work = args[i];
      }
    }
    new Compare(work, quick, only, json).run();
  }

  private void run() throws Throwable {
    OpenBlas blas = OpenBlas.load();
    OnnxRuntime onnx = new OnnxRuntime();
    List<CaseSource> cases =
        switch (work) {
          case "gemm" -> new GemmWork(blas, onnx).cases(quick);
          case "gemv" -> new GemvWork(blas, onnx).cases();
          case "elementwise" -> new ElementwiseWork(onnx).cases();
          default -> throw new IllegalArgumentException(USAGE);
        };
    System.out.println(Engine.describe());
    Contest contest = quick ? Contest.quick() : Contest.thorough();
    for (CaseSource source : cases) {
      Case made = source.make();
      if (made.name().contains(only)) {
        measure(contest, made);
      }
    }
    System.out.println();
    ratios.forEach(Compare::printSummary);
    System.exit(0);
  }

  private void measure(Contest contest, Case made) throws Throwable {
    List<Entrant> entrants = new ArrayList<>(made.entrants());
    if (made.shareOfPeak()) {
      entrants.add(Peak.entrant());
    }
    List<Result> results = contest.run(entrants);
    double peak = made.shareOfPeak() ? Peak.OPERATIONS / results.removeLast().median() : Double.NaN;
    double bestPeer =
        results.stream()
            .filter(result -> !result.entrant().ours())
            .mapToDouble(Result::median)
            .min()
            .orElse(Double.NaN);
    System.out.printf("%n%s (%s)%n", made.name(), made.unit());
    for (Result result : results) {
      boolean ours = result.entrant().ours();
      double ratio = ours ? bestPeer / result.median() : Double.NaN;
      double share = ours ? made.inUnit(result.median()) / peak : Double.NaN;
      print(made, result, ratio, share);
      if (ours) {
        String group = made.group() + ", " + result.entrant().variant() + ", to ";
        for (Result peer : results) {
          if (!peer.entrant().ours()) {
            String name = group + peer.entrant().competitor();
            add(name, peer.median() / result.median());
          }
        }
        add(group + "the best peer", ratio);
      }
      write(made, result, ratio, share);
    }
  }

  private void add(String name, double ratio) {
    ratios.computeIfAbsent(name, _ -> new ArrayList<>()).add(ratio);
  }

  private static void printSummary(String name, List<Double> ratios) {
    System.out.printf(
        Locale.ROOT,
        "%-72s %2d cases, geometric mean %.3f, smallest %.3f%n",
        name,
        ratios.size(),
        Math.exp(ratios.stream().mapToDouble(Math::log).average().orElse(Double.NaN)),
        ratios.stream().min(Comparator.naturalOrder()).orElse(Double.NaN));
  }

  private static void print(Case made, Result result, double ratio, double share) {
    System.out.printf(
        Locale.ROOT,
        "  %-24s %-24s %10.2f  spread %4.0f%%%s%s%s%n",
        result.entrant().competitor(),
        result.entrant().variant(),
        made.inUnit(result.median()),
        100 * result.spread(),
        Double.isNaN(ratio) ? "" : String.format(Locale.ROOT, "  %.2fx the best peer", ratio),
        Double.isNaN(share) ? "" : String.format(Locale.ROOT, "  %.0f%% of peak", 100 * share),
        result.entrant().ours()
            ? String.format(Locale.ROOT, "  %.0f B a call", result.bytes())
            : "");
  }

  private void write(Case made, Result result, double ratio, double share) throws IOException {
    if (json == null) {
      return;
    }
    JsonObject.Builder line =
        JsonObject.builder()
            .put("work", work)
            .put("case", made.name())
            .put("competitor", result.entrant().competitor())
            .put("variant", result.entrant().variant())
            .put("unit", made.unit())
            .put("higherIsBetter", made.higherIsBetter())
            .put("median", made.inUnit(result.median()))
            .put("spread", result.spread())
            .put("bytesPerCall", result.bytes());
    if (!Double.isNaN(ratio)) {
      line.put("ratioToBestPeer", ratio);
    }
    if (!Double.isNaN(share)) {
      line.put("shareOfPeak", share);
    }
    Files.writeString(
        json,
        Json.write(line.build()) + "\n",
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }
}
