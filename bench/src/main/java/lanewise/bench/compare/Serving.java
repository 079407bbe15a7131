package lanewise.bench.compare;

import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;

/**
 * Predictions of one row by a service: the same HTTP server around every library, requests at a
 * fixed rate, whether the last ones have been answered or not.
 */
public final class Serving {
  /** The network: large enough that it, and not only HTTP, takes time. */
  public static final String WIDTHS = "784-1024-1024-10";

  static final Work WORK =
      new Work(
          "serve",
          "an HTTP service under load: latency by rate, and the rate that it reaches",
          cases(),
          name -> rate(name) == 500 || rate(name) == 2000 || rate(name) == 8000,
          1);

  private static final String PER_SECOND = " requests/s";

  private Serving() {}

  private static Map<String, Function<Path, Problem>> cases() {
    var cases = Work.ordered();
    for (int rate : new int[] {250, 500, 1000, 2000, 3000, 4000, 6000, 8000}) {
      cases.put(rate + PER_SECOND, path -> new Mlp(WIDTHS, 1, path));
    }
    return cases;
  }

  /** Requests in a second, of a case's name. */
  public static int rate(String name) {
    return Integer.parseInt(name.replace(PER_SECOND, ""));
  }
}
