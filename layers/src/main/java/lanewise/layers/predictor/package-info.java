/**
 * Trained models that know the meaning of their outputs. Start with {@link
 * lanewise.layers.predictor.Classifier}, which names classes.
 */
@NullMarked
package lanewise.layers.predictor;

import org.jspecify.annotations.NullMarked;
