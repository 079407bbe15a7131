/** The commands that look and change nothing: {@code inspect} and {@code describe}. */
@NullMarked
package lanewise.cli.inspect;

import org.jspecify.annotations.NullMarked;
