package lanewise.tensor.kernel.families;

import java.util.List;
import lanewise.tensor.kernel.Variant;

/**
 * A kernel family: operations that are written once for each vector width.
 *
 * @param name such as {@code gemm}
 * @param variants all of them, whether this JVM can run them or not
 * @param active the one that this JVM uses
 */
public record Family(String name, List<? extends Variant<?>> variants, Variant<?> active) {}
