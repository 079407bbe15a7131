/**
 * Layers that change only the shape of an example: the values keep their row-major order, channels
 * before space. Start with {@link lanewise.layers.shape.Flatten} or {@link
 * lanewise.layers.shape.Reshape}; {@link lanewise.layers.shape.Narrow} takes a part.
 *
 * <pre>{@code
 * Model model = Sequential.of(Shape.of(28, 28), Flatten.of(), Dense.of(784, 10));
 * }</pre>
 */
@NullMarked
package lanewise.layers.shape;

import org.jspecify.annotations.NullMarked;
