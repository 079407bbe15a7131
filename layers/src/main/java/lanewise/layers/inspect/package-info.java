/**
 * Inspection of models: a table of shapes, parameters, work and memory ({@link
 * lanewise.layers.inspect.Summary}), and signs of trouble in activations and in training steps.
 */
@NullMarked
package lanewise.layers.inspect;

import org.jspecify.annotations.NullMarked;
