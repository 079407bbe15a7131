/** What the readers of this module share; not exported. */
@NullMarked
package lanewise.training.internal;

import org.jspecify.annotations.NullMarked;
