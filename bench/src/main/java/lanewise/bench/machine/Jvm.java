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
 *
 * @param bits of a vector, 0 for those that the engine chooses
 * @param cores to which it is held, or empty
 * @param options beside the usual ones and those in LANEWISE_JAVA_OPTS
 * @param classPath of its classes
 */
public record Jvm(int bits, String cores, List<String> options, String classPath) {
  private static final String MARK = "@";

  /** With the class path of this JVM. */
  public static Jvm of(int bits, String cores, List<String> options) {
    return new Jvm(bits, cores, options, System.getProperty("java.class.path", ""));
  }

  /** Takes what a process tells, word by word, as soon as it does. */
  @FunctionalInterface
  public interface Listener {
    /** The process has told something. */
    void told(String[] words) throws IOException;
  }

  /**
   * Runs a class to its end.
   *
   * @param words for the class
   * @return all that it prints
   * @throws IOException if the process cannot be started
   */
  public List<String> run(Class<?> main, List<String> words) throws IOException {
    return run(main, words, _ -> {});
  }

  /**
   * Runs a class to its end.
   *
   * @param words for the class
   * @param listener to what it tells
   * @return all that it prints
   * @throws IOException if the process cannot be started, or what the listener throws
   */
  public List<String> run(Class<?> main, List<String> words, Listener listener) throws IOException {
    List<String> command = new ArrayList<>(Pinning.words(cores));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of("--add-modules=jdk.incubator.vector", "-XX:+UseSerialGC", "-Dlanewise.start=0"));
    if (bits > 0) {
      command.add("-Dlanewise.simd=" + bits);
    }
    command.addAll(userOptions());
    command.addAll(options);
    command.addAll(List.of("-cp", classPath, main.getName()));
    command.addAll(words);
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    List<String> printed = new ArrayList<>();
    try (BufferedReader lines = process.inputReader()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        printed.add(line);
        if (line.startsWith(MARK)) {
          listener.told(words(line));
        }
      }
    } finally {
      process.destroy(); // where it has not ended: the listener failed
    }
    return printed;
  }

  /** The options that LANEWISE_JAVA_OPTS adds to every JVM. */
  public static List<String> userOptions() {
    String own = System.getenv().getOrDefault("LANEWISE_JAVA_OPTS", "").strip();
    return own.isEmpty() ? List.of() : List.of(own.split("\\s+", -1));
  }

  /** Whether those keep vectors to 256 bits where the processor has wider ones. */
  public static boolean narrow() {
    return userOptions().contains("-XX:UseAVX=2");
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
    return printed.stream().filter(line -> line.startsWith(MARK)).map(Jvm::words).toList();
  }

  private static String[] words(String line) {
    return line.substring(MARK.length()).split("\t", -1);
  }

  /** The words from a place on, which are numbers. */
  public static double[] numbers(String[] words, int from) {
    return Arrays.stream(words).skip(from).mapToDouble(Double::parseDouble).toArray();
  }
}
