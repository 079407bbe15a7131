/**
 * The initial values of a model's weights: {@link lanewise.training.initialization.Initializer}.
 *
 * <p>What must not be here: how weights change afterwards.
 */
@NullMarked
package lanewise.training.initialization;

import org.jspecify.annotations.NullMarked;
