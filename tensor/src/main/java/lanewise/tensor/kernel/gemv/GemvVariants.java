package lanewise.tensor.kernel.gemv;

import java.util.List;
import lanewise.tensor.kernel.Variant;

/** The variants of row times matrix: the one list that dispatch, describe and tests read. */
public final class GemvVariants {
  private static final String EIGHT =
      "8 chains that do not wait for each other keep the multiply-add units busy";

  /** All variants, for every width. */
  public static final List<Variant<GemvKernel>> ALL =
      List.of(
          new Variant<>("gemv-1x8-f32x16", 512, EIGHT, () -> new VectorGemv()),
          new Variant<>("gemv-1x8-f32x8", 256, EIGHT, () -> new VectorGemv()),
          new Variant<>("gemv-1x8-f32x4", 128, EIGHT, () -> new VectorGemv()),
          new Variant<>(
              "gemv-1x4-scalar",
              0,
              "there are no vectors; 4 chains do not wait for each other",
              () -> new ScalarGemv()));

  /** The one that this JVM uses. */
  public static final Variant<GemvKernel> ACTIVE = Variant.select(ALL);

  private GemvVariants() {}
}
