package lanewise.tensor.kernel.reduce;

import java.util.List;
import lanewise.tensor.kernel.Simd;
import lanewise.tensor.kernel.Variant;

/**
 * The variants of the reductions: the one list that dispatch, describe, tests and benchmarks read.
 */
public final class ReduceVariants {
  private static final String FOUR = "4 vectors at a time of each block of 64 lanes";

  /** All variants, for every width. */
  public static final List<Variant<ReduceKernel>> ALL =
      List.of(
          new Variant<>(
              "reduce-f32x16",
              512,
              "a block of 64 lanes is 4 vectors of 512 bits",
              ReduceVariants::vector),
          new Variant<>("reduce-f32x8", 256, FOUR, ReduceVariants::vector),
          new Variant<>("reduce-f32x4", 128, FOUR, ReduceVariants::vector),
          new Variant<>("reduce-scalar", 0, "there are no vectors", ScalarReduce::new));

  /** The one that this JVM uses. */
  public static final Variant<ReduceKernel> ACTIVE = Variant.select(ALL);

  /** The kernel that this JVM uses; a constant for the compiler. */
  public static final ReduceKernel KERNEL =
      Simd.BITS == 0 ? ACTIVE.kernel().get() : new StartReduce();

  private ReduceVariants() {}

  private static ReduceKernel vector() {
    return new VectorReduce();
  }
}
