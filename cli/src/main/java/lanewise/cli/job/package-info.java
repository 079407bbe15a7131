/**
 * What a training is to do: {@link lanewise.cli.job.Job}, the immutable tree of all settings that
 * decide it. A job says nothing about where its settings came from and does nothing itself; {@link
 * lanewise.cli.train} runs it.
 *
 * <p>What must not be here: anything that reads data, trains or prints.
 */
@NullMarked
package lanewise.cli.job;

import org.jspecify.annotations.NullMarked;
