package lanewise.tensor.kernel.gemv;

import java.util.List;
import lanewise.tensor.kernel.Variant;

/** The variants of row times matrix: the one list that dispatch, describe and tests read. */
public final class GemvVariants {
  /** All variants, for every width. */
  public static final List<Variant<GemvKernel>> ALL =
      List.of(
          new Variant<>("gemv-1x8-f32x16", 512, () -> new VectorGemv()),
          new Variant<>("gemv-1x8-f32x8", 256, () -> new VectorGemv()),
          new Variant<>("gemv-1x8-f32x4", 128, () -> new VectorGemv()),
          new Variant<>("gemv-1x4-scalar", 0, () -> new ScalarGemv()));

  /** The one that this JVM uses. */
  public static final Variant<GemvKernel> ACTIVE = Variant.select(ALL);

  private GemvVariants() {}
}
