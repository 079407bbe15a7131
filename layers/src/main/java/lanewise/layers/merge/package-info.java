/**
 * Layers that join several inputs to one: sum, product, concatenation. They make a {@link
 * lanewise.layers.Graph} more than a chain.
 */
@NullMarked
package lanewise.layers.merge;

import org.jspecify.annotations.NullMarked;
