/**
 * Operations on vectors whose elements may lie apart: what BLAS calls level 1.
 *
 * <p>The dot product is that of {@link lanewise.tensor.kernel.reduce}, in whose order its terms are
 * added; elements that lie apart are gathered first, so the bits do not depend on the increments.
 *
 * <p>The sums of {@link lanewise.tensor.kernel.level1.Level1} are kept in 8 lanes of double:
 * element i of the first {@code n - n % 8} in lane i % 8, the lanes added by halving, the rest one
 * by one; the result is rounded to float once. All else is elementwise: plain loops that the JIT
 * compiler turns into vector code by itself. None of it has variants, so the bits are the same at
 * every width.
 */
@NullMarked
package lanewise.tensor.kernel.level1;

import org.jspecify.annotations.NullMarked;
