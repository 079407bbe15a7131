/**
 * Rows in NumPy's npy files, mapped into memory.
 *
 * <p>Start with {@link lanewise.training.data.npy.NpyRows}.
 *
 * <pre>{@code
 * Samples rows = NpyRows.ofClasses(Path.of("x.npy"), Path.of("y.npy"), 10);
 * }</pre>
 *
 * <p>What must not be here: the format itself, {@link lanewise.tensor.io}.
 */
@NullMarked
package lanewise.training.data.npy;

import org.jspecify.annotations.NullMarked;
