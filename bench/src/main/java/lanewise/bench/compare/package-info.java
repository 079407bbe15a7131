/**
 * Lanewise and the libraries that its users would bind to, measured in turn in one process on the
 * same inputs, every answer checked first. {@code bench/compare} starts {@link
 * lanewise.bench.compare.Compare}.
 *
 * <p>A peer is one class here; a kind of work is one class that lists its cases and who takes part.
 * All that needs a peer is built only under the Maven profile {@code peers}, because the peers are
 * large. Whole networks are compared by {@link lanewise.bench.compare.mlp}.
 */
@NullMarked
package lanewise.bench.compare;

import org.jspecify.annotations.NullMarked;
