/**
 * Schedules of the learning rate. Start with {@link lanewise.training.schedule.CosineAnnealing};
 * {@link lanewise.training.schedule.ChainedSchedule} and {@link
 * lanewise.training.schedule.SequentialSchedule} combine several; a custom schedule implements
 * {@link lanewise.training.schedule.TimedSchedule}, or {@link lanewise.training.schedule.Schedule}
 * if it reacts to the validation.
 *
 * <pre>{@code
 * Trainer trainer =
 *     Trainer.of(TrainingConfig.defaults(), SoftmaxCrossEntropy.of(), AdamW.of(0.001))
 *         .withSchedule(ChainedSchedule.of(LinearWarmUp.of(500), CosineAnnealing.wholeRun()));
 * }</pre>
 *
 * <p>What must not be here: the rate itself, which the optimizer has.
 */
@NullMarked
package lanewise.training.schedule;

import org.jspecify.annotations.NullMarked;
