/** Programs to begin with, each in one file; they use what is public and nothing else. */
@NullMarked
package lanewise.examples;

import org.jspecify.annotations.NullMarked;
