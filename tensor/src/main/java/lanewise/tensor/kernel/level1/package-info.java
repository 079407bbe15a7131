/**
 * Operations on vectors: the dot product and what BLAS calls level 1.
 *
 * <p>Order of accumulation of the dot product, in every variant: 32 virtual lanes. Lane l is one
 * chain of fused multiply-adds over the elements l, l + 32, l + 64 … of the first {@code n - n %
 * 32} in ascending order. The lanes are added by halving: {@code s[l] + s[l + 16]}, then 8, 4, 2
 * and 1 apart. The last {@code n % 32} elements are added to that by fused multiply-adds in
 * ascending order. So the result depends on the elements and their number only.
 *
 * <p>The sums of {@link lanewise.tensor.kernel.level1.Level1} are kept in 8 lanes of double in the
 * same manner: element i of the first {@code n - n % 8} in lane i % 8, the lanes added by halving,
 * the rest one by one; the result is rounded to float once. All else is elementwise: plain loops
 * that the JIT compiler turns into vector code by itself, the same in every variant.
 *
 * <p>The variants of the dot product are listed in {@link
 * lanewise.tensor.kernel.level1.DotVariants}.
 */
@NullMarked
package lanewise.tensor.kernel.level1;

import org.jspecify.annotations.NullMarked;
