package lanewise.cli.report;

import lanewise.tensor.Shape;
import lanewise.training.data.Samples;
import org.jspecify.annotations.Nullable;

/**
 * Rows that took no part in a training, by which its model is judged.
 *
 * @param part what the rows are, such as {@code test}
 * @param scaled the rows as the model expects them
 * @param unscaled the same rows as they were read, of which pictures are made
 * @param image the shape of a row that is an image, [height, width] or [channels, height, width];
 *     null if rows are no images
 */
public record EvaluatedRows(String part, Samples scaled, Samples unscaled, @Nullable Shape image) {}
