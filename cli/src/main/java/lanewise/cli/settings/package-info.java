/**
 * Described settings. A {@link lanewise.cli.settings.Section} lists its {@link
 * lanewise.cli.settings.Key}s, each with its type, default and meaning, and this one description is
 * what reads a file, prints the settings, makes the options of a command line, the schema for
 * editors and the table in the documentation.
 *
 * <p>Text becomes a tree of {@link lanewise.cli.settings.Node}s that know where they were written;
 * a section turns the tree into an immutable value, and back. {@link lanewise.cli.settings.Yaml} is
 * the only class that needs the YAML library.
 *
 * <p>What must not be here: anything that knows what is set.
 */
@NullMarked
package lanewise.cli.settings;

import org.jspecify.annotations.NullMarked;
