/**
 * Inspection of models: a table of shapes, parameters, work and memory, and signs of trouble in
 * activations ({@link lanewise.layers.inspect.ActivationStatistics}) and in training steps ({@link
 * lanewise.layers.inspect.TrainingStatistics}).
 *
 * <p>Start with {@link lanewise.layers.inspect.Summary}.
 *
 * <pre>{@code
 * Model model = Sequential.of(4, Dense.of(4, 16), Relu.of(), Dense.of(16, 3));
 * System.out.println(Summary.of(model));
 * }</pre>
 */
@NullMarked
package lanewise.layers.inspect;

import org.jspecify.annotations.NullMarked;
