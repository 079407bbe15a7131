/**
 * Optimizers, the rules by which a training step changes a parameter.
 *
 * <p>Start with {@link lanewise.training.optimizer.Sgd} or {@link
 * lanewise.training.optimizer.AdamW}; {@link lanewise.training.optimizer.ParameterGroups} combines
 * several; a custom optimizer implements {@link lanewise.training.optimizer.Optimizer}. {@link
 * lanewise.training.optimizer.WeightUpdates} applies an optimizer to a model in a custom training
 * loop.
 *
 * <pre>{@code
 * Optimizer plain = new Sgd(0.05f, 0.9f);
 * Optimizer groups = ParameterGroups.of(AdamW.of(0.001)).with("*.bias", AdamW.of(0.0001));
 * }</pre>
 *
 * <p>What must not be here: how the rate changes in a run ({@link lanewise.training.schedule}), and
 * what is done to all gradients together ({@link lanewise.training.gradient}).
 */
@NullMarked
package lanewise.training.optimizer;

import org.jspecify.annotations.NullMarked;
