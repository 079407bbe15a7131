/**
 * N-dimensional arrays of 32-bit floats and the operations on them.
 *
 * <p>Start with {@link lanewise.tensor.Tensor}: storage and views. The mathematics is not on that
 * class but in one class for each family of operations.
 *
 * <p>What must not be here: layers, models, anything that knows of training; kernels (they are in
 * packages of their own that are not exported).
 */
@NullMarked
package lanewise.tensor;

import org.jspecify.annotations.NullMarked;
