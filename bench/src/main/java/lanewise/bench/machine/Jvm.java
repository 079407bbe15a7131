package lanewise.bench.machine;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A JVM of one vector width for each measurement, as a JVM runs one width for its life. What it
 * tells are lines that begin with an at sign, words separated by tabs.
 */
public final class Jvm {
  private static final String MARK = "@";

  private Jvm() {}

  /**
   * Runs a class to its end.
   *
   * @param bits of a vector, 0 for those that the engine chooses
   * @param options of this JVM beside the usual ones and those in LANEWISE_JAVA_OPTS
   * @param words for the class
   * @return all that it prints
   * @throws IOException if the process cannot be started
   */
  public static List<String> run(
      int bits, List<String> options, String classPath, Class<?> main, List<String> words)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of("--add-modules=jdk.incubator.vector", "-XX:+UseSerialGC", "-Dlanewise.start=0"));
    if (bits > 0) {
      command.add("-Dlanewise.simd=" + bits);
    }
    command.addAll(options());
    command.addAll(options);
    command.addAll(List.of("-cp", classPath, main.getName()));
    command.addAll(words);
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    try (BufferedReader lines = process.inputReader()) {
      return lines.lines().toList();
    }
  }

  /** The options that LANEWISE_JAVA_OPTS adds to every JVM. */
  public static List<String> options() {
    String own = System.getenv().getOrDefault("LANEWISE_JAVA_OPTS", "").strip();
    return own.isEmpty() ? List.of() : List.of(own.split("\\s+", -1));
  }

  /** Whether those keep vectors to 256 bits where the processor has wider ones. */
  public static boolean narrow() {
    return options().contains("-XX:UseAVX=2");
  }

  /** Tells the process that started this one; the first word gets the mark. */
  public static void tell(Object... words) {
    System.out.println(
        MARK + String.join("\t", Arrays.stream(words).map(String::valueOf).toList()));
  }

  /** Tells words and then numbers. */
  public static void tell(List<Object> words, double[] numbers) {
    List<Object> all = new ArrayList<>(words);
    Arrays.stream(numbers).forEach(all::add);
    tell(all.toArray());
  }

  /** What was told, in words, without marks. */
  public static List<String[]> told(List<String> printed) {
    return printed.stream()
        .filter(line -> line.startsWith(MARK))
        .map(line -> line.substring(MARK.length()).split("\t", -1))
        .toList();
  }

  /** The words from a place on, which are numbers. */
  public static double[] numbers(String[] words, int from) {
    return Arrays.stream(words).skip(from).mapToDouble(Double::parseDouble).toArray();
  }
}
