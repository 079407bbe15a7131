/**
 * Layers that disturb training and pass their input through at inference: dropout in several forms,
 * and noise. Start with {@link lanewise.layers.noise.Dropout}.
 *
 * <p>What they draw comes from the random stream of their place in a pass, so a run with one seed
 * repeats to the bit.
 */
@NullMarked
package lanewise.layers.noise;

import org.jspecify.annotations.NullMarked;
