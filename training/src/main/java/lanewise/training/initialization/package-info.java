/**
 * The initial values of a model's parameters. Start with {@link
 * lanewise.training.initialization.Initializer}, whose methods name the usual ones; {@link
 * lanewise.training.initialization.Initialization} gives parameters initializers by name.
 *
 * <pre>{@code
 * Model model = Sequential.of(64, Dense.of(64, 128), Relu.of(), Dense.of(128, 10));
 * Initializer.heNormal().initialize(model, 42);
 * }</pre>
 *
 * <p>What must not be here: how weights change afterwards.
 */
@NullMarked
package lanewise.training.initialization;

import org.jspecify.annotations.NullMarked;
