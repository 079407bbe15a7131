/**
 * The updates of a training step: weights, gradients and what an optimizer remembers, element by
 * element in one pass over memory.
 *
 * <p>Order of accumulation: none; an element depends on the elements at its own place only. Every
 * update is a fixed sequence of exactly rounded operations, the same in the vector and in the
 * scalar variant, so the bits do not depend on the width of the vectors.
 *
 * <p>Structure: {@link lanewise.tensor.kernel.optimizer.OptimizerKernel} is the contract and has
 * the formulas, {@link lanewise.tensor.kernel.optimizer.OptimizerVariants} the list of variants.
 * What an optimizer computes once a step, such as bias corrections, is not here but in the
 * optimizer.
 */
@NullMarked
package lanewise.tensor.kernel.optimizer;

import org.jspecify.annotations.NullMarked;
