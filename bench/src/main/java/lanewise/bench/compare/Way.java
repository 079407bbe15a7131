package lanewise.bench.compare;

import java.util.concurrent.Callable;

/**
 * One way in which a library solves a problem.
 *
 * @param name such as {@code a direct buffer an input}
 * @param rounding of the weights, where the way stores them in fewer bits
 * @param yardstick whether it is a speed of the machine, without an answer to check
 * @param opening prepares all that a user would keep from call to call
 */
public record Way(String name, Rounding rounding, boolean yardstick, Callable<Call> opening) {
  /** A way that keeps the weights as they are. */
  public static Way of(String name, Callable<Call> opening) {
    return of(name, Rounding.NONE, opening);
  }

  /** A way that rounds the weights. */
  public static Way of(String name, Rounding rounding, Callable<Call> opening) {
    return new Way(name, rounding, false, opening);
  }

  /** What the machine can do at most. */
  public static Way yardstick(String name, Callable<Call> opening) {
    return new Way(name, Rounding.NONE, true, opening);
  }
}
