package lanewise.bench.machine;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Holds processes on some cores, by the program {@code taskset}. */
public final class Pinning {
  /** The environment variable that names cores. */
  public static final String CORES = "LANEWISE_CORES";

  private static final Path TASKSET = Path.of("/usr/bin/taskset");

  private Pinning() {}

  /**
   * The cores for a process: those in LANEWISE_CORES, or one a thread, the first ones.
   *
   * @return as taskset names them; empty, to leave the choice to the system, where there is no
   *     taskset, or more threads than processors
   */
  public static String cores(int threads) {
    boolean possible =
        Files.isExecutable(TASKSET) && threads <= Runtime.getRuntime().availableProcessors();
    return possible ? cores(threads, System.getenv()) : "";
  }

  static String cores(int threads, Map<String, String> environment) {
    return environment.getOrDefault(CORES, threads == 1 ? "0" : "0-" + (threads - 1));
  }

  /** The words before a command that hold its process on some cores; none for no cores. */
  public static List<String> words(String cores) {
    return cores.isEmpty() ? List.of() : List.of("taskset", "-c", cores);
  }
}
