package lanewise.tensor.kernel.optimizer;

import java.util.List;
import lanewise.tensor.kernel.Start;
import lanewise.tensor.kernel.Variant;

/** The variants of the updates: the one list that dispatch, describe, tests and benchmarks read. */
public final class OptimizerVariants {
  private static final String ONE = "one vector a step, as an element depends on no other";

  /** All variants, for every width. */
  public static final List<Variant<OptimizerKernel>> ALL =
      List.of(
          new Variant<>("optimizer-f32x16", 512, ONE, OptimizerVariants::vector),
          new Variant<>("optimizer-f32x8", 256, ONE, OptimizerVariants::vector),
          new Variant<>("optimizer-f32x4", 128, ONE, OptimizerVariants::vector),
          new Variant<>("optimizer-scalar", 0, "there are no vectors", ScalarOptimizer::new));

  /** The one that this JVM uses. */
  public static final Variant<OptimizerKernel> ACTIVE = Variant.select(ALL);

  /**
   * Elements that a caller updates at once. Calls of this length are compiled as a whole after a
   * few steps of training; the JVM would compile a longer one in the middle of its loop first.
   * Several arrays of it fit in the first cache.
   */
  public static final int BLOCK = 2048;

  /** Shorter arrays are updated by scalar code, because nothing is won by vectors there. */
  private static final int SMALL = 512;

  /** An element in a loop takes as long as so many multiply-adds of a product. */
  private static final long COST = 8;

  private static final OptimizerKernel SCALAR = new ScalarOptimizer();

  /** Loaded after the start, as it loads vector classes. */
  private static final class Vectors {
    static final OptimizerKernel KERNEL = ACTIVE.kernel().get();
  }

  private OptimizerVariants() {}

  /**
   * The kernel for an update of n elements: plain loops for short arrays and at the {@link Start}
   * of a JVM. The bits do not depend on which one it is.
   */
  public static OptimizerKernel forSize(int n) {
    return n < SMALL || Start.covers(COST * n) ? SCALAR : Vectors.KERNEL;
  }

  /** The end of the block that begins at an element, of those before {@code to}. */
  public static int end(int from, int to) {
    return Math.min(to, from + BLOCK);
  }

  private static OptimizerKernel vector() {
    return new VectorOptimizer();
  }
}
