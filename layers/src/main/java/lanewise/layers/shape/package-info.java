/**
 * Layers that change only the shape of an example: the values keep their row-major order, channels
 * before space.
 */
@NullMarked
package lanewise.layers.shape;

import org.jspecify.annotations.NullMarked;
