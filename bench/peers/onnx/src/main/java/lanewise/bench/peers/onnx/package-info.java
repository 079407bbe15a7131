/** ONNX Runtime as a contestant of {@code bench/compare mlp}. */
@NullMarked
package lanewise.bench.peers.onnx;

import org.jspecify.annotations.NullMarked;
