/**
 * Averages of the weights over the steps of a run. Start with {@link
 * lanewise.training.averaging.ExponentialMovingAverage}; a custom rule implements {@link
 * lanewise.training.averaging.WeightAveraging}.
 *
 * <pre>{@code
 * Trainer trainer =
 *     Trainer.of(TrainingConfig.defaults(), SoftmaxCrossEntropy.of(), AdamW.of(0.001))
 *         .withAveraging(ExponentialMovingAverage.of(0.999));
 * }</pre>
 *
 * <p>What must not be here: the averages themselves, which the run owns.
 */
@NullMarked
package lanewise.training.averaging;

import org.jspecify.annotations.NullMarked;
