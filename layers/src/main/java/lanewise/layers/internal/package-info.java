/** Code that the packages of this module share. */
@NullMarked
package lanewise.layers.internal;

import org.jspecify.annotations.NullMarked;
