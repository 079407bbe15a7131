package lanewise.bench.lab;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import lanewise.bench.command.Command;
import lanewise.bench.command.Words;
import lanewise.bench.compare.Unit;
import lanewise.bench.machine.Jvm;
import lanewise.bench.machine.Pinning;
import lanewise.bench.report.Environment;
import lanewise.bench.report.Estimate;
import lanewise.bench.report.Results;
import lanewise.layers.format.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * {@code bench/lab CLASS}: what there is to say of a tile of one's own, at every vector width that
 * the processor has: whether it keeps the contract of {@link
 * lanewise.tensor.kernel.gemm.MicroKernel}, what the compiler made of it, what it allocates, how
 * long it takes to warm up, and how fast it is beside ours.
 *
 * <p>Every width is a process in which the compiler prints its code and calls wait for it, one that
 * warms up as any JVM does, and some that are held on a core and timed. A user's tile is called
 * yours, and Lanewise's own at the same width ours.
 */
public final class Lab {
  /** The command. */
  public static final Command COMMAND = new Command("lab", Lab::run);

  private static final int FAILED = 2;
  private static final int FORKS = 3;
  private static final String METHOD = "multiply";
  private static final String YOURS = "yours";
  private static final String OURS = "ours";

  private final String type;
  private final String classPath;
  private final boolean quick;
  private final int forks;
  private final Results results;

  private Lab(String type, String classPath, boolean quick, int forks, Results results) {
    this.type = type;
    this.classPath = classPath;
    this.quick = quick;
    this.forks = forks;
    this.results = results;
  }

  /** Examines a tile: 0 if all is well, 1 if it is rejected or flagged, 2 if it cannot be run. */
  private static int run(Words words) throws IOException {
    boolean quick = words.flag("--quick");
    boolean codeOnly = words.flag("--code");
    int given = words.count("--forks");
    Optional<String> own = words.value("--class-path");
    int wanted = words.width();
    Path json = words.value("--json").map(Path::of).orElse(null);
    List<String> type = words.rest(1);
    if (type.isEmpty()) {
      throw new IllegalArgumentException("name a class; see --help");
    }
    if (codeOnly && given > 0) {
      throw new IllegalArgumentException("--forks: with --code nothing is timed; leave one out");
    }
    String path = System.getProperty("java.class.path", "");
    int forks = codeOnly ? 0 : given > 0 ? given : quick ? 1 : FORKS;
    Results results = new Results("lab", 1, json);
    results.environment(Environment.of(Pinning.cores(1), quick, Math.max(1, forks)).build());
    Lab lab =
        new Lab(
            type.getFirst(),
            own.map(first -> first + File.pathSeparator + path).orElse(path),
            quick,
            forks,
            results);
    int worst = 0;
    int seen = 0;
    for (int bits : Words.WIDTHS) {
      if (wanted == 0 || wanted == bits) {
        int code = lab.width(bits, wanted > 0);
        worst = Math.max(worst, code);
        if (code == FAILED) {
          return FAILED;
        }
        seen += code < 0 ? 0 : 1;
      }
    }
    return seen == 0 ? FAILED : worst;
  }

  /** Examines one width; -1 where the processor does not have it. */
  private int width(int bits, boolean wanted) throws IOException {
    System.err.printf("lab: %s bits, the contract and the machine code%n", bits);
    List<String> printed =
        fork(
            bits,
            "",
            List.of(
                "-Xbatch",
                "-XX:+UnlockDiagnosticVMOptions",
                "-XX:CompileCommand=quiet",
                "-XX:CompileCommand=print,*::" + METHOD),
            List.of("check", type));
    List<String[]> answers = Jvm.told(printed);
    String[] width = find(answers, "width");
    if (width == null) {
      String reason = failure(answers, "the process ended without a word");
      boolean narrower = !wanted && reason.contains("is not available");
      System.err.println(
          "lab: " + (narrower ? "the processor has no vectors of " + bits + " bits" : reason));
      return narrower ? -1 : FAILED;
    }
    Trial.Tiles tiles = Trial.Tiles.of(width);
    Finding finding = new Finding(type, bits, results, tiles);
    String[] rejected = find(answers, "rejected");
    if (rejected != null) {
      return finding.rejected(rejected[1]);
    }
    String[] accepted = find(answers, "accepted");
    if (accepted == null) {
      System.err.println("lab: " + failure(answers, "the process ended: " + printed.getLast()));
      return FAILED;
    }
    finding.accepted(Long.parseLong(accepted[1]), Double.parseDouble(accepted[2]));
    code(printed, tiles, finding);
    return forks == 0 ? finding.end() : measure(bits, tiles, finding);
  }

  /** What the hot loops are made of. */
  private void code(List<String> printed, Trial.Tiles tiles, Finding finding) {
    if (!System.getProperty("os.arch").equals("amd64")) {
      finding.noCode("", "not read: only that of x86-64 is");
      return;
    }
    for (String who : List.of(YOURS, OURS)) {
      String owner = who.equals(YOURS) ? type : tiles.ourClass();
      try {
        List<HotLoop> loops =
            MachineCode.of(printed, owner, METHOD).map(HotLoop::of).orElse(List.of());
        if (loops.isEmpty()) {
          finding.noCode(
              who,
              "no loop with multiply-adds in %s: not compiled by C2, in a method that was not"
                      .formatted(METHOD)
                  + " inlined, or printed by hsdis");
        } else {
          finding.code(who, loops.getFirst());
        }
      } catch (IllegalArgumentException e) {
        finding.noCode(who, "not read: " + e.getMessage());
      }
    }
  }

