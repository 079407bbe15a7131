/** The command lanewise. */
@NullMarked
package lanewise.cli;

import org.jspecify.annotations.NullMarked;
