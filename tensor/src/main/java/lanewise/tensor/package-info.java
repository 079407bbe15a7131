/**
 * N-dimensional arrays of 32-bit floats and the operations on them.
 *
 * <p>Start with {@link lanewise.tensor.Tensor}: storage and views. The mathematics is not on that
 * class but in one class for each family of operations. Arrays are made by {@link
 * lanewise.tensor.Tensors}, seen with other axes through {@link lanewise.tensor.Axes}, put together
 * and cut by {@link lanewise.tensor.Joining}, picked from by {@link lanewise.tensor.Indexing} and
 * {@link lanewise.tensor.Sorting}, computed with by {@link lanewise.tensor.ops.Arithmetic}, {@link
 * lanewise.tensor.ops.Functions}, {@link lanewise.tensor.ops.Piecewise}, {@link
 * lanewise.tensor.ops.Comparisons}, {@link lanewise.tensor.ops.Reductions} and {@link
 * lanewise.tensor.ops.Softmax}, multiplied by {@link lanewise.tensor.linalg.LinearAlgebra},
 * compared by {@link lanewise.tensor.Closeness}; {@link lanewise.tensor.Labels} are plain ints.
 * {@link lanewise.tensor.blas} has products and elementwise functions for plain {@code float[]};
 * {@link lanewise.tensor.Engine} tells which kernels run.
 *
 * <p>What must not be here: layers, models, anything that knows of training; kernels (they are in
 * packages of their own that are not exported).
 */
@NullMarked
package lanewise.tensor;

import org.jspecify.annotations.NullMarked;
