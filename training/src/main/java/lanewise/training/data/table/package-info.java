/**
 * Tables as people have them: columns of numbers, booleans and texts, with values missing.
 *
 * <pre>{@code
 * Table table = Table.read(CsvTable.open(Path.of("houses.csv")), "houses", TableRoles.of("price"));
 * TableTargets targets = TableTargets.of(table, null);             // the labels decide the task
 * TableParts parts = TableParts.of(table, targets, 0.15, 0.15, 42);
 * TableFit fit = TableFit.of(table, parts.train());                // of these rows alone
 * Task task = targets.task(parts.train());
 * Samples train = targets.samples(fit, task, parts.train());
 * }</pre>
 *
 * <p>Start with {@link lanewise.training.data.table.Table}, which holds the cells; {@link
 * lanewise.training.data.table.TableFit} learns what they mean from the training rows and gives the
 * {@link lanewise.layers.preprocessing.ColumnTransformer} that a saved model keeps; {@link
 * lanewise.training.data.table.TableTargets} decides what is to be predicted.
 *
 * <p>What must not be here: the format of files, which is that of {@link
 * lanewise.training.data.csv}, and anything that prints.
 */
@NullMarked
package lanewise.training.data.table;

import org.jspecify.annotations.NullMarked;
