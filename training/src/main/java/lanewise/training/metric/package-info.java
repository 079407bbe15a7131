/**
 * Metrics, figures that measure the quality of a model.
 *
 * <table>
 *   <caption>Where to start</caption>
 *   <tr><th>targets</th><th>metrics</th></tr>
 *   <tr><td>classes</td><td>{@link lanewise.training.metric.Accuracy}, {@link
 *     lanewise.training.metric.BalancedAccuracy}, {@link lanewise.training.metric.TopKAccuracy},
 *     {@link lanewise.training.metric.ConfusionMatrix}</td></tr>
 *   <tr><td>classes or labels</td><td>{@link lanewise.training.metric.Precision}, {@link
 *     lanewise.training.metric.Recall}, {@link lanewise.training.metric.F1}, {@link
 *     lanewise.training.metric.RocAuc}, {@link lanewise.training.metric.PrAuc}, {@link
 *     lanewise.training.metric.LogLoss}, {@link lanewise.training.metric.CalibrationError}</td></tr>
 *   <tr><td>labels</td><td>{@link lanewise.training.metric.LabelAccuracy}</td></tr>
 *   <tr><td>values</td><td>{@link lanewise.training.metric.R2}, {@link
 *     lanewise.training.metric.Rmse}; {@link lanewise.training.metric.InDataUnits} of numbers that
 *     were scaled</td></tr>
 *   <tr><td>any</td><td>{@link lanewise.training.metric.MeanLoss} of any loss</td></tr>
 * </table>
 *
 * <p>{@link lanewise.training.metric.Metrics} finds them by name. Labels are target values of 0 and
 * 1, several of which may be 1. A custom metric implements {@link lanewise.training.metric.Metric}.
 *
 * <p>Start with {@link lanewise.training.metric.Accuracy}:
 *
 * <pre>{@code
 * Trainer trainer =
 *     Trainer.of(TrainingConfig.defaults(), SoftmaxCrossEntropy.of(), AdamW.of(0.001))
 *         .withMetrics(Accuracy.of(), F1.of())
 *         .withSelection(F1.of());
 * }</pre>
 *
 * <p>What must not be here: the losses that training minimizes ({@link lanewise.layers.loss}), and
 * the loop over the rows ({@link lanewise.training.Evaluation}).
 */
@NullMarked
package lanewise.training.metric;

import org.jspecify.annotations.NullMarked;
