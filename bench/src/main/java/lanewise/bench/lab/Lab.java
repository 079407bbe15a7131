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
import org.jspecify.annotations.Nullable;

/**
 * {@code bench/lab CLASS}: what there is to say of a tile of one's own, at every vector width that
 * the processor has: whether it keeps the contract of {@link
 * lanewise.tensor.kernel.gemm.MicroKernel}, what the compiler made of it, what it allocates, how
 * long it takes to warm up, and how fast it is beside ours.
 *
 * <p>Every width is two processes: one in which the compiler prints its code and calls wait for it,
 * and one that is timed.
 */
public final class Lab {
  private static final String HELP =
      """
      usage: lab CLASS [options]
      examines a class that implements lanewise.tensor.kernel.gemm.MicroKernel; exits with 0 if it
      is sound, with 1 if it is rejected or flagged

        --class-path PATH   where the class is
        --width BITS        128, 256 or 512 only (default: all that the processor has)
        --quick             fewer shapes and slices
        --code              the contract and the machine code only, nothing is timed
        --json FILE         appends a line for each result, for report\
      """;

  /** The command. */
  public static final Command COMMAND = new Command("lab", () -> HELP, Lab::run);

  private static final int FAILED = 2;
  private static final String METHOD = "multiply";

  /** Less is what counting itself allocates. */
  private static final double ONE_BYTE = 1;

  private final String type;
  private final String classPath;
  private final boolean quick;
  private final boolean codeOnly;
  private final @Nullable Results json;

  private Lab(
      String type, String classPath, boolean quick, boolean codeOnly, @Nullable Results json) {
    this.type = type;
    this.classPath = classPath;
    this.quick = quick;
    this.codeOnly = codeOnly;
    this.json = json;
  }

