/**
 * Normalization: over the batch by channel ({@link lanewise.layers.norm.BatchNorm}) and within each
 * example ({@link lanewise.layers.norm.LayerNorm}).
 */
@NullMarked
package lanewise.layers.norm;

import org.jspecify.annotations.NullMarked;
