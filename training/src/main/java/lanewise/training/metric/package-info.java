/**
 * Metrics: figures that tell how good a model is.
 *
 * <p>Start with {@link lanewise.training.metric.Accuracy} for classes; {@link
 * lanewise.training.metric.MeanLoss} makes a metric of any loss. One's own implements {@link
 * lanewise.training.metric.Metric}.
 *
 * <p>What must not be here: what training makes small ({@link lanewise.layers.loss}), and the loop
 * over the rows ({@link lanewise.training.Evaluation}).
 */
@NullMarked
package lanewise.training.metric;

import org.jspecify.annotations.NullMarked;
