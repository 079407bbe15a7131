/**
 * Serving: trained models compiled for prediction.
 *
 * <p>Start with {@link lanewise.layers.inference.InferencePlan}, made of a model, a classifier or a
 * file:
 *
 * <pre>{@code
 * InferencePlan plan = InferencePlan.load(Path.of("digits.safetensors"));
 * plan.warmUp(Duration.ofSeconds(10));
 * plan.probabilities(row, 0, probabilities, 0);
 * }</pre>
 *
 * <p>Any number of threads share a plan. {@link lanewise.layers.inference.Workspace} is for callers
 * that want buffers of their own, {@link lanewise.layers.inference.Calibration} for those who store
 * weights in fewer bits.
 *
 * <p>{@link lanewise.layers.inference.LivePlan} holds a plan that is replaced while it is used,
 * {@link lanewise.layers.inference.MicroBatcher} joins single rows of many callers into batches,
 * and {@link lanewise.layers.inference.LatencyBudget} limits the time and memory of a call in a
 * test.
 *
 * <p>What must not be here: layers, and anything that training needs. This package uses {@code
 * lanewise.layers}, never the reverse.
 */
@NullMarked
package lanewise.layers.inference;

import org.jspecify.annotations.NullMarked;
