/**
 * Training: initialization, optimizers, the loop with early stopping, and evaluation.
 *
 * <p>Start with {@link lanewise.training.Trainer}; the data sets it takes are in {@link
 * lanewise.training.data}. Nothing here prints: what happens goes to a {@link
 * lanewise.training.TrainingListener}.
 *
 * <p>What must not be here: what a model needs at inference (it is in {@link lanewise.layers}), and
 * anything of a terminal.
 */
@NullMarked
package lanewise.training;

import org.jspecify.annotations.NullMarked;
