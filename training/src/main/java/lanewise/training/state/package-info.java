/**
 * The memory of a training run: {@link lanewise.training.state.Memory} consists of named arrays
 * that the run owns for its parts, and {@link lanewise.training.state.MemoryFile} is their file.
 *
 * <p>What must not be here: anything that knows what the numbers mean.
 */
@NullMarked
package lanewise.training.state;

import org.jspecify.annotations.NullMarked;
