/** The commands that apply a model to rows: {@code predict} and {@code evaluate}. */
@NullMarked
package lanewise.cli.apply;

import org.jspecify.annotations.NullMarked;
