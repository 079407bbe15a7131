package lanewise.bench.compare.run;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lanewise.bench.compare.Mlp;
import lanewise.bench.compare.Rounding;

/**
 * From the start of a JVM to its first prediction from a model file: every round is a new process.
 * The time is from just before the process is started to the arrival of its line. The warm-up is
 * one run that is not counted: it brings the files into memory, and some libraries unpack theirs.
 */
final class StartSeat implements Seat {
  private static final double MEGABYTE = 1e6;

  private final Launcher launcher;
  private final Library library;
  private final List<String> options;
  private final List<String> words;
  private final Mlp problem;
  private final List<Double> resident = new ArrayList<>();
  private final List<Double> peak = new ArrayList<>();

  private StartSeat(
      Launcher launcher, Library library, List<String> options, List<String> words, Mlp problem) {
    this.launcher = launcher;
    this.library = library;
    this.options = options;
    this.words = words;
    this.problem = problem;
  }

  /** The ways of starting a library, by name; its model has been saved, and its AOT cache. */
  static Map<String, Seat> ways(Launcher launcher, Library library, String widths, Path file)
      throws IOException {
    Mlp problem = Mlp.ofRow(widths, file);
    Map<String, Seat> ways = new LinkedHashMap<>();
    if (library.machine()) {
      ways.put("JVM alone", new StartSeat(launcher, library, List.of(), List.of(), problem));
      return ways;
    }
    Files.createDirectories(file.getParent());
    List<String> words = List.of(library.type(), widths, file.toString());
    List<String> save = new ArrayList<>(words);
    save.add("save");
    new StartSeat(launcher, library, List.of(), save, problem).round();
    ways.put("plain", new StartSeat(launcher, library, List.of(), words, problem));
    String cache = file + ".aot";
    new StartSeat(launcher, library, List.of("-XX:AOTCacheOutput=" + cache), words, problem)
        .round();
    ways.put(
        "AOT cache",
        new StartSeat(launcher, library, List.of("-XX:AOTCache=" + cache), words, problem));
    return ways;
  }

  @Override
  public void warmUp(long periodNanos, long sliceNanos) throws IOException {
    round();
    resident.clear();
    peak.clear();
  }

  @Override
  public double round() throws IOException {
    ProcessBuilder builder = launcher.fresh(library, FirstPrediction.class, options, words);
    long begin = System.nanoTime();
    double nanos = Double.NaN;
    try (BufferedReader lines = builder.start().inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.equals(FirstPrediction.DONE)) {
          nanos = System.nanoTime() - begin;
        } else if (line.startsWith("@VmRSS:")) {
          resident.add(Double.valueOf(line.substring(7)));
        } else if (line.startsWith("@VmHWM:")) {
          peak.add(Double.valueOf(line.substring(7)));
        } else if (line.startsWith("@answer:[") && !line.endsWith("[]")) {
          problem.check(0, Rounding.NONE, floats(line.substring(9, line.length() - 1)));
        }
      }
    }
    if (Double.isNaN(nanos)) {
      throw launcher.ended(library);
    }
    return nanos;
  }

  private static float[] floats(String text) {
    String[] words = text.split(", ", -1);
    float[] values = new float[words.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = Float.parseFloat(words[i]);
    }
    return values;
  }

  @Override
  public Map<String, Double> figures() throws IOException {
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put("residentMegabytes", median(resident) * 1024 / MEGABYTE);
    figures.put("peakMegabytes", median(peak) * 1024 / MEGABYTE);
    if (!library.machine()) {
      double bytes = 0;
      for (Path jar : launcher.shipped(library)) {
        bytes += Files.size(jar);
      }
      figures.put("jarMegabytes", bytes / MEGABYTE);
    }
    return figures;
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().skip(values.size() / 2).findFirst().orElse(Double.NaN);
  }

  @Override
  public void close() {
    // A round's process has ended.
  }
}
