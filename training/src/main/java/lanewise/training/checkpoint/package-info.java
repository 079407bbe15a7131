/**
 * Checkpoints: the state of a training run in files, so that a job that is killed at any moment
 * continues with the same bits.
 *
 * <p>Start with {@link lanewise.training.checkpoint.Checkpoints}.
 *
 * <pre>{@code
 * Model model = Sequential.of(64, Dense.of(64, 10));
 * Split split = Split.stratified(Digits.load(), 0.15, 0.15, 42);
 * Trainer trainer = Trainer.of(TrainingConfig.defaults(), SoftmaxCrossEntropy.of(), AdamW.of(0.001));
 * RunIdentity identity = RunIdentity.of(trainer).withRows("rows", split.train());
 * TrainingRun run = trainer.start(model, split.train(), split.validation());
 * try (CheckpointedRun kept = Checkpoints.in(Path.of("checkpoints")).start(run, identity)) {
 *   kept.resume();
 *   TrainingResult result = kept.finish();
 * }
 * }</pre>
 *
 * <p>What must not be here: what the state consists of ({@link lanewise.training.TrainingState}),
 * and how its numbers become bytes ({@link lanewise.training.state.MemoryFile}).
 */
@NullMarked
package lanewise.training.checkpoint;

import org.jspecify.annotations.NullMarked;
