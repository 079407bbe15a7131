package lanewise.tensor.kernel.level1;

import java.util.List;
import lanewise.tensor.kernel.Variant;

/** The variants of the dot product: the one list that dispatch, describe and tests read. */
public final class DotVariants {
  /** All variants, for every width. */
  public static final List<Variant<DotKernel>> ALL =
      List.of(
          new Variant<>("dot-2x-f32x16", 512, () -> new VectorDot()),
          new Variant<>("dot-4x-f32x8", 256, () -> new VectorDot()),
          new Variant<>("dot-8x-f32x4", 128, () -> new VectorDot()),
          new Variant<>("dot-32-scalar", 0, () -> new ScalarDot()));

  /** The one that this JVM uses. */
  public static final Variant<DotKernel> ACTIVE = Variant.select(ALL);

  private DotVariants() {}
}
