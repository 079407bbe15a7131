/**
 * The command lanewise: training, evaluating, predicting with and inspecting models from a shell.
 *
 * <p>{@link lanewise.cli.Main} is the program, {@link lanewise.cli.Lanewise} the command line as an
 * object that tests call too, and {@link lanewise.cli.Failures} turns every failure into one
 * sentence and an exit code. A command is a class in {@link lanewise.cli.train}, {@link
 * lanewise.cli.apply} or {@link lanewise.cli.inspect}; the data and models that commands are given
 * are read in {@link lanewise.cli.data}, after {@link lanewise.cli.files} has told what a file is;
 * results are written in {@link lanewise.cli.output}, and {@link lanewise.cli.session} has the
 * streams, signals and exit codes.
 *
 * <p>What must not be here: anything that a program without a terminal could use; it belongs in the
 * modules below.
 */
@NullMarked
package lanewise.cli;

import org.jspecify.annotations.NullMarked;
