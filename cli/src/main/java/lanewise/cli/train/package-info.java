/**
 * The command {@code train}: {@link lanewise.cli.train.JobOptions} become a {@link
 * lanewise.cli.job.Job}, and {@link lanewise.cli.train.TrainRun} runs it by parts that each have a
 * class: the data, the network, the trainer, the model on disk, the report.
 */
@NullMarked
package lanewise.cli.train;

import org.jspecify.annotations.NullMarked;
