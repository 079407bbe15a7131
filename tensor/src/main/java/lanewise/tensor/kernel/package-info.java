/**
 * What all kernel families share: the vector width that was chosen for this JVM and why ({@link
 * lanewise.tensor.kernel.Simd}), and how a family lists its variants ({@link
 * lanewise.tensor.kernel.Variant}). Each family has a sub-package whose description states its
 * order of accumulation.
 *
 * <p>Not exported: kernels take primitives, arrays and offsets that the public operation has
 * checked before.
 */
@NullMarked
package lanewise.tensor.kernel;

import org.jspecify.annotations.NullMarked;
