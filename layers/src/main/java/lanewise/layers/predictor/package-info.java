/**
 * Trained models that know the meaning of their inputs and outputs. Start with {@link
 * lanewise.layers.predictor.Predictor}, which is a classifier, a multi-label classifier or a
 * regressor.
 *
 * <pre>{@code
 * Classifier classifier = Classifier.load(Path.of("digits.safetensors"));
 * String label = classifier.predict(new float[64]);
 * Predictor any = Predictor.load(Path.of("digits.safetensors")); // whatever was trained
 * }</pre>
 */
@NullMarked
package lanewise.layers.predictor;

import org.jspecify.annotations.NullMarked;
