/**
 * Preprocessing of rows before a model sees them, with numbers fitted in training: the same
 * arithmetic in training and in prediction.
 */
@NullMarked
package lanewise.layers.preprocessing;

import org.jspecify.annotations.NullMarked;
