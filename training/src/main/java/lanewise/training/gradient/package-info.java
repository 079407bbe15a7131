/**
 * Transforms of all gradients of a step together, before the optimizer sees them.
 *
 * <p>Start with {@link lanewise.training.gradient.ClipByGlobalNorm} or {@link
 * lanewise.training.gradient.WeightPenalty}; a custom transform implements {@link
 * lanewise.training.gradient.GradientTransform}.
 *
 * <pre>{@code
 * Trainer trainer =
 *     Trainer.of(TrainingConfig.defaults(), SoftmaxCrossEntropy.of(), AdamW.of(0.001))
 *         .withGradientTransforms(new ClipByGlobalNorm(1));
 * }</pre>
 *
 * <p>What must not be here: what changes weights ({@link lanewise.training.optimizer}).
 */
@NullMarked
package lanewise.training.gradient;

import org.jspecify.annotations.NullMarked;
