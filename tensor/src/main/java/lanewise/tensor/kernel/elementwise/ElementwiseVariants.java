package lanewise.tensor.kernel.elementwise;

import java.util.List;
import lanewise.tensor.kernel.Simd;
import lanewise.tensor.kernel.Variant;

/**
 * The variants of the elementwise operations: the one list that dispatch, describe, tests and
 * benchmarks read.
 */
public final class ElementwiseVariants {
  private static final String ONE = "one vector a step, as an element depends on no other";

  /** All variants, for every width. */
  public static final List<Variant<ElementwiseKernel>> ALL =
      List.of(
          new Variant<>("elementwise-f32x16", 512, ONE, ElementwiseVariants::vector),
          new Variant<>("elementwise-f32x8", 256, ONE, ElementwiseVariants::vector),
          new Variant<>("elementwise-f32x4", 128, ONE, ElementwiseVariants::narrow),
          new Variant<>("elementwise-scalar", 0, "there are no vectors", ScalarElementwise::new));

  /** The one that this JVM uses. */
  public static final Variant<ElementwiseKernel> ACTIVE = Variant.select(ALL);

  /** The kernel that this JVM uses; a constant for the compiler. */
  public static final ElementwiseKernel KERNEL =
      Simd.BITS == 0 ? ACTIVE.kernel().get() : new StartElementwise();

  private ElementwiseVariants() {}

  private static ElementwiseKernel narrow() {
    return new NarrowElementwise();
  }

  private static ElementwiseKernel vector() {
    return new VectorElementwise();
  }
}
