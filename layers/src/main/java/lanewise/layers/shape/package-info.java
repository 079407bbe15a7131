/**
 * Layers that change the shape of an example and nothing else: the values keep their row-major
 * order, channels before space.
 */
@NullMarked
package lanewise.layers.shape;

import org.jspecify.annotations.NullMarked;
