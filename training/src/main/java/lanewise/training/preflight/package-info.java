/**
 * Checks before a training, which find in seconds what would waste its hours: data without
 * information, a label among the features, a network that cannot learn, a wrong gradient.
 *
 * <p>Start with {@link lanewise.training.preflight.Preflight}. A further check is one class that
 * implements {@link lanewise.training.preflight.PreflightCheck}.
 *
 * <pre>{@code
 * Model model = Sequential.of(64, Dense.of(64, 10));
 * LabelledRows rows = Digits.load();
 * Preflight.run(new Subject(model, SoftmaxCrossEntropy.of(), rows, rows.featureNames(), 42))
 *     .forEach(finding -> System.out.println(finding.sentence()));
 * }</pre>
 *
 * <p>What must not be here: what is watched during a training.
 */
@NullMarked
package lanewise.training.preflight;

import org.jspecify.annotations.NullMarked;
