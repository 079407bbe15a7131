/**
 * What a run leaves behind for other programs. Start with {@link lanewise.training.log.MetricsLog},
 * a line of JSON for each epoch; there are event files of TensorBoard ({@link
 * lanewise.training.log.TensorBoardLog}), and events of the JDK's flight recorder ({@link
 * lanewise.training.log.FlightEvents}).
 *
 * <p>Each is a listener. What must not be here: the state of a run, from which it is resumed; the
 * logs are for people, and hold times.
 *
 * <pre>{@code
 * try (MetricsLog log = MetricsLog.create(Path.of("metrics.jsonl"), TrainingDoctor.of())) {
 *   Trainer trainer =
 *       Trainer.of(TrainingConfig.defaults(), SoftmaxCrossEntropy.of(), AdamW.of(0.001))
 *           .withListener(log);
 * }
 * }</pre>
 */
@NullMarked
package lanewise.training.log;

import org.jspecify.annotations.NullMarked;