  private int measure(int bits, Trial.Tiles tiles, Finding finding) throws IOException {
    System.err.printf("lab: %s bits, the warm-up%n", bits);
    String[] warm = find(fork(bits, "", "warm"), "warm");
    if (warm != null) {
      finding.warmUp(
          Double.parseDouble(warm[1]), Long.parseLong(warm[2]), Boolean.parseBoolean(warm[3]));
    }
    List<List<String[]>> all = new ArrayList<>();
    for (int fork = 1; fork <= forks; fork++) {
      System.err.printf("lab: %s bits, the times, process %s of %s%n", bits, fork, forks);
      List<String[]> answers = fork(bits, Pinning.cores(1), "measure");
      String[] rejected = find(answers, "rejected");
      if (rejected != null) {
        return finding.rejected(rejected[1]);
      }
      if (find(answers, "shape") == null || find(answers, "failed") != null) {
        System.err.println("lab: " + failure(answers, "the measurement ended early"));
        return FAILED;
      }
      all.add(answers);
    }
    System.out.println(
        "  GFLOP/s               yours     ours  of peak   bytes a call"
            + "  time of ours / time of yours [95% interval]");
    for (TileProduct.Shape shape : Trial.shapes(quick)) {
      compare(bits, shape, all, tiles.machineOperations());
    }
    return finding.end();
  }

  private void compare(
      int bits, TileProduct.Shape shape, List<List<String[]>> all, double machineOperations)
      throws IOException {
    Unit unit = Unit.gigaflops(shape.operations());
    Row yours = Row.of(all, shape.name(), YOURS);
    Row ours = Row.of(all, shape.name(), OURS);
    Row machine = Row.of(all, shape.name(), "machine");
    double peak = machineOperations / machine.nanos.median();
    Standing standing = Standing.of(yours.nanos, ours.nanos);
    System.out.printf(
        Locale.ROOT,
        "  %-18s %8.1f %8.1f %7.0f%% %14.0f  %.2f [%.2f, %.2f] %s%s%n",
        shape.name(),
        unit.of(yours.nanos.median()),
        unit.of(ours.nanos.median()),
        100 * unit.of(yours.nanos.median()) / peak,
        yours.bytes,
        standing.ratio(),
        standing.low(),
        standing.high(),
        standing.words(),
        yours.nanos.split() || ours.nanos.split() ? "  forks disagree" : "");
    String way = bits + " bits";
    String name = shape.name() + ", " + way;
    Map<String, Double> figures = yours.figures(unit, peak);
    results.result(name, type, way, unit, yours.nanos, figures);
    figures = ours.figures(unit, peak);
    figures.putAll(ours.nanos.ratiosTo(yours.nanos));
    results.result(name, "lanewise", way, unit, ours.nanos, figures, Optional.of(type));
    results.result(
        name, "machine", way, Unit.gigaflops(machineOperations), machine.nanos, Map.of());
    results.verdict(
        name,
        type,
        way,
        standing.verdict(),
        JsonObject.builder()
            .put("ratio", standing.ratio())
            .put("ratioLow", standing.low())
            .put("ratioHigh", standing.high())
            .build());
  }

  /** What was measured of one tile in one shape. */
  private record Row(Estimate nanos, double bytes) {
    /** Of all processes; of the bytes the most. */
    static Row of(List<List<String[]>> all, String shape, String who) throws IOException {
      List<double[]> nanos = new ArrayList<>();
      double bytes = 0;
      for (List<String[]> answers : all) {
        for (String[] words : answers) {
          if (words[0].equals("shape") && words[1].equals(shape) && words[2].equals(who)) {
            nanos.add(Jvm.numbers(words, 4));
            bytes = Math.max(bytes, Double.parseDouble(words[3]));
          }
        }
      }
      if (nanos.size() < all.size()) {
        throw new IOException("the measurement ended before " + shape);
      }
      return new Row(Estimate.of(nanos), bytes);
    }

    Map<String, Double> figures(Unit unit, double peak) {
      Map<String, Double> figures = new LinkedHashMap<>();
      figures.put("bytesPerCall", bytes);
      figures.put("shareOfPeak", unit.of(nanos.median()) / peak);
      return figures;
    }
  }

  /** What a process tells that does something with the tile. */
  private List<String[]> fork(int bits, String core, String what) throws IOException {
    List<String> words = quick ? List.of(what, type, "quick") : List.of(what, type);
    return Jvm.told(fork(bits, core, List.of(), words));
  }

  /** What a process prints. */
  private List<String> fork(int bits, String core, List<String> options, List<String> words)
      throws IOException {
    List<String> all = new ArrayList<>(options);
    all.add("-XX:MaxVectorSize=" + bits / Byte.SIZE);
    return new Jvm(bits, core, all, classPath).run(Trial.class, words);
  }

  private static String failure(List<String[]> answers, String otherwise) {
    String[] failed = find(answers, "failed");
    return failed == null ? otherwise : failed[1];
  }

  private static String @Nullable [] find(List<String[]> answers, String mark) {
    return answers.stream().filter(words -> words[0].equals(mark)).findFirst().orElse(null);
  }
}
