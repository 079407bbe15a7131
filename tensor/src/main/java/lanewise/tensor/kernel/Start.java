package lanewise.tensor.kernel;

/**
 * The start of a JVM, in which kernels run as plain loops.
 *
 * <p>Vector classes take a tenth of a second to load, and until the JIT compiler has compiled a
 * vector kernel each of its calls is a hundred times slower than a loop; compiling those of a
 * training takes seconds of processor time, about four times what loops take for an epoch of 60,000
 * rows in 784-256-128-10. A small training is over by then. So the kernels compute the first
 * {@value #DEFAULT_WORK} multiply-adds of a JVM, such an epoch, by loops, of which the compiler
 * turns those of products into vector instructions by itself, and then change over. Both give the
 * same bits.
 *
 * <p>Counting is not exact: threads that count at the same time may lose work, which makes the
 * start longer.
 */
public final class Start {
  /** Sets the number of multiply-adds of the start; 0 uses vectors from the first call on. */
  public static final String PROPERTY = "lanewise.start";

  private static final long DEFAULT_WORK = 40_000_000_000L;

  /** What a call counts in addition to its work, so that many small calls end the start too. */
  private static final int CALL = 2_000;

  private static final long WORK = Long.getLong(PROPERTY, DEFAULT_WORK);

  /** The work after which compiling the vectors of one {@link Operation} pays. */
  private static final long WORK_OF_OPERATION = WORK / 20;

  private static long done;
  private static boolean over = Simd.BITS == 0 || WORK <= 0;

  /** Whether operations change over with no regard to what each has done. */
  private static boolean ended = over;

  private Start() {}

  /**
   * Counts the work of a call.
   *
   * @param multiplyAdds the work, in multiply-adds or what takes as long
   * @return true if the call is part of the start, so that it must run without vector classes
   */
  public static boolean covers(long multiplyAdds) {
    if (over) {
      return false;
    }
    if (multiplyAdds >= WORK - done) {
      over = true;
      return false;
    }
    done += multiplyAdds + CALL;
    return true;
  }

  /** Tests whether calls use vectors, but for an {@link Operation} that is rare. */
  public static boolean isOver() {
    return over;
  }

  /** Tests whether all operations use vectors, rare ones too. */
  public static boolean hasEnded() {
    return ended;
  }

  /**
   * Ends the start: all later calls use vectors. A program that warms up its kernels calls this.
   */
  public static void end() {
    over = true;
    ended = true;
  }

  /**
   * The start of one of many operations. It lasts until the start of the JVM is over and the
   * operation itself has done some work: an operation that a training needs now and then, as the
   * exponentials of a few classes, is never worth compiling.
   */
  public static final class Operation {
    private long work;

    /**
     * Counts the work of a call.
     *
     * @param multiplyAdds the work, in multiply-adds or what takes as long
     * @return true if the call must run without vector classes
     */
    public boolean covers(long multiplyAdds) {
      if (ended) {
        return false;
      }
      boolean start = Start.covers(multiplyAdds);
      if (!start && work >= WORK_OF_OPERATION) {
        return false;
      }
      work += multiplyAdds + CALL;
      return true;
    }
  }
}
