package lanewise.training.data;

import java.util.List;
import java.util.stream.IntStream;
import lanewise.layers.loss.Targets;
import lanewise.tensor.Shape;
import lanewise.tensor.Tensor;

/** Reads the rows of any source into memory. */
final class MemoryCopy {
  private MemoryCopy() {}

  static Samples of(String name, RowSource source) {
    RowFormat format = source.format();
    int rows = source.rows();
    int width = format.features().size();
    if ((long) rows * Math.max(width, format.outputs()) > Integer.MAX_VALUE) {
      throw new InvalidDatasetException(
          "data set %s: %s rows of %s features are over 2^31 - 1 values"
              .formatted(name, rows, width));
    }
    float[] features = new float[rows * width];
    Targets targets = format.newTargets(rows);
    try (RowReader reader = source.reader()) {
      int read = reader.read(0, rows, features, targets);
      if (read < rows) {
        throw new IllegalStateException(
            "data set %s: the source ends after %s of %s rows".formatted(name, read, rows));
      }
    }
    Tensor matrix = Tensor.wrap(features, Shape.of(rows, width));
    Samples copy =
        switch (format.kind()) {
          case CLASS -> {
            List<String> names =
                IntStream.range(0, format.outputs()).mapToObj(Integer::toString).toList();
            yield LabelledRows.of(name, matrix, targets.classes(), names);
          }
          case VALUES ->
              ValueRows.of(
                  name, matrix, Tensor.wrap(targets.values(), Shape.of(rows, format.outputs())));
        };
    return format.weighted() ? copy.weighted(targets.weights()) : copy;
  }
}
