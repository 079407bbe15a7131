/**
 * The command lanewise: training, evaluating, predicting with and inspecting models from a shell.
 *
 * <p>{@link lanewise.cli.Main} is the program, {@link lanewise.cli.Lanewise} the command line as an
 * object that tests call too. One class a command; what they share is the data that {@code --data}
 * names ({@link lanewise.cli.DataSource}), reading CSV ({@link lanewise.cli.CsvRows}) and failing
 * with one sentence ({@link lanewise.cli.Failures}).
 *
 * <p>What must not be here: anything that a program without a terminal could use; it belongs in the
 * modules below.
 */
@NullMarked
package lanewise.cli;

import org.jspecify.annotations.NullMarked;
