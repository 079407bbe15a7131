/**
 * Loops over strided arrays of any rank: two layouts walked in step, and copies from one to the
 * other. No element is computed here, so there is no order of accumulation.
 *
 * <p>Start with {@link lanewise.tensor.kernel.strided.LoopNest}.
 */
@NullMarked
package lanewise.tensor.kernel.strided;

import org.jspecify.annotations.NullMarked;
