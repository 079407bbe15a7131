/**
 * The metrics that people choose by name: {@link lanewise.cli.metric.TaskMetrics} finds those that
 * suit what is predicted, in training and in evaluations, and {@link
 * lanewise.cli.metric.TrainedLoss} which loss an evaluation means.
 *
 * <p>What must not be here: the metrics themselves ({@link lanewise.training.metric}), and how
 * their figures are written.
 */
@NullMarked
package lanewise.cli.metric;

import org.jspecify.annotations.NullMarked;
