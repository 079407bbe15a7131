/**
 * The memory of a training run. Start with {@link lanewise.training.state.Memory}: named arrays
 * that the run owns for its parts; {@link lanewise.training.state.MemoryFile} is their file.
 *
 * <pre>{@code
 * Memory memory = Memory.none().withFloats("velocity", new float[100]).withLongs("steps", 0);
 * memory.longs("steps")[0]++;
 * }</pre>
 *
 * <p>What must not be here: anything that knows what the numbers mean.
 */
@NullMarked
package lanewise.training.state;

import org.jspecify.annotations.NullMarked;
