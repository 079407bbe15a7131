/** DJL with the PyTorch engine as a contestant of {@code bench/compare mlp}. */
@NullMarked
package lanewise.bench.peers.djl;

import org.jspecify.annotations.NullMarked;
