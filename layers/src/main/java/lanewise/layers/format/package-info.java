/**
 * File and text formats: the safetensors tensor file and a strict JSON codec.
 *
 * <p>Start with {@link lanewise.layers.format.Safetensors}: named tensors and text metadata, read
 * and written with a digest that catches any changed bit. {@link lanewise.layers.format.Json}
 * parses and writes JSON; {@link lanewise.layers.format.JsonCursor} reads a parsed document and
 * names the key in every error. {@link lanewise.tensor.io.AtomicFiles} puts a file in place whole
 * or not at all.
 *
 * <p>Every parser here treats its input as hostile: it checks before it allocates, its depth is
 * bounded, and bad input ends in a {@link lanewise.layers.format.FormatException} or a {@link
 * lanewise.layers.format.JsonException} of one sentence, never in another exception.
 *
 * <pre>{@code
 * Safetensors file = Safetensors.read(Path.of("weights.safetensors"));
 * Tensor weight = file.tensor("0.weight");
 * Object settings = Json.parse("{\"rate\": 0.1}");
 * }</pre>
 *
 * <p>What must not be here: what a model is made of (its layers and their configuration), data
 * sets, and anything that depends on training.
 */
@NullMarked
package lanewise.layers.format;

import org.jspecify.annotations.NullMarked;
