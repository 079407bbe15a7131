/**
 * Prediction: models compiled to programs that only run forward.
 *
 * <p>Start with {@link lanewise.layers.inference.InferencePlan}, made from a model or a file:
 *
 * <pre>{@code
 * InferencePlan plan = InferencePlan.load(Path.of("digits.safetensors"));
 * plan.warmUp(Duration.ofSeconds(10));
 * float[] row = new float[plan.inputSize()];
 * float[] probabilities = new float[plan.outputSize()];
 * plan.probabilities(row, 0, probabilities, 0);
 * }</pre>
 *
 * <p>Any number of threads share a plan. A {@link lanewise.layers.inference.Workspace} is for
 * callers that want buffers of their own, {@link lanewise.layers.inference.Calibration} for those
 * who store weights in fewer bits.
 *
 * <p>Inside, the compiler reads the descriptions that layers give of themselves ({@link
 * lanewise.layers.Lowering}) and makes a {@link lanewise.layers.inference.Program} of {@link
 * lanewise.layers.inference.Step}s. A program can have any number of inputs and outputs, and can
 * also be built step by step.
 *
 * <p>What must not be here: layers, and anything that training needs. Plans under load are in
 * {@code lanewise.layers.serving}.
 */
@NullMarked
package lanewise.layers.inference;

import org.jspecify.annotations.NullMarked;
