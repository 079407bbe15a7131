/** Deeplearning4j as a contestant of {@code bench/compare mlp}. */
@NullMarked
package lanewise.bench.peers.dl4j;

import org.jspecify.annotations.NullMarked;
