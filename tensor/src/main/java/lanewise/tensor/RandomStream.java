package lanewise.tensor;

/**
 * A seeded, splittable stream of random numbers: the same values on every platform and JDK.
 *
 * <p>Number i of a stream is {@code mix(key + (i + 1) * GAMMA)}: SplitMix64 (Steele, Lea and Flood,
 * "Fast splittable pseudorandom number generators", 2014) read as a function of a counter. The
 * whole state is the pair (key, position), so a stream can be saved and continued exactly. {@link
 * #split(long)} derives a stream that depends only on the key and the label, not on how far this
 * one has been read.
 *
 * <p>Not safe for concurrent use; give every thread a split of its own. Nothing here allocates
 * except the methods that return arrays or streams. Not for cryptography.
 */
public final class RandomStream {
  private static final long GAMMA = 0x9E3779B97F4A7C15L;

  private long key;
  private long position;

  private RandomStream(long key, long position) {
    this.key = key;
    this.position = position;
  }

  /**
   * The stream of a seed, from its first number.
   *
   * @param seed any number
   * @return a new stream
   */
  public static RandomStream of(long seed) {
    return new RandomStream(mix(seed + GAMMA), 0);
  }

  /**
   * A stream continued from a saved state.
   *
   * @param key what {@link #key()} returned
   * @param position what {@link #position()} returned
   * @return a new stream whose next number is the one that the saved stream would have given
   */
  public static RandomStream resume(long key, long position) {
    return new RandomStream(key, position);
  }

  /**
   * An independent stream for a purpose of its own.
   *
   * @param label tells the splits of one stream apart, such as an epoch or a layer's number
   * @return the stream of this key and label, from its first number
   */
  public RandomStream split(long label) {
    return new RandomStream(splitKey(label), 0);
  }

  /**
   * Turns another stream into a split of this one, as {@link #split} returns it. Allocates nothing.
   *
   * @param label tells the splits of one stream apart
   * @param into becomes the stream of this key and label, from its first number
   */
  public void splitInto(long label, RandomStream into) {
    into.key = splitKey(label);
    into.position = 0;
  }

  private long splitKey(long label) {
    return mix(mix(key ^ GAMMA) + label * 0xD1342543DE82EF95L);
  }

  /**
   * What tells this stream from others.
   *
   * @return the first half of the state
   */
  public long key() {
    return key;
  }

  /**
   * How many numbers have been drawn.
   *
   * @return the second half of the state
   */
  public long position() {
    return position;
  }

  private static long mix(long z) {
    long a = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    long b = (a ^ (a >>> 27)) * 0x94D049BB133111EBL;
    return b ^ (b >>> 31);
  }

  /**
   * 64 random bits.
   *
   * @return any long, all equally likely
   */
  public long nextLong() {
    position++;
    return mix(key + position * GAMMA);
  }

  /**
   * A whole number below a bound, without bias (Lemire, "Fast random integer generation in an
   * interval", 2019).
   *
   * @param bound above 0
   * @return 0 to bound - 1, all equally likely
   * @throws IllegalArgumentException if bound is not positive
   */
  public int nextInt(int bound) {
    if (bound <= 0) {
      throw new IllegalArgumentException("nextInt: bound " + bound + " must be above 0");
    }
    long product = (nextLong() >>> 32) * bound;
    long low = product & 0xFFFFFFFFL;
    if (low < bound) {
      long threshold = (1L << 32) % bound;
      while (low < threshold) {
        product = (nextLong() >>> 32) * bound;
        low = product & 0xFFFFFFFFL;
      }
    }
    return (int) (product >>> 32);
  }

  /**
   * A uniform number in [0, 1), a multiple of 2^-24.
   *
   * @return the number
   */
  public float nextFloat() {
    return (nextLong() >>> 40) * 0x1p-24f;
  }

  /**
   * A uniform number in [0, 1), a multiple of 2^-53.
   *
   * @return the number
   */
  public double nextDouble() {
    return (nextLong() >>> 11) * 0x1p-53;
  }

  /**
   * A number of the standard normal distribution, mean 0 and variance 1, by the polar method
   * (Marsaglia and Bray, "A convenient method for generating normal variables", 1964): from a point
   * (u, v) that is uniform in the unit circle, {@code u sqrt(-2 ln(s) / s)} with {@code s = u^2 +
   * v^2}.
   *
   * <p>Each operation is exactly rounded or of StrictMath, so the bits are the same everywhere. A
   * point outside the circle is drawn again: a call takes two numbers of the stream or a larger
   * even count, 2.55 on average, which the key and the position decide. Nothing is kept from call
   * to call.
   *
   * @return the number
   */
  public double nextGaussian() {
    double u;
    double s;
    do {
      u = 2 * nextDouble() - 1;
      double v = 2 * nextDouble() - 1;
      s = u * u + v * v;
    } while (s >= 1 || s == 0);
    return u * Math.sqrt(-2 * StrictMath.log(s) / s);
  }

  /**
   * The numbers 0 to n - 1 in random order, every order equally likely (Fisher and Yates;
   * Durstenfeld 1964).
   *
   * @param n how many, at least 0
   * @return a new array
   * @throws IllegalArgumentException if n is negative
   */
  public int[] permutation(int n) {
    if (n < 0) {
      throw new IllegalArgumentException("permutation: " + n + " is negative");
    }
    int[] order = new int[n];
    for (int i = 0; i < n; i++) {
      order[i] = i;
    }
    shuffle(order);
    return order;
  }

  /**
   * Puts the elements into random order, every order equally likely. Allocates nothing.
   *
   * @param values shuffled in place
   */
  public void shuffle(int[] values) {
    for (int i = values.length - 1; i > 0; i--) {
      int j = nextInt(i + 1);
      int swap = values[i];
      values[i] = values[j];
      values[j] = swap;
    }
  }
}
