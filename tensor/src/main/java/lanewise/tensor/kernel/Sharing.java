package lanewise.tensor.kernel;

/** When work is shared between threads. */
public final class Sharing {
  /** Below this number of multiply-adds a second thread costs more than it brings. */
  public static final long MULTIPLY_ADDS = 400_000;

  private Sharing() {}
}
