/**
 * What all kernel families share: the vector width that was chosen for this JVM and why ({@link
 * lanewise.tensor.kernel.Simd}), and how a family lists its variants ({@link
 * lanewise.tensor.kernel.Variant}). At the {@link lanewise.tensor.kernel.Start} of a JVM kernels
 * run as plain loops. Each family has a sub-package whose description states its order of
 * accumulation.
 *
 * <p>Exported to layers, which call kernels where they have arrays and offsets at hand, and those
 * of elementwise work and of optimizers to training. Kernels take primitives, arrays and offsets
 * that the caller has checked before.
 *
 * <p>Kernels know one type of the rest of the module, {@link lanewise.tensor.Workers}: users hand
 * the threads in, and a second type behind it that only passes calls on would say nothing new.
 */
@NullMarked
package lanewise.tensor.kernel;

import org.jspecify.annotations.NullMarked;
