/** Serving: a trained model compiled into a plan. Start with {@link InferencePlan}. */
@NullMarked
package lanewise.layers.inference;

import org.jspecify.annotations.NullMarked;
