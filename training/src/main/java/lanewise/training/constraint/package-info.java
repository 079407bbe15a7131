/**
 * Constraints that the weights meet after every update. Start with {@link
 * lanewise.training.constraint.MaxNorm}; a custom constraint implements {@link
 * lanewise.training.constraint.WeightConstraint}.
 *
 * <pre>{@code
 * Trainer trainer =
 *     Trainer.of(TrainingConfig.defaults(), SoftmaxCrossEntropy.of(), AdamW.of(0.001))
 *         .withConstraints(new MaxNorm(3));
 * }</pre>
 *
 * <p>What must not be here: penalties, which change gradients ({@link lanewise.training.gradient}).
 */
@NullMarked
package lanewise.training.constraint;

import org.jspecify.annotations.NullMarked;
