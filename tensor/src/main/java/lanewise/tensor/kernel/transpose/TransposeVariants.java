package lanewise.tensor.kernel.transpose;

import java.util.List;
import lanewise.tensor.kernel.Variant;

/** The variants of transposing copies: the one list that dispatch, describe and tests read. */
public final class TransposeVariants {
  /** All variants, for every width. */
  public static final List<Variant<TransposeKernel>> ALL =
      List.of(
          new Variant<>("transpose-f32x16", 512, () -> new VectorBlock16()),
          new Variant<>("transpose-f32x8", 256, () -> new VectorBlock8()),
          new Variant<>("transpose-f32x4", 128, () -> new VectorBlock4()),
          new Variant<>("transpose-scalar", 0, () -> new ScalarBlock()));

  /** The one that this JVM uses. */
  public static final Variant<TransposeKernel> ACTIVE = Variant.select(ALL);

  static final TransposeKernel KERNEL = ACTIVE.kernel().get();

  private TransposeVariants() {}
}
