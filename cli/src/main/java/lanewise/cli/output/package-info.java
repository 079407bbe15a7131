/**
 * How results are written: tables and progress for people, JSON lines for programs.
 *
 * <p>Everything here turns values into text and prints it; nothing reads files or computes results.
 */
@NullMarked
package lanewise.cli.output;

import org.jspecify.annotations.NullMarked;
