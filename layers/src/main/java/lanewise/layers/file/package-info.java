/**
 * Model files: safetensors with a description of the layers. Start with {@link
 * lanewise.layers.file.SavedModel}, which holds the content of a file, and saves and loads it;
 * {@link lanewise.layers.file.LayerKinds} admits custom layers.
 */
@NullMarked
package lanewise.layers.file;

import org.jspecify.annotations.NullMarked;
