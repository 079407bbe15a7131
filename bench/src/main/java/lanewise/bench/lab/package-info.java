/**
 * The kernel lab: {@link lanewise.bench.lab.Lab} takes a tile of a user's own, a class that
 * implements {@link lanewise.tensor.kernel.gemm.MicroKernel}, holds it to the contract, measures it
 * beside ours and reads the machine code that the compiler made of it.
 */
@NullMarked
package lanewise.bench.lab;

import org.jspecify.annotations.NullMarked;
