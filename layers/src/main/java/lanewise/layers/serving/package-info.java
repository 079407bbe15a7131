/**
 * Serving under load. Start with {@link lanewise.layers.serving.LivePlan}, which holds a plan that
 * is replaced while it is used, {@link lanewise.layers.serving.MicroBatcher} joins single rows of
 * many callers into batches, and {@link lanewise.layers.serving.LatencyBudget} limits the time and
 * memory of a call in a test.
 *
 * <pre>{@code
 * LivePlan plan = LivePlan.of(InferencePlan.load(Path.of("digits.safetensors")));
 * try (MicroBatcher batcher = MicroBatcher.of(plan)) {
 *   CompletableFuture<float[]> logits = batcher.predictAsync(new float[64], 0);
 * }
 * plan.publish(InferencePlan.load(Path.of("digits-2.safetensors"))); // while others predict
 * }</pre>
 */
@NullMarked
package lanewise.layers.serving;

import org.jspecify.annotations.NullMarked;
