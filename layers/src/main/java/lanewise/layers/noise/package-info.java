/**
 * Layers that disturb training and pass their input through at inference: dropout in several forms,
 * and noise. Start with {@link lanewise.layers.noise.Dropout}.
 *
 * <p>They draw from the random stream of their place in a pass, so runs with the same seed agree to
 * the bit.
 */
@NullMarked
package lanewise.layers.noise;

import org.jspecify.annotations.NullMarked;
