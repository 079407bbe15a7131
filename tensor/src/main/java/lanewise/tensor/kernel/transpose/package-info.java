/**
 * Copies that turn lines into columns, block by block in registers.
 *
 * <p>Elements are moved, not computed: their bits stay as they are, NaNs included. Start with
 * {@link lanewise.tensor.kernel.transpose.Transposition}; {@link
 * lanewise.tensor.kernel.transpose.TransposeKernel} is the contract of the variants, {@link
 * lanewise.tensor.kernel.transpose.TransposeVariants} their list.
 */
@NullMarked
package lanewise.tensor.kernel.transpose;

import org.jspecify.annotations.NullMarked;
