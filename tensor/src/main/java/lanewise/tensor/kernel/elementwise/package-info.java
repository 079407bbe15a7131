/**
 * Elementwise operations on runs of 32-bit floats.
 *
 * <p>Order of accumulation: none; an element of the result depends on the elements of the operands
 * at its own place only. Every function is a fixed sequence of exactly rounded operations (add,
 * subtract, multiply, divide, square root, fused multiply-add and integer arithmetic), the same in
 * the vector and in the scalar variant, so the bits do not depend on the width of the vectors or on
 * where in a vector an element lies. Which NaN is returned (its sign and payload) is not defined.
 *
 * <p>Structure: {@link lanewise.tensor.kernel.elementwise.ElementwiseKernel} is the contract,
 * {@link lanewise.tensor.kernel.elementwise.ElementwiseVariants} the list of variants. {@code
 * VectorFunctions} and {@code ScalarFunctions} hold the transcendental functions in single
 * precision, {@code VectorWideFunctions} and {@code ScalarWideFunctions} those that take double
 * precision inside; the two of a pair mirror one another line by line.
 */
@NullMarked
package lanewise.tensor.kernel.elementwise;

import org.jspecify.annotations.NullMarked;
