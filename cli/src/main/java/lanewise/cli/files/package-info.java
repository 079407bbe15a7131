/**
 * What a file is, before anybody reads it: {@link lanewise.cli.files.FileKind} tells files of other
 * programs, and those of lanewise that are wanted elsewhere, by their first bytes and their names.
 *
 * <p>What must not be here: anything that reads what is in a file.
 */
@NullMarked
package lanewise.cli.files;

import org.jspecify.annotations.NullMarked;
