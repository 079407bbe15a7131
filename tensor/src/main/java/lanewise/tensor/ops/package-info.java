/**
 * Operations on tensors. An operation is a value, as NumPy's ufuncs are, and has the same forms as
 * its siblings:
 *
 * <pre>{@code
 * Unary.EXP.of(x)                    a new tensor
 * Binary.ADD.into(x, y, out)         written into an existing tensor
 * Binary.MUL.inPlace(x, 0.5f)        written over the first operand
 * Unary.EXP.into(n, x, 0, y, 0)      n consecutive floats of plain arrays
 * Reduce.SUM.of(x, 0)                along axes; keeping(x, 0) leaves them with size 1
 * }</pre>
 *
 * <p>{@link lanewise.tensor.ops.Unary}, {@link lanewise.tensor.ops.Binary}, {@link
 * lanewise.tensor.ops.Ternary} and {@link lanewise.tensor.ops.Clip} work element by element, {@link
 * lanewise.tensor.ops.Reduce} and {@link lanewise.tensor.ops.AxisFunction} along axes. {@link
 * lanewise.tensor.ops.TensorMath} has the most common of them as static methods; start there.
 *
 * <p>Operands of different shapes are broadcast as in NumPy: aligned at the last axis, axes of size
 * 1 and missing leading axes repeat. Any layout will do, and strided, transposed and broadcast
 * operands are not copied. The forms that write into an existing tensor or array allocate nothing
 * once warm, unless an operand overlaps the result without being it: such an operand is copied
 * first. Nothing has been written when a form throws for its arguments.
 *
 * <p>Results do not depend on layout, vector width or machine, except for the bits of a NaN. All
 * operations are safe to call from many threads, as long as none writes what another uses.
 *
 * <p>What must not be here: matrix products ({@link lanewise.tensor.linalg}), views and picking
 * ({@link lanewise.tensor}), and loops over elements that a kernel could do.
 */
@NullMarked
package lanewise.tensor.ops;

import org.jspecify.annotations.NullMarked;
