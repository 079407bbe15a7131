/**
 * Linear algebra: products of vectors, matrices and stacks of matrices, and sums of products named
 * by letters.
 *
 * <p>Start with {@link lanewise.tensor.linalg.LinearAlgebra#matmul(lanewise.tensor.Tensor,
 * lanewise.tensor.Tensor)}.
 *
 * <pre>{@code
 * Tensor x = Tensors.ones(64, 784);
 * Tensor w = Tensors.ones(784, 128);
 * Tensor y = LinearAlgebra.matmul(x, w);                    // [64, 128]
 * Tensor gram = LinearAlgebra.einsum("ij,kj->ik", x, x);    // [64, 64]
 * }</pre>
 *
 * <p>What must not be here: elementwise operations and reductions ({@link lanewise.tensor.ops});
 * products of plain arrays ({@link lanewise.tensor.blas}).
 */
@NullMarked
package lanewise.tensor.linalg;

import org.jspecify.annotations.NullMarked;
