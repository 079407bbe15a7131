/**
 * Operations on tensors. An operation is a value, like a ufunc of NumPy, and every operation has
 * the same forms:
 *
 * <pre>{@code
 * Tensor x = Tensors.of(new float[][] {{1, 2}, {3, 4}});
 * Tensor y = Unary.EXP.of(x);                // a new tensor
 * Binary.ADD.into(x, y, y);                  // written into an existing tensor
 * Binary.MUL.inPlace(x, 0.5f);               // written over the first operand
 * float[] values = new float[1000];
 * Unary.EXP.into(1000, values, 0, values, 0); // consecutive floats of plain arrays
 * Tensor sums = Reduce.SUM.of(x, 0);         // along axes; keeping(x, 0) keeps them with size 1
 * }</pre>
 *
 * <p>{@link lanewise.tensor.ops.Unary}, {@link lanewise.tensor.ops.Binary}, {@link
 * lanewise.tensor.ops.Ternary} and {@link lanewise.tensor.ops.Clip} work element by element, {@link
 * lanewise.tensor.ops.Reduce} and {@link lanewise.tensor.ops.AxisFunction} along axes. {@link
 * lanewise.tensor.ops.TensorMath} offers the most common operations as static methods; start there.
 *
 * <p>Operands of different shapes are broadcast as in NumPy: shapes are aligned at the last axis,
 * and axes of size 1 and missing leading axes repeat. Operands may have any layout, and strided,
 * transposed and broadcast operands are not copied. The forms that write into an existing tensor or
 * array allocate nothing once warm, unless an operand overlaps the result without being the result
 * itself; such an operand is copied first. If a form throws because of its arguments, it has
 * written nothing.
 *
 * <p>Results do not depend on layout, vector width or machine, except for the bits of a NaN. All
 * operations are safe to call from many threads, as long as no thread writes to elements that
 * another thread uses.
 *
 * <p>What must not be here: matrix products ({@link lanewise.tensor.linalg}), views and picking
 * ({@link lanewise.tensor}), and loops over elements that a kernel could do.
 */
@NullMarked
package lanewise.tensor.ops;

import org.jspecify.annotations.NullMarked;
