/**
 * Serving: a trained model compiled into a plan. Start with {@link InferencePlan}.
 *
 * <p>{@link LivePlan} holds a plan that is replaced while it is used, {@link MicroBatcher} joins
 * single rows of many callers into batches, and {@link LatencyBudget} limits the time and memory of
 * a call in a test.
 */
@NullMarked
package lanewise.layers.inference;

import org.jspecify.annotations.NullMarked;
