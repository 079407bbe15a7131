package lanewise.tensor.kernel.reduce;

import java.util.List;
import lanewise.tensor.kernel.Variant;

/**
 * The variants of the reductions: the one list that dispatch, describe, tests and benchmarks read.
 */
public final class ReduceVariants {
  /** All variants, for every width. */
  public static final List<Variant<ReduceKernel>> ALL =
      List.of(
          new Variant<>("reduce-f32x16", 512, ReduceVariants::vector),
          new Variant<>("reduce-f32x8", 256, ReduceVariants::vector),
          new Variant<>("reduce-f32x4", 128, ReduceVariants::vector),
          new Variant<>("reduce-scalar", 0, ScalarReduce::new));

  /** The one that this JVM uses. */
  public static final Variant<ReduceKernel> ACTIVE = Variant.select(ALL);

  /** The kernel that this JVM uses; a constant for the compiler. */
  public static final ReduceKernel KERNEL = ACTIVE.kernel().get();

  private ReduceVariants() {}

  private static ReduceKernel vector() {
    return new VectorReduce();
  }
}
