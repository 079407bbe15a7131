/**
 * The roofline of a machine (Williams, Waterman and Patterson, 2009): {@link
 * lanewise.bench.kernels.Roofline} measures multiply-adds and bandwidths at every vector width, and
 * places every kernel family below them.
 */
@NullMarked
package lanewise.bench.kernels;

import org.jspecify.annotations.NullMarked;
