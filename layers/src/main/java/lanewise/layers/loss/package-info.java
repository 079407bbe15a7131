/**
 * Losses: the objectives that training minimizes, each a number with its gradient with respect to a
 * model's outputs.
 *
 * <p>Start with {@link lanewise.layers.loss.SoftmaxCrossEntropy} for classification or {@link
 * lanewise.layers.loss.MeanSquaredError} for regression; both take {@link
 * lanewise.layers.loss.Targets}. A custom loss implements {@link lanewise.layers.loss.Loss}.
 *
 * <p>A loss works on arrays only. What must not be here: layers, models, anything that needs them.
 */
@NullMarked
package lanewise.layers.loss;

import org.jspecify.annotations.NullMarked;
