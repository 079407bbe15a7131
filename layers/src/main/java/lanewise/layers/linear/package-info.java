/**
 * Layers with a matrix of weights.
 *
 * <p>Start with {@link lanewise.layers.linear.Dense}, which multiplies by it; {@link
 * lanewise.layers.linear.Embedding} looks up its rows.
 *
 * <pre>{@code
 * Dense dense = Dense.of(784, 128);            // y = x W + b
 * float[] bias = dense.bias().values();        // may be read and written
 * Model words = Sequential.of(10, Embedding.of(5000, 32), Flatten.of(), Dense.of(320, 2));
 * }</pre>
 */
@NullMarked
package lanewise.layers.linear;

import org.jspecify.annotations.NullMarked;
