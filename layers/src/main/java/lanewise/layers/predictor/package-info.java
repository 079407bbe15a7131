/**
 * Trained models that know the meaning of their inputs and outputs. Start with {@link
 * lanewise.layers.predictor.Predictor}, which is a classifier, a multi-label classifier or a
 * regressor.
 */
@NullMarked
package lanewise.layers.predictor;

import org.jspecify.annotations.NullMarked;
