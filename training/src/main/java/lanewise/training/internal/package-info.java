/** Code that packages of this module share; it is not exported. */
@NullMarked
package lanewise.training.internal;

import org.jspecify.annotations.NullMarked;
