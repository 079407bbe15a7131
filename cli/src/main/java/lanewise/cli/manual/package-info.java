/**
 * The command's description of itself, made of its own options: help for narrow terminals, the
 * manual page, the reference of the site, and completions for shells.
 *
 * <p>Start with {@link lanewise.cli.manual.CommandPage}. What must not be here: anything about a
 * command that its options do not say themselves.
 */
@NullMarked
package lanewise.cli.manual;

import org.jspecify.annotations.NullMarked;
