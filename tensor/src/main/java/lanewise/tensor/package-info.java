/**
 * N-dimensional arrays of 32-bit floats: their storage, views, making and picking, and the threads
 * and kernels that operations run on.
 *
 * <p>Start with {@link lanewise.tensor.Tensor}. Arrays are made by {@link lanewise.tensor.Tensors},
 * seen with other axes through {@link lanewise.tensor.Axes}, put together and cut by {@link
 * lanewise.tensor.Joining}, picked from by {@link lanewise.tensor.Indexing} and {@link
 * lanewise.tensor.Sorting}, compared by {@link lanewise.tensor.Closeness}; {@link
 * lanewise.tensor.Labels} are plain ints. {@link lanewise.tensor.Engine} tells which kernels run.
 *
 * <pre>
 *   lanewise.tensor.ops       arithmetic, functions, comparisons, reductions, softmax
 *   lanewise.tensor.linalg    products of matrices and vectors, einsum
 *   lanewise.tensor.blas      products of plain arrays in BLAS argument order
 *   lanewise.tensor.io        NumPy's files
 *   lanewise.tensor.kernel    inner loops; not exported to users
 * </pre>
 *
 * <p>Two houses stand on the kernels. Operations on tensors are for users; layers call the kernels
 * themselves, which have no shapes to check and nothing to look up, so the module exports some
 * packages of kernels to them.
 *
 * <pre>{@code
 * Tensor x = Tensors.of(new float[][] {{1, 2, 3}, {4, 5, 6}});
 * Tensor column = x.select(1, 0);           // a view: [1, 4]
 * Tensor turned = x.transpose();            // a view: [3, 2]
 * Tensor sums = TensorMath.sum(x, 1);       // [6, 15]
 * System.out.println(Engine.describe());    // which kernels run, and why
 * }</pre>
 *
 * <p>What must not be here: mathematics (it is in the packages above), layers, models, anything
 * that knows of training.
 */
@NullMarked
package lanewise.tensor;

import org.jspecify.annotations.NullMarked;
