/**
 * Tensors in NumPy's files: {@code .npy} for one array, {@code .npz} for several by name.
 *
 * <p>Start with {@link lanewise.tensor.io.Npy} to read and write one array, {@link
 * lanewise.tensor.io.Npz} for several; {@link lanewise.tensor.io.MappedNpy} reads rows of a file
 * that is too large to hold. Whatever is wrong with a file comes as one {@link
 * lanewise.tensor.io.NpyFormatException} that names it. {@link lanewise.tensor.io.AtomicFiles}
 * replaces files as a whole or not at all.
 *
 * <pre>{@code
 * Npy.write(Path.of("squares.npy"), Tensor.of(Shape.of(2, 2), 1, 4, 9, 16));
 * Tensor squares = Npy.read(Path.of("squares.npy"));
 * Map<String, Tensor> arrays = Npz.read(Path.of("arrays.npz"));
 * }</pre>
 *
 * <p>What must not be here: the files of models and data sets, which belong to the modules that
 * know what a model or a data set is.
 */
@NullMarked
package lanewise.tensor.io;

import org.jspecify.annotations.NullMarked;
