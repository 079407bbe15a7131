/**
 * Training: the loop, its settings, its state, and evaluation.
 *
 * <p>Start with {@link lanewise.training.Trainer}; a {@link lanewise.training.TrainingRun} is one
 * training of a model, a {@link lanewise.training.TrainingState} all that a kill must not lose. The
 * parts that can be exchanged have packages of their own:
 *
 * <ul>
 *   <li>{@link lanewise.training.data}: rows, batches, readers, splits, scaling
 *   <li>{@link lanewise.training.initialization}: first weights
 *   <li>{@link lanewise.training.gradient}: what is done to all gradients together
 *   <li>{@link lanewise.training.optimizer}: how a parameter changes
 *   <li>{@link lanewise.training.schedule}: how the learning rate changes
 *   <li>{@link lanewise.training.metric}: how good a model is
 *   <li>{@link lanewise.training.state}: what parts remember between steps
 * </ul>
 *
 * <p>Each part is settings, an immutable value; what it remembers between steps belongs to the run.
 * Nothing here prints: what happens goes to a {@link lanewise.training.TrainingListener}.
 *
 * <p>What must not be here: what a model needs at inference (it is in {@link lanewise.layers}), and
 * anything of a terminal.
 */
@NullMarked
package lanewise.training;

import org.jspecify.annotations.NullMarked;
