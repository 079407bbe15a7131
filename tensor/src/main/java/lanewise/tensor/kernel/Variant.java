package lanewise.tensor.kernel;

import java.util.List;
import java.util.function.Supplier;

/**
 * One implementation of a kernel family. A family's list of variants is the only place where one is
 * registered: dispatch, {@code describe}, tests and benchmarks read it.
 *
 * @param name operation, tile and width, such as {@code gemm-6x4-f32x16}
 * @param bits the vector width it needs; 0 for scalar code, which runs everywhere
 * @param reason why it is the one for this width, in a few words for {@code describe}
 * @param kernel makes the implementation; called only where the variant can run
 * @param <K> the family's contract
 */
public record Variant<K>(String name, int bits, String reason, Supplier<K> kernel) {
  /** Whether it can run in this JVM: scalar code always, vector code at the chosen width. */
  public boolean available() {
    return bits == 0 || bits == Simd.BITS;
  }

  /**
   * The variant that this JVM uses: the first of the list for the chosen width.
   *
   * @throws IllegalStateException if the list has none, a mistake in the list
   */
  public static <K> Variant<K> select(List<Variant<K>> variants) {
    for (Variant<K> variant : variants) {
      if (variant.bits == Simd.BITS) {
        return variant;
      }
    }
    throw new IllegalStateException("no variant for " + Simd.BITS + " bits in " + variants);
  }
}
