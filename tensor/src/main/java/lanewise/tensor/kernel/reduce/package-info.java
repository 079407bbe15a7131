/**
 * Reductions, softmax and running sums of 32-bit floats.
 *
 * <p>Order of accumulation of a sum along contiguous elements: blocks of up to 16 rows of 64
 * virtual lanes. Lane l of a block is one chain over the elements l, l + 64, l + 128 … from 0;
 * squares, and the products of a dot product, join it by a fused multiply-add. The 64 lanes are
 * folded as {@code (l + l16) + (l32 + l48)} to 16, then by halves to 1. The fewer than 64 elements
 * that remain form four chains (elements i, i + 4, i + 8 …) that are folded by halves; in a dot
 * product the last of them, which do not fill all four, join the first chain. Blocks and rest are
 * added up in double precision in ascending order, so the error does not grow with the length.
 *
 * <p>Sums along an axis with elements between (columns): each column is a chain over up to 16
 * elements, and these chains are added up in double precision in ascending order; so are sums of
 * squares. Products and the sums of columns of exponentials are chains in double precision. Minimum
 * and maximum do not depend on an order.
 *
 * <p>A variance is put together in double precision from parts of 4096 elements, or of 128 rows of
 * columns, in ascending order (Chan, Golub and LeVeque 1979). Each part gives the sums of distances
 * from a shift and of their squares, in the order of its sums. The shift is the mean of the first
 * part, and then of all parts before, rounded to a float.
 *
 * <p>The error of a sum, with u = 2^-24 the largest relative error of a rounding: an element takes
 * part in at most 15 additions of its chain (the first, to 0, is exact) and in the 6 additions that
 * fold 64 lanes, which together change a block's sum by at most 21 u times its magnitudes. Adding
 * up 2^21 blocks, or the 2^27 chains of a column, in double precision gives less than 0.26 u, but
 * of a column the 6 additions are missing; the last rounding gives 1 u. The bound of 22.01 u is
 * reached: by 2^24 and 22 ones, each of which is lost in an addition of its own. Of products and
 * squares the first is rounded too, which makes 23.01 u, and 12.01 u for the square root of a sum
 * of squares: half of 22.01 u and its own rounding. Products and squares that are subnormal add
 * 2^-150 each.
 *
 * <p>The order follows from the logical shape alone: neither the width of the vectors nor the
 * number of rows or columns beside it has an influence.
 *
 * <p>Start with {@link lanewise.tensor.kernel.reduce.Reducer}; {@link
 * lanewise.tensor.kernel.reduce.ReduceKernel} is the contract of the variants, {@link
 * lanewise.tensor.kernel.reduce.ReduceVariants} their list.
 */
@NullMarked
package lanewise.tensor.kernel.reduce;

import org.jspecify.annotations.NullMarked;
