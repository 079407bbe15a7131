/**
 * Losses: what is minimized in training, as a number and its gradient with respect to a model's
 * outputs.
 *
 * <p>Start with {@link lanewise.layers.loss.SoftmaxCrossEntropy} for classification or {@link
 * lanewise.layers.loss.MeanSquaredError} for regression; both take {@link
 * lanewise.layers.loss.Targets}. A loss of your own implements {@link lanewise.layers.loss.Loss}.
 *
 * <p>A loss knows arrays only. What must not be here: layers, models, anything that needs them.
 */
@NullMarked
package lanewise.layers.loss;

import org.jspecify.annotations.NullMarked;
