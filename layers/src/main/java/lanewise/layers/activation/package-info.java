/**
 * Activations: functions of each value alone, of the values along one axis (softmax and its
 * logarithm), and of groups of values (maxout).
 *
 * <p>Start with {@link lanewise.layers.activation.Relu}. A custom activation extends {@link
 * lanewise.layers.activation.Activation}.
 *
 * <pre>{@code
 * Model chain = Sequential.of(4, Dense.of(4, 16), Gelu.of(), Dense.of(16, 3), Softmax.of());
 * }</pre>
 */
@NullMarked
package lanewise.layers.activation;

import org.jspecify.annotations.NullMarked;
