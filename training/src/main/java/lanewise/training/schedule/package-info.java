/**
 * Schedules, which change the learning rate during a run.
 *
 * <p>A {@link lanewise.training.schedule.Schedule} gives a factor for every step; {@link
 * lanewise.training.schedule.Constant} is the default.
 *
 * <p>What must not be here: the rate itself, which is a setting of the optimizer.
 */
@NullMarked
package lanewise.training.schedule;

import org.jspecify.annotations.NullMarked;
