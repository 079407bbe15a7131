/**
 * Kernels of the matrix product that programs in {@code tensor/src/build} write: they differ only
 * in their tile, and their accumulators must be named locals. To change one, change the program,
 * run it and format; a test compares these files with what the programs write. The contracts are in
 * {@link lanewise.tensor.kernel.gemm}; what is written by hand does not belong here.
 */
@NullMarked
package lanewise.tensor.kernel.gemm.generated;

import org.jspecify.annotations.NullMarked;
