package lanewise.bench.compare;

/**
 * One way in which a library solves a problem.
 *
 * @param name such as {@code a direct buffer an input}
 * @param rounding of the weights, where the way stores them in fewer bits
 * @param yardstick whether it is a speed of the machine, without an answer to check
 * @param opening what prepares it
 */
public record Way(String name, Rounding rounding, boolean yardstick, Opening opening) {
  /** Prepares all that a user would keep from call to call. */
  @FunctionalInterface
  public interface Opening {
    /**
     * Prepares.
     *
     * @throws Throwable what the library throws
     */
    Call open() throws Throwable;
  }

  /** A way that keeps the weights as they are. */
  public static Way of(String name, Opening opening) {
    return of(name, Rounding.NONE, opening);
  }

  /** A way that rounds the weights. */
  public static Way of(String name, Rounding rounding, Opening opening) {
    return new Way(name, rounding, false, opening);
  }

  /** What the machine can do at most. */
  public static Way yardstick(String name, Opening opening) {
    return new Way(name, Rounding.NONE, true, opening);
  }
}
