package lanewise.tensor.kernel.transpose;

import java.util.List;
import lanewise.tensor.kernel.Simd;
import lanewise.tensor.kernel.Variant;
import lanewise.tensor.kernel.transpose.generated.VectorBlock16;
import lanewise.tensor.kernel.transpose.generated.VectorBlock4;
import lanewise.tensor.kernel.transpose.generated.VectorBlock8;

/** The variants of transposing copies: the one list that dispatch, describe and tests read. */
public final class TransposeVariants {
  private static final String PICKS = "512-bit machines pick lanes from two vectors at once";
  private static final String TURNS = "rotations and blends, where no instruction picks from two";

  /** All variants, for every width. */
  public static final List<Variant<TransposeKernel>> ALL =
      List.of(
          new Variant<>("transpose-f32x16", 512, PICKS, () -> new VectorBlock16()),
          new Variant<>("transpose-f32x8", 256, TURNS, () -> new VectorBlock8()),
          new Variant<>("transpose-f32x4", 128, TURNS, () -> new VectorBlock4()),
          new Variant<>("transpose-scalar", 0, "there are no vectors", () -> new ScalarBlock()));

  /** The one that this JVM uses. */
  public static final Variant<TransposeKernel> ACTIVE = Variant.select(ALL);

  static final TransposeKernel KERNEL = Simd.BITS == 0 ? ACTIVE.kernel().get() : new StartBlock();

  private TransposeVariants() {}
}
