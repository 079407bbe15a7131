/**
 * Model files: safetensors with a description of the layers. Start with {@link
 * lanewise.layers.file.SavedModel}, which holds what a file holds, and saves and loads it; {@link
 * lanewise.layers.file.LayerKinds} admits layers of your own.
 */
@NullMarked
package lanewise.layers.file;

import org.jspecify.annotations.NullMarked;
