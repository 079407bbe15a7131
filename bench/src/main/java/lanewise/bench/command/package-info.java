/**
 * What the commands of {@code lanewise-bench.jar} have in common: a help, the reading of their
 * {@link lanewise.bench.command.Words}, and one sentence where something is wrong. The list of
 * commands is in {@link lanewise.bench.Main}.
 */
@NullMarked
package lanewise.bench.command;

import org.jspecify.annotations.NullMarked;
