/**
 * Products of a vector and a matrix that is read in place.
 *
 * <p>Order of accumulation of {@link lanewise.tensor.kernel.gemv.Gemv}, in every variant: element j
 * of the result starts from its old value and is one chain of fused multiply-adds over the rows of
 * the matrix in ascending order, {@code y[j] = fma(x[p], a[p][j], y[j])}: the same bits as the
 * matrix product has. So an element depends on x and its own column only: not on the number of
 * columns, the vector width or the number of threads.
 *
 * <p>{@link lanewise.tensor.kernel.gemv.Gemv} cuts the columns into blocks; the variants are listed
 * in {@link lanewise.tensor.kernel.gemv.GemvVariants}. A matrix that lies transposed is read in
 * place by {@link lanewise.tensor.kernel.gemv.TransposedGemv}, in the same order. Vectors would not
 * help there; where the order need not be that of the matrix product, {@link
 * lanewise.tensor.kernel.gemv.RowDots} splits the inner dimension: an element is the dot product of
 * a row and x, in the order of {@link lanewise.tensor.kernel.reduce}.
 */
@NullMarked
package lanewise.tensor.kernel.gemv;

import org.jspecify.annotations.NullMarked;
