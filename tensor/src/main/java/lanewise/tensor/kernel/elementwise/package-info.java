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
 * {@link lanewise.tensor.kernel.elementwise.ElementwiseVariants} the list of variants. Functions
 * are written twice, operation by operation the same: {@code ScalarFunctions} and {@code
 * VectorSteps} in single precision, {@code ScalarWideFunctions} and {@code VectorWideSteps} in
 * double precision inside.
 */
@NullMarked
package lanewise.tensor.kernel.elementwise;

import org.jspecify.annotations.NullMarked;
