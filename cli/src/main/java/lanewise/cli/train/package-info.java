/** The command {@code train}: its options, one training from the data to the model, its report. */
@NullMarked
package lanewise.cli.train;

import org.jspecify.annotations.NullMarked;
