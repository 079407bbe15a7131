/**
 * Optimizers: how a step changes a parameter.
 *
 * <p>Start with {@link lanewise.training.optimizer.Sgd}; an optimizer of one's own implements
 * {@link lanewise.training.optimizer.Optimizer}. {@link lanewise.training.optimizer.WeightUpdates}
 * applies one to a model, for loops of one's own.
 *
 * <p>What must not be here: how the rate changes in a run ({@link lanewise.training.schedule}), and
 * what is done to all gradients together ({@link lanewise.training.gradient}).
 */
@NullMarked
package lanewise.training.optimizer;

import org.jspecify.annotations.NullMarked;
