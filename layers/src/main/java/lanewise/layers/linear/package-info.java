/**
 * Layers that multiply by a matrix of weights: {@link lanewise.layers.linear.Dense}, and {@link
 * lanewise.layers.linear.Embedding}, which looks up its rows.
 */
@NullMarked
package lanewise.layers.linear;

import org.jspecify.annotations.NullMarked;
