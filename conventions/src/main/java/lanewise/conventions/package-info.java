/** Tests of the repository itself rather than of what it does. */
@NullMarked
package lanewise.conventions;

import org.jspecify.annotations.NullMarked;
