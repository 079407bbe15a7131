package lanewise.bench.compare;

import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;

/**
 * Predictions of one row by a service: the same HTTP server around every library, requests at a
 * fixed rate, whether the last ones have been answered or not. Rates double until a service is
 * {@link #saturated}; it is asked no faster then.
 */
public final class Serving {
  /** The network: large enough that it, and not only HTTP, takes time. */
  public static final String WIDTHS = "784-1024-1024-10";

  private static final String PER_SECOND = " requests/s";
  private static final int SLOWEST = 250;
  private static final int FASTEST = 64_000;

  /** Of the requests that are due, the part that a service answers which keeps up. */
  private static final double KEPT = 0.95;

  static final Work WORK =
      new Work(
          "serve",
          cases(),
          name -> Integer.numberOfTrailingZeros(rate(name) / SLOWEST) % 2 == 1,
          1);

  private Serving() {}

  private static Map<String, Function<Path, Problem>> cases() {
    var cases = Work.ordered();
    for (int rate = SLOWEST; rate <= FASTEST; rate *= 2) {
      cases.put(rate + PER_SECOND, path -> new Mlp(WIDTHS, 1, path));
    }
    return cases;
  }

  /** Requests in a second, of a case's name. */
  public static int rate(String name) {
    return Integer.parseInt(name.replace(PER_SECOND, ""));
  }

  /**
   * Whether requests come faster than a service answers.
   *
   * @param offered requests in a second
   * @param answered of them, NaN if that was not measured
   */
  public static boolean saturated(double offered, double answered) {
    return answered < KEPT * offered;
  }
}
