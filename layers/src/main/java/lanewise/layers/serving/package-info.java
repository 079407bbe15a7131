/**
 * Serving under load: {@link lanewise.layers.serving.LivePlan} holds a plan that is replaced while
 * it is used, {@link lanewise.layers.serving.MicroBatcher} joins single rows of many callers into
 * batches, and {@link lanewise.layers.serving.LatencyBudget} limits the time and memory of a call
 * in a test.
 */
@NullMarked
package lanewise.layers.serving;

import org.jspecify.annotations.NullMarked;
