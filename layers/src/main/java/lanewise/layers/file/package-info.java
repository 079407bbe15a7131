/**
 * Model files: safetensors with a description of the layers. Start with {@link
 * lanewise.layers.file.SavedModel}, which holds the content of a file, and saves and loads it;
 * {@link lanewise.layers.file.LayerKinds} admits custom layers.
 *
 * <pre>{@code
 * Model model = Sequential.of(4, Dense.of(4, 3));
 * SavedModel.of(model).save(Path.of("model.safetensors"));
 * Model again = SavedModel.load(Path.of("model.safetensors")).model();
 * }</pre>
 */
@NullMarked
package lanewise.layers.file;

import org.jspecify.annotations.NullMarked;