  /** Examines a tile: 0 if all is well, 1 if it is rejected or flagged, 2 if it cannot be run. */
  private static int run(Words words) throws IOException {
    boolean quick = words.flag("--quick");
    boolean codeOnly = words.flag("--code");
    String own = words.value("--class-path").orElse(null);
    int wanted = words.width();
    String file = words.value("--json").orElse(null);
    List<String> type = words.rest(1);
    if (type.isEmpty()) {
      throw new IllegalArgumentException("name a class; see --help");
    }
    String path = System.getProperty("java.class.path", "");
    if (own != null) {
      path = own + File.pathSeparator + path;
    }
    Results json = file == null ? null : new Results("lab", 1, Path.of(file));
    if (json != null) {
      json.environment(Environment.of(Pinning.cores(1), quick, 1).build());
    }
    Lab lab = new Lab(type.getFirst(), path, quick, codeOnly, json);
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
    System.err.printf("lab: %s bits: the contract and the machine code%n", bits);
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
      if (!wanted && reason.contains("is not available")) {
        return -1;
      }
      System.err.println("lab: " + reason);
      return FAILED;
    }
    System.out.printf(
        "%n%s at %s bits: a tile of %s x %s (ours: %s)%n",
        type, bits, width[2], width[3], width[5]);
    String[] rejected = find(answers, "rejected");
    if (rejected != null) {
      System.out.println("  REJECTED      " + rejected[1]);
      return 1;
    }
    String[] accepted = find(answers, "accepted");
    if (accepted == null) {
      System.err.println("lab: " + failure(answers, "the process ended: " + printed.getLast()));
      return FAILED;
    }
    System.out.printf(
        "  contract      kept in %s cases, before it was compiled and after%n", accepted[1]);
    List<String> flags = new ArrayList<>();
    code(printed, width[4], flags);
    double bytes = Double.parseDouble(accepted[2]);
    if (bytes >= ONE_BYTE) {
      flags.add(String.format(Locale.ROOT, "boxes: a call allocates %.0f bytes", bytes));
    }
    return codeOnly ? verdict(flags) : measure(bits, Double.parseDouble(width[6]), flags);
  }

  /** Prints what the hot loops are made of, and adds what is wrong with the user's. */
  private void code(List<String> printed, String ours, List<String> flags) {
    if (!System.getProperty("os.arch").equals("amd64")) {
      System.out.println("  code          not read: only that of x86-64 is");
      return;
    }
    HotLoop loop = null;
    for (String each : List.of(type, ours)) {
      String who = each.equals(type) ? "yours" : "ours";
      List<HotLoop> loops;
      try {
        loops = MachineCode.of(printed, each, METHOD).map(HotLoop::of).orElse(List.of());
      } catch (IllegalArgumentException e) {
        System.out.printf("  code, %-7s not read: %s%n", who, e.getMessage());
        continue;
      }
      if (loops.isEmpty()) {
        System.out.printf(
            "  code, %-7s no loop with multiply-adds in %s: not compiled by C2, in a method that"
                + " was not inlined, or printed by hsdis%n",
            who, METHOD);
        continue;
      }
      HotLoop hot = loops.getFirst();
      System.out.printf("  code, %-7s %s%n", who, hot.words());
      loop = each.equals(type) ? hot : loop;
    }
    if (loop != null) {
      if (loop.spills() > 0) {
        flags.add(
            "spills: %s operations of the hot loop move vectors to or from the stack"
                .formatted(loop.spills()));
      }
      if (loop.allocations() + loop.calls() > 0) {
        flags.add(
            "boxes: the hot loop has %s allocations and %s calls"
                .formatted(loop.allocations(), loop.calls()));
      }
      if (loop.fmas() == 0) {
        flags.add("no vectors: the hot loop multiplies single numbers");
      }
    }
  }

  private int measure(int bits, double machineOperations, List<String> flags) throws IOException {
    List<String> words = new ArrayList<>(List.of("measure", type));
    if (quick) {
      words.add("quick");
    }
    System.err.printf("lab: %s bits: the times%n", bits);
    List<String[]> answers = Jvm.told(fork(bits, Pinning.cores(1), List.of(), words));
    String[] rejected = find(answers, "rejected");
    if (rejected != null) {
      System.out.println("  REJECTED      " + rejected[1]);
      return 1;
    }
    String[] warm = find(answers, "warm");
    if (warm == null || find(answers, "failed") != null) {
      System.err.println("lab: " + failure(answers, "the measurement ended early"));
      return FAILED;
    }
    System.out.printf(
        Locale.ROOT,
        "  warm-up       %s%.0f ms, %s products of %s%n",
        Boolean.parseBoolean(warm[3]) ? "more than " : "",
        Double.parseDouble(warm[1]),
        warm[2],
        Trial.SHAPES.getFirst().name());
    System.out.println("  GFLOP/s               yours     ours    ratio  of peak   bytes a call");
    for (TileProduct.Shape shape : Trial.shapes(quick)) {
      Unit unit = Unit.gigaflops(shape.operations());
      Row mine = Row.of(answers, shape.name(), "yours");
      Row ours = Row.of(answers, shape.name(), "ours");
      Row machine = Row.of(answers, shape.name(), "machine");
      double peak = machineOperations / machine.nanos.median();
      double speed = unit.of(mine.nanos.median());
      System.out.printf(
          Locale.ROOT,
          "  %-18s %8.1f %8.1f %8.2f %7.0f%% %14.0f%n",
          shape.name(),
          speed,
          unit.of(ours.nanos.median()),
          ours.nanos.median() / mine.nanos.median(),
          100 * speed / peak,
          mine.bytes);
      write(bits, shape, unit, mine, ours, peak, machineOperations, machine);
    }
    return verdict(flags);
  }

  private static int verdict(List<String> flags) {
    flags.forEach(flag -> System.out.println("  FLAGGED       " + flag));
    if (flags.isEmpty()) {
      System.out.println("  verdict       sound");
    }
    return flags.isEmpty() ? 0 : 1;
  }

  private void write(
      int bits,
      TileProduct.Shape shape,
      Unit unit,
      Row mine,
      Row ours,
      double peak,
      double machineOperations,
      Row machine)
      throws IOException {
    if (json == null) {
      return;
    }
    String way = bits + " bits";
    String name = shape.name() + ", " + way;
    for (String who : List.of("lanewise", type)) {
      Row row = who.equals(type) ? mine : ours;
      Map<String, Double> figures = new LinkedHashMap<>();
      figures.put("bytesPerCall", row.bytes);
      figures.put("shareOfPeak", unit.of(row.nanos.median()) / peak);
      Optional<String> peer = Optional.of(type).filter(_ -> !who.equals(type));
      if (peer.isPresent()) {
        figures.putAll(ours.nanos.ratiosTo(mine.nanos));
      }
      json.result(name, who, way, unit, row.nanos, figures, peer);
    }
    json.result(name, "machine", way, Unit.gigaflops(machineOperations), machine.nanos, Map.of());
  }

  /** What was measured of one tile in one shape. */
  private record Row(Estimate nanos, double bytes) {
    static Row of(List<String[]> answers, String shape, String who) throws IOException {
      for (String[] words : answers) {
        if (words[0].equals("shape") && words[1].equals(shape) && words[2].equals(who)) {
          return new Row(Estimate.of(List.of(Jvm.numbers(words, 4))), Double.parseDouble(words[3]));
        }
      }
      throw new IOException("the measurement ended before " + shape);
    }
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
