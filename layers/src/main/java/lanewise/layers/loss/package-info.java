/**
 * Losses: the objectives that training minimizes, each a number with its gradient with respect to a
 * model's outputs.
 *
 * <p>Start with {@link lanewise.layers.loss.SoftmaxCrossEntropy} for classification or {@link
 * lanewise.layers.loss.MeanSquaredError} for regression; both take {@link
 * lanewise.layers.loss.Targets}. A custom loss implements {@link lanewise.layers.loss.Loss}.
 *
 * <p>A loss works on arrays only. What must not be here: layers, models, anything that needs them.
 *
 * <pre>{@code
 * Targets targets = Targets.ofClasses(new int[] {2, 0});
 * float[] outputs = {0.1f, 0.2f, 0.7f, 0.9f, 0, 0.1f};
 * float[] gradient = new float[outputs.length];
 * double loss = SoftmaxCrossEntropy.of().evaluate(2, 3, outputs, targets, gradient);
 * }</pre>
 */
@NullMarked
package lanewise.layers.loss;

import org.jspecify.annotations.NullMarked;
