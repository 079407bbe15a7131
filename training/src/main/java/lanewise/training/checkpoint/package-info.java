/**
 * Checkpoints: the state of a training run in files, so that a job that is killed at any moment
 * continues with the same bits.
 *
 * <p>Start with {@link lanewise.training.checkpoint.Checkpoints}.
 *
 * <p>What must not be here: what the state consists of ({@link lanewise.training.TrainingState}),
 * and how its numbers become bytes ({@link lanewise.training.state.MemoryFile}).
 */
@NullMarked
package lanewise.training.checkpoint;

import org.jspecify.annotations.NullMarked;
