package lanewise.tensor.kernel.families;

import java.util.List;
import java.util.function.Supplier;
import lanewise.tensor.kernel.Probe;
import lanewise.tensor.kernel.Variant;

/**
 * A kernel family: operations that are written once for each vector width.
 *
 * @param name such as {@code gemm}
 * @param variants all of them, whether this JVM can run them or not
 * @param active the one that this JVM uses
 * @param probes makes what the self-check runs; nothing else needs them
 * @param <K> the family's contract
 */
public record Family<K>(
    String name, List<Variant<K>> variants, Variant<K> active, Supplier<List<Probe<K>>> probes) {
  /** The variant without vectors, whose results are the measure for all others. */
  public Variant<K> scalar() {
    return variants.stream().filter(variant -> variant.bits() == 0).findFirst().orElseThrow();
  }
}
