/** Example programs, each in one file; they use only the public API. */
@NullMarked
package lanewise.examples;

import org.jspecify.annotations.NullMarked;
