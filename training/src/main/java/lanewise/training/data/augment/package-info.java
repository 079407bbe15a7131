/**
 * Random changes of the rows to learn from.
 *
 * <p>Start with {@link lanewise.training.data.augment.AugmentedBatches}, which applies them to the
 * batches of any source: {@link lanewise.training.data.augment.RandomNoise}, {@link
 * lanewise.training.data.augment.RandomShift}, {@link
 * lanewise.training.data.augment.RandomRotation}, {@link
 * lanewise.training.data.augment.RandomFlip}, {@link lanewise.training.data.augment.RandomErasing},
 * {@link lanewise.training.data.augment.Mixup}, or an {@link
 * lanewise.training.data.augment.Augmentation} of your own. Only batches can be changed, and
 * evaluations take no batches, so no row that assesses a model is ever changed.
 *
 * <pre>{@code
 * BatchSource batches = Minibatches.of(Digits.load(), 32, 42);
 * BatchSource shifted = AugmentedBatches.of(batches, 42, RandomShift.of(Shape.of(8, 8), 1));
 * }</pre>
 *
 * <p>What must not be here: changes that a model also needs when it predicts, such as scaling.
 */
@NullMarked
package lanewise.training.data.augment;

import org.jspecify.annotations.NullMarked;
