/** Layers, activations, losses, models and inference. */
@NullMarked
package lanewise.layers;

import org.jspecify.annotations.NullMarked;
