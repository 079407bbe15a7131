/**
 * Layers that disturb training and pass their input through at inference: dropout in several forms,
 * and noise. Start with {@link lanewise.layers.noise.Dropout}.
 *
 * <p>They draw from the random stream of their place in a pass, so runs with the same seed agree to
 * the bit.
 *
 * <pre>{@code
 * Model model = Sequential.of(64, Dense.of(64, 128), Relu.of(), Dropout.of(0.2), Dense.of(128, 10));
 * }</pre>
 */
@NullMarked
package lanewise.layers.noise;

import org.jspecify.annotations.NullMarked;
