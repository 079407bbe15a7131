/** The list of all kernel families: what describe reports and the tests go through. */
@NullMarked
package lanewise.tensor.kernel.families;

import org.jspecify.annotations.NullMarked;
