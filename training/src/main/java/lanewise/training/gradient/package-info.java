/**
 * Transforms of all gradients of a step together, before the optimizer sees them.
 *
 * <p>Start with {@link lanewise.training.gradient.ClipByGlobalNorm} or {@link
 * lanewise.training.gradient.WeightPenalty}; a custom transform implements {@link
 * lanewise.training.gradient.GradientTransform}.
 *
 * <p>What must not be here: what changes weights ({@link lanewise.training.optimizer}).
 */
@NullMarked
package lanewise.training.gradient;

import org.jspecify.annotations.NullMarked;
