/**
 * The data and the models that commands are given: what {@code --data} names ({@link
 * lanewise.cli.data.DataSource}), the columns and classes of that data matched with those of a
 * model, and the model file itself.
 *
 * <p>What must not be here: the formats of files, which library users read too; they are in {@link
 * lanewise.training.data}.
 */
@NullMarked
package lanewise.cli.data;

import org.jspecify.annotations.NullMarked;
