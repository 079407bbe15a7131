/**
 * Training: the loop, its settings, its state, and evaluation.
 *
 * <p>Start with {@link lanewise.training.Trainer}; a {@link lanewise.training.TrainingRun} is one
 * training of a model, and a {@link lanewise.training.TrainingState} is everything that is needed
 * to resume it after a crash. The exchangeable parts have their own packages:
 *
 * <ul>
 *   <li>{@link lanewise.training.data}: rows, batches, readers, splits, scaling
 *   <li>{@link lanewise.training.initialization}: initial weights
 *   <li>{@link lanewise.training.gradient}: transforms of all gradients together
 *   <li>{@link lanewise.training.optimizer}: rules that change a parameter
 *   <li>{@link lanewise.training.schedule}: learning-rate schedules
 *   <li>{@link lanewise.training.metric}: figures that measure the quality of a model
 *   <li>{@link lanewise.training.state}: the memory of the parts between steps
 *   <li>{@link lanewise.training.doctor}: signs of trouble, in plain sentences
 *   <li>{@link lanewise.training.log}: what a run leaves for people and programs
 *   <li>{@link lanewise.training.checkpoint}: files from which a run that was killed continues
 * </ul>
 *
 * <p>Each part consists of settings and is an immutable value; its memory between steps belongs to
 * the run. Nothing here prints; a {@link lanewise.training.TrainingListener} receives the events.
 *
 * <pre>{@code
 * Split split = Split.stratified(Digits.load(), 0.15, 0.15, 42);
 * FeatureScaler scaler = ScalerFit.pooled(split.train());
 * Model model = Sequential.of(64, Dense.of(64, 128), Relu.of(), Dense.of(128, 10));
 * Initializer.heNormal().initialize(model, 42);
 * TrainingResult result =
 *     Trainer.of(TrainingConfig.defaults(), SoftmaxCrossEntropy.of(), new Sgd(0.05f, 0.9f))
 *         .fit(model, scaler, split.train(), split.validation());
 * }</pre>
 *
 * <p>What must not be here: what a model needs at inference (it is in {@link lanewise.layers}), and
 * anything of a terminal.
 */
@NullMarked
package lanewise.training;

import org.jspecify.annotations.NullMarked;
