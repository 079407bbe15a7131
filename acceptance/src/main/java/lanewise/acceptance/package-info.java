/** Tests of all modules together, as their users meet them. */
@NullMarked
package lanewise.acceptance;

import org.jspecify.annotations.NullMarked;
