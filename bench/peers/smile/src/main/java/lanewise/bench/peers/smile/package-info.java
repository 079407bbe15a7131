/** Smile as a contestant of {@code bench/compare mlp}. */
@NullMarked
package lanewise.bench.peers.smile;

import org.jspecify.annotations.NullMarked;
