/**
 * What rows go through before a model sees them, with the numbers that training learned: the same
 * arithmetic in training and in prediction.
 */
@NullMarked
package lanewise.layers.preprocessing;

import org.jspecify.annotations.NullMarked;
