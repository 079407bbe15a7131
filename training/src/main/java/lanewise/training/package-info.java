/** Data sets, optimizers, schedules and the training loop. */
@NullMarked
package lanewise.training;

import org.jspecify.annotations.NullMarked;
