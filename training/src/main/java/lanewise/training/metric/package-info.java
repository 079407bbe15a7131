/**
 * Metrics, figures that measure the quality of a model.
 *
 * <p>Start with {@link lanewise.training.metric.Accuracy} for classes; {@link
 * lanewise.training.metric.MeanLoss} makes a metric of any loss. A custom metric implements {@link
 * lanewise.training.metric.Metric}.
 *
 * <p>What must not be here: the losses that training minimizes ({@link lanewise.layers.loss}), and
 * the loop over the rows ({@link lanewise.training.Evaluation}).
 */
@NullMarked
package lanewise.training.metric;

import org.jspecify.annotations.NullMarked;
