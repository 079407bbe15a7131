/**
 * What every command talks to: the output streams, requests to stop, the options that all commands
 * share, exit codes, and the exception for input that the caller can mend.
 *
 * <p>Start with {@link lanewise.cli.session.Session}. What must not be here: anything that knows of
 * models or data.
 */
@NullMarked
package lanewise.cli.session;

import org.jspecify.annotations.NullMarked;
