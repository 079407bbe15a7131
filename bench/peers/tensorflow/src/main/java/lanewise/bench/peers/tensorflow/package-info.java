/** TensorFlow Java as a contestant of {@code bench/compare mlp}. */
@NullMarked
package lanewise.bench.peers.tensorflow;

import org.jspecify.annotations.NullMarked;
