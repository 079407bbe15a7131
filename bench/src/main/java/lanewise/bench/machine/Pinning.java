package lanewise.bench.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Holds processes on some cores, by the program {@code taskset}. */
public final class Pinning {
  private static final Path TASKSET = Path.of("/usr/bin/taskset");
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String ALLOWED = "Cpus_allowed_list:";

  private Pinning() {}

  /**
   * The cores for a process: those in LANEWISE_CORES, or one a thread, the first ones that this
   * process may use itself.
   *
   * @return as taskset names them; empty, to leave the choice to the system, where there is no
   *     taskset, or more threads than processors
   */
  public static String cores(int threads) {
    String allowed = allowed();
    return allowed.isEmpty() ? "" : cores(threads, System.getenv(), allowed);
  }

  /**
   * One core a thread: the first ones of those in LANEWISE_CORES, or that this process may use
   * itself.
   *
   * @return as {@link #cores}
   */
  public static String firstCores(int threads) {
    String allowed = allowed();
    return allowed.isEmpty()
        ? ""
        : cores(threads, Map.of(), System.getenv().getOrDefault("LANEWISE_CORES", allowed));
  }

  /** The processors that this process may use; empty where none can be chosen. */
  private static String allowed() {
    if (!Files.isExecutable(TASKSET)) {
      return "";
    }
    try (var lines = Files.lines(STATUS)) {
      return lines
          .filter(line -> line.startsWith(ALLOWED))
          .map(line -> line.substring(ALLOWED.length()).strip())
          .findFirst()
          .orElse("");
    } catch (IOException e) {
      return ""; // a system that does not tell
    }
  }

  /** Of processors that are listed as the system does, such as {@code 0-3,8}. */
  static String cores(int threads, Map<String, String> environment, String allowed) {
    int[] all =
        Arrays.stream(allowed.split(",", -1))
            .filter(range -> !range.isEmpty())
            .flatMapToInt(Pinning::range)
            .toArray();
    if (threads > all.length) {
      return "";
    }
    String first = Integer.toString(all[0]);
    String last = Integer.toString(all[threads - 1]);
    boolean range = all[threads - 1] - all[0] == threads - 1;
    String own =
        threads == 1
            ? first
            : range
                ? first + "-" + last
                : Arrays.stream(all, 0, threads)
                    .mapToObj(Integer::toString)
                    .collect(Collectors.joining(","));
    return environment.getOrDefault("LANEWISE_CORES", own);
  }

  private static IntStream range(String range) {
    String[] ends = range.split("-", 2);
    return IntStream.rangeClosed(
        Integer.parseInt(ends[0]), Integer.parseInt(ends[ends.length - 1]));
  }

  /** The words before a command that hold its process on some cores; none for no cores. */
  public static List<String> words(String cores) {
    return cores.isEmpty() ? List.of() : List.of("taskset", "-c", cores);
  }
}
