/**
 * Normalization of what a layer passes on. Start with {@link lanewise.layers.norm.BatchNorm}, over
 * the batch by channel, or {@link lanewise.layers.norm.LayerNorm}, within each example.
 *
 * <pre>{@code
 * Model model = Sequential.of(64, Dense.of(64, 128), BatchNorm.of(128), Relu.of(), Dense.of(128, 10));
 * Model rows = Sequential.of(64, Dense.of(64, 128), LayerNorm.of(128), Dense.of(128, 10));
 * }</pre>
 */
@NullMarked
package lanewise.layers.norm;

import org.jspecify.annotations.NullMarked;
