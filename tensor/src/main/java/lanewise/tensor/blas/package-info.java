/**
 * Matrix and vector products on plain {@code float[]}, in BLAS argument order, for programs that
 * have arrays and no tensors.
 *
 * <p>Start with {@link lanewise.tensor.blas.Blas#sgemm}. {@link lanewise.tensor.blas.PackedWeights}
 * prepares a matrix that is multiplied often, such as a layer's weights. Elementwise functions of
 * plain arrays are forms of the operations in {@link lanewise.tensor.ops}.
 *
 * <p>What the numbers of a call mean, as in CBLAS with row-major order:
 *
 * <pre>
 *   a matrix of m x n with offset o and leading dimension ld &gt;= n:  element (i, j) is at o + i * ld + j
 *   a vector of n with offset o and increment inc:                  element i is at o + i * inc
 *                             and, where inc is below 0,            at o + (i - n + 1) * inc
 * </pre>
 *
 * <pre>{@code
 * float[] a = new float[64 * 784]; // 64 rows of 784
 * float[] b = new float[784 * 128];
 * float[] c = new float[64 * 128];
 * Blas.sgemm(Transpose.NO, Transpose.NO, 64, 128, 784, 1, a, 0, 784, b, 0, 128, 0, c, 0, 128); // C = A B
 * }</pre>
 *
 * <p>What must not be here: reductions along axes, and shapes that broadcast; they are in {@link
 * lanewise.tensor}.
 */
@NullMarked
package lanewise.tensor.blas;

import org.jspecify.annotations.NullMarked;
