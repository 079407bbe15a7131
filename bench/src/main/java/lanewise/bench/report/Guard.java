package lanewise.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * {@code bench/guard}: compares results with a baseline of the same class of processors. What is
 * compared is not a time but the ratio to the yardsticks that both runs have in the case: the
 * machine's own speed where it was measured, otherwise each peer. So a machine that is slower today
 * is no fall.
 */
public final class Guard {
  /** Changes below it are what a link or the order of methods makes. */
  private static final double SMALLEST = 0.03;

  /** Standard deviations of a difference that are noise; an interval has 1.96 on each side. */
  private static final double SIGMAS = 3;

  private static final double INTERVAL = 1.96;

  /**
   * A result that is slower than in the baseline.
   *
   * @param key of the result
   * @param yardstick what it was compared with
   * @param change of the ratio, such as -0.1
   * @param noise below which a change means nothing
   */
  record Fall(String key, String yardstick, double change, double noise) {
    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "%s: %.1f%% against %s (noise %.1f%%)",
          key,
          100 * change,
          yardstick,
          100 * noise);
    }
  }

  private Guard() {}

  /**
   * Prints what fell. Exits with 1 if something did, with 2 if there is nothing to compare.
   *
   * @param args the folder of baselines, files of results, and maybe {@code --accept}
   * @throws IOException if a file cannot be read or written
   */
  public static void main(String[] args) throws IOException {
    List<String> words = new ArrayList<>(Arrays.asList(args).subList(1, args.length));
    boolean accept = words.remove("--accept");
    if (words.isEmpty() || words.contains("--help")) {
      System.err.println("usage: bench/guard RESULTS.jsonl... [--accept]");
      System.exit(2);
    }
    List<Path> files = words.stream().map(Path::of).toList();
    List<Line> now = Line.read(files);
    Path baseline = Path.of(args[0]).resolve(processors(now) + ".jsonl");
    if (accept) {
      Files.createDirectories(baseline.toAbsolutePath().getParent());
      Path written = Files.createTempFile(baseline.toAbsolutePath().getParent(), "baseline", "");
      for (Path file : files) {
        Files.write(written, Files.readAllLines(file), java.nio.file.StandardOpenOption.APPEND);
      }
      Files.move(written, baseline, StandardCopyOption.REPLACE_EXISTING);
      System.out.println("guard: the baseline is now " + baseline);
      return;
    }
    if (!Files.exists(baseline)) {
      System.err.println("guard: there is no baseline %s; --accept makes one".formatted(baseline));
      System.exit(2);
    }
    List<Fall> falls = falls(Line.read(List.of(baseline)), now);
    falls.forEach(System.out::println);
    System.exit(falls.isEmpty() ? 0 : 1);
  }

  /** The class of processors of the results. */
  static String processors(List<Line> lines) {
    return lines.stream()
        .map(line -> new Line(line.environment()).text("class"))
        .filter(name -> !name.isEmpty())
        .findFirst()
        .orElse("unknown");
  }

  /** What of ours is slower than in the baseline, by more than the noise of both runs. */
  static List<Fall> falls(List<Line> baseline, List<Line> now) {
    List<Fall> falls = new ArrayList<>();
    for (Line ours : results(now)) {
      if (ours.ours()) {
        find(baseline, ours.key())
            .forEach(
                before -> {
                  for (Line yardstick : yardsticks(now, ours)) {
                    find(baseline, yardstick.key())
                        .forEach(then -> add(falls, before, then, ours, yardstick));
                  }
                });
      }
    }
    return falls;
  }

  private static void add(List<Fall> falls, Line before, Line then, Line ours, Line yardstick) {
    double change = ours.ratioTo(yardstick) / before.ratioTo(then) - 1;
    double variance = 0;
    for (Line line : List.of(before, then, ours, yardstick)) {
      variance += Math.pow(line.noise() / INTERVAL, 2);
    }
    double noise = Math.max(SMALLEST, SIGMAS * Math.sqrt(variance));
    if (change < -noise) {
      falls.add(new Fall(ours.key(), yardstick.text("competitor"), change, noise));
    }
  }

  private static List<Line> results(List<Line> lines) {
    return lines.stream().filter(Line::result).toList();
  }

  private static List<Line> find(List<Line> lines, String key) {
    return results(lines).stream().filter(line -> line.key().equals(key)).limit(1).toList();
  }

  /** The machine's speed in the case, or else all peers. */
  private static List<Line> yardsticks(List<Line> lines, Line ours) {
    List<Line> others =
        results(lines).stream()
            .filter(line -> !line.ours() && line.text("work").equals(ours.text("work")))
            .filter(line -> line.caseKey().equals(ours.caseKey()))
            .toList();
    List<Line> machine = others.stream().filter(Line::machine).toList();
    return machine.isEmpty() ? others : machine;
  }
}
